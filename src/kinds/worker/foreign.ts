import type { ForeignWords } from "../../ir/kind.ts";
import { envWords, toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("worker queue"),
  ...envWords,
  ...wordsFor(["app", "application", "for", "in", "release"], {
    help: "write `of = shop`, the name of the app",
    same: "of",
  }),
  ...wordsFor(["command", "cmd", "exec", "start", "script", "entrypoint"], {
    help: 'write `run = ["node", "queue.js"]`, word by word',
    same: "run",
  }),
  ...wordsFor(["replicas", "count", "numprocs", "processes", "scale", "concurrency"], {
    help: "write `instances = 2`",
    same: "instances",
  }),
  ...wordsFor(["memory-limit", "mem-limit", "memory-max"], { help: "write `memory = 256MB`", same: "memory" }),
  ...wordsFor(["user", "directory", "source"], { help: "take the line away: it has those of its app" }),
  ...wordsFor(["stopwaitsecs", "stop-wait", "timeout"], { help: "write `stop-timeout = 60s`", same: "stop-timeout" }),
  ...wordsFor(["autostart", "autorestart", "restart-policy"], { help: "write `restart = always`, which holds anyway" }),
  ...wordsFor(["port", "health"], {
    help: "take the line away: a worker answers nobody. A program that does is an app or a `process`",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["supervisor-program", "queue", "queue-worker", "celery", "sidekiq", "horizon"],
  { help: 'write `worker queue { of = shop, run = ["node", "queue.js"] }`: a further program of an app' },
);
