import type { ForeignWords } from "../../ir/kind.ts";
import { programWords, toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("process api"),
  ...programWords('["/usr/bin/node", "/srv/shop/server.js"]'),
  ...wordsFor(["state", "ensure", "status"], {
    help: "take the line away: a process that is written runs. One that shall be off has `running = false` and `enabled = false`",
    needless: ["started", "running", "present"],
    gone: ["absent", "removed"],
  }),
  ...wordsFor(["healthcheck", "health-check", "healthz"], {
    help: 'write `health = ["/usr/bin/curl", "--fail", "http://127.0.0.1:3000/"]`, a command word by word',
    same: "health",
  }),
  ...wordsFor(["restart-policy"], { help: "write `restart = always`", same: "restart" }),
  ...wordsFor(["restart-sec", "restartsec"], { help: "write `restart-delay = 5s`", same: "restart-delay" }),
  ...wordsFor(["expose", "listen", "publish"], { help: "write `port = 3000`" }),
  ...wordsFor(["enable", "autostart"], { help: "write `enabled = true`, which holds anyway", same: "enabled" }),
  ...wordsFor(["volumes", "volume", "mounts", "read-write-paths", "readwritepaths"], {
    help: 'write `writable = ["/var/lib/shop"]` for the folders it writes to, and a `directory` block for each',
  }),
  ...wordsFor(["image", "build", "dockerfile", "container-name"], {
    help: "take the line away: the image is made from the machine's description; what the program needs is a `package` and `directory` blocks",
  }),
  ...wordsFor(["notify", "subscribe", "watch", "restarts", "reload-on"], {
    help: 'write `restart-on = [file."/etc/shop/config.json"]`',
  }),
  ...wordsFor(["replicas", "instances", "scale"], {
    help: "take the line away: a process runs once on each machine; write a second `process` with a `port` of its own",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["docker-compose", "compose", "app", "application", "deployment"], {
    help: 'write your program as `process api { run = ["/usr/bin/node", "server.js"] … }`: envc makes its image, its Compose service and its systemd unit.',
  }),
};
