import type { Kind } from "../../ir/kind.ts";
import { appAttributes, portAttribute, runtimeAttributes } from "../shared/app/attributes.ts";
import { appParts, appTargets, appWords } from "../shared/app/schema.ts";
import { wordsFor } from "../shared/foreign-words.ts";
import { envBlock, texts } from "../shared/types.ts";
import { checkNodeApp } from "./check.ts";
import { alsoCalled } from "./foreign.ts";
import { node } from "./language.ts";

/** A web application in Node.js. */
export const kind: Kind = {
  name: "node-app",
  doc: "A web application in Node.js: its code, its dependencies, its user, and the service that runs it.",
  ...appParts(node),
  attributes: {
    ...appAttributes,
    bind: {
      ...appAttributes.bind,
      doc: "The address it listens on: the program reads it from the variable HOST, and `next start` is told it with `-H`. Another one that reads neither listens where it likes.",
    },
    run: {
      type: texts,
      late: true,
      doc: "The program and its arguments, word by word: `node` with a file, or a program that the dependencies bring.",
      example: '["node", "server.js"]',
      default: {
        describe: "the words of the script `start` in package.json",
        reason:
          "so the program is started itself, without npm and a shell in front of it, which would keep signals from it",
      },
    },
    port: portAttribute(3000, "most Node.js frameworks have it; the program reads it from the variable PORT"),
    "stop-signal": {
      type: { type: "enum", values: ["SIGTERM", "SIGINT"] },
      doc: "The signal that asks it to end.",
      example: "SIGINT",
      default: { describe: "SIGTERM", reason: "nearly every program ends cleanly on it" },
    },
    ...runtimeAttributes("Node.js", "22"),
  },
  blocks: {
    env: { ...envBlock, doc: "Environment variables of the program. NODE_ENV, PORT and HOST are there already." },
  },
  scheme: "http",
  foreign: {
    ...appWords,
    ...wordsFor(["start", "script", "command", "cmd", "entrypoint", "main", "exec"], {
      help: 'write `run = ["node", "server.js"]`, word by word, or a script `start` in package.json',
      same: "run",
    }),
    ...wordsFor(["instances", "cluster", "workers", "replicas", "scale", "processes"], {
      help: "take the line away: a node-app is one program. For more of them write a second `node-app` with a port of its own, or use `node:cluster` in your code; a queue has a `worker` block",
    }),
    ...wordsFor(["node-version", "nodejs", "node", "runtime", "engine"], {
      help: 'write `version = "20"`',
      same: "version",
    }),
    ...wordsFor(["package-manager", "npm", "yarn", "pnpm"], {
      help: "take the line away: npm installs what package-lock.json says",
    }),
    ...wordsFor(["node-env"], {
      help: 'take the line away: NODE_ENV is `production`; another one is `env { NODE_ENV = "staging" }`',
    }),
  },
  alsoCalled,
  examples: [
    {
      title: "a shop with a health check, uploads and a migration",
      source:
        'envspec 1\n\nos = "debian-12"\n\nnode-app shop {\n  source = "./app"\n  port = 3000\n  health = "/health"\n  migrate = ["node", "migrate.js"]\n  shared = ["uploads"]\n\n  env {\n    LOG_LEVEL = "info"\n  }\n}\n',
      files: {
        "app/package.json": '{ "scripts": { "start": "node server.js" } }\n',
        "app/server.js": "",
        "app/migrate.js": "",
      },
    },
  ],
  check: checkNodeApp,
  targets: appTargets,
};
