import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { memoryAttribute, restartAttribute, stopTimeoutAttribute } from "../shared/app/attributes.ts";
import { appKinds } from "../shared/app/language.ts";
import { unitName } from "../shared/names.ts";
import { descriptionAttribute } from "../shared/program-attributes.ts";
import { envBlock, texts, textValue } from "../shared/types.ts";
import { instanceNames, namesOf } from "../shared/app/program.ts";
import { checkWorker } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerWorker } from "./lower.ts";

/** A further program of an app: a queue worker, a scheduler. */
export const kind: Kind = {
  name: "worker",
  doc: "A further program of an app that runs all the time, such as a queue worker: it has the app's release, user and variables. What runs at given times is a `schedule` with `of`.",
  label: { presence: "required", scope: "file", ...unitName, example: "queue" },
  attributes: {
    of: {
      type: { type: "ref", kinds: appKinds },
      required: true,
      doc: "The app that it belongs to.",
      example: "shop",
    },
    run: {
      type: texts,
      required: true,
      late: true,
      doc: "The program and its arguments, word by word. `node`, `php` and `python` are those of the app, and so are programs that its dependencies bring.",
      example: '["node", "queue.js"]',
    },
    instances: {
      type: { type: "int", min: 1, max: 100 },
      doc: "How many of them run at the same time.",
      example: "2",
      default: { value: { is: "number", value: 1 }, reason: "only the program knows whether two of them get along" },
    },
    restart: restartAttribute,
    "stop-signal": {
      type: { type: "enum", values: ["SIGTERM", "SIGINT", "SIGQUIT"] },
      doc: "The signal that asks it to end.",
      example: "SIGINT",
      default: { value: textValue("SIGTERM"), reason: "nearly every program ends cleanly on it" },
    },
    "stop-timeout": stopTimeoutAttribute,
    memory: memoryAttribute,
    description: descriptionAttribute("What it does, in a few words, for lists and logs.", '"Sends the mails"'),
  },
  blocks: {
    env: { ...envBlock, doc: "Environment variables beside those of the app.", example: 'env { QUEUE = "mails" }' },
  },
  absent: false,
  remains: ({ name, text }) =>
    namesOf(name, Math.min(Number(text("instances") ?? 1) || 1, 100)).map((process) => `absent process ${process}`),
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "two workers of a shop",
      source:
        'envspec 1\n\nos = "debian-12"\n\nnode-app shop { source = "./app" }\n\nworker queue {\n  of = shop\n  run = ["node", "queue.js"]\n  instances = 2\n}\n',
      files: {
        "app/package.json": '{ "scripts": { "start": "node server.js" } }\n',
        "app/server.js": "",
        "app/queue.js": "",
      },
    },
    {
      title:
        "Laravel's scheduler as a worker, which in Compose runs by itself; a `schedule` waits there for the scheduler of your host",
      source:
        'envspec 1\n\nos = "debian-12"\n\nphp-app shop { source = "./app" }\n\nworker clock {\n  of = shop\n  run = ["php", "artisan", "schedule:work"]\n}\n',
      files: { "app/public/index.php": "", "app/artisan": "" },
    },
  ],
  check: checkWorker,
  targets: {
    ansible: "A hardened systemd service per instance, restarted with every release of its app.",
    dockerfile: "A Compose service per instance, from the same image stage as its app.",
    "cloud-init": "The same services.",
  },
  primaryOp: (name, _os, worker) => opId("process", worker === undefined ? name : (instanceNames(worker)[0] ?? name)),
  lower: lowerWorker,
};
