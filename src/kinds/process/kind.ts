import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { unitName } from "../shared/names.ts";
import { descriptionAttribute, programAttributes } from "../shared/program-attributes.ts";
import { bool, boolValue, changesAttribute, envBlock, paths, texts, textValue } from "../shared/types.ts";
import { checkProcess } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerProcess } from "./lower.ts";

/** A program of yours that runs all the time. */
export const kind: Kind = {
  name: "process",
  doc: "A program of yours that runs all the time: on a machine a hardened systemd service, in a container its command.",
  label: { presence: "required", scope: "file", ...unitName, example: "api" },
  attributes: {
    ...programAttributes('["/usr/bin/node", "/srv/shop/server.js"]'),
    port: { type: { type: "port" }, doc: "The port on which it answers.", example: "3000" },
    ports: {
      type: { type: "list", of: { type: "port" } },
      doc: "The ports on which it answers, when there are several.",
      example: "[3000, 9090]",
    },
    restart: {
      type: { type: "enum", values: ["on-failure", "always", "no"] },
      doc: "When it is started again after it ended.",
      example: "always",
      default: { value: textValue("on-failure"), reason: "a crash should heal itself, a clean end is meant" },
    },
    "restart-delay": {
      type: { type: "duration" },
      doc: "How long to wait before it is started again.",
      example: "10s",
      default: {
        value: { is: "duration", seconds: 5 },
        reason: "short enough for visitors, long enough that a broken program does not fill the logs",
      },
    },
    writable: {
      type: paths,
      doc: "The only directories it may write to, besides its own `/tmp`.",
      example: '["/var/lib/shop"]',
    },
    health: {
      type: texts,
      late: true,
      doc: "A command, word by word, that succeeds when the program is well. Used by containers; on a machine systemd starts again what stops.",
      example: '["/usr/bin/curl", "--fail", "http://127.0.0.1:3000/health"]',
    },
    "stop-signal": {
      type: { type: "enum", values: ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH"] },
      doc: "The signal that asks it to end.",
      example: "SIGINT",
      default: { value: textValue("SIGTERM"), reason: "nearly every program ends cleanly on it" },
    },
    "stop-timeout": {
      type: { type: "duration" },
      doc: "How long it may take to end before it is killed.",
      example: "60s",
      default: {
        value: { is: "duration", seconds: 30 },
        reason: "long enough to finish what it is doing, short enough for a deployment",
      },
    },
    description: descriptionAttribute("What it is, in a few words, for lists and logs.", '"The shop"'),
    enabled: {
      type: bool,
      doc: "Whether it starts with the machine.",
      example: "false",
      default: { value: boolValue(true), reason: "a program that runs all the time runs after a restart too" },
    },
    running: {
      type: bool,
      doc: "Whether it runs now.",
      example: "false",
      default: { value: boolValue(true), reason: "a program that is mentioned is wanted" },
    },
    "restart-on": changesAttribute("Things whose change restarts it.", '[file."/etc/shop/config.json"]'),
  },
  blocks: { env: envBlock },
  absent: true,
  addressable: true,
  scheme: "http",
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a web application",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage nodejs\n\nuser shop {\n  system = true\n  home = "/srv/shop"\n}\n\ndirectory "/var/lib/shop" { owner = shop }\n\nprocess api {\n  run = ["/usr/bin/node", "/srv/shop/server.js"]\n  user = shop\n  directory = "/srv/shop"\n  port = 3000\n  writable = ["/var/lib/shop"]\n\n  env {\n    NODE_ENV = "production"\n    PORT = "3000"\n  }\n}\n',
    },
  ],
  check: checkProcess,
  targets: {
    ansible: "A hardened systemd service with its environment file.",
    dockerfile: "The image's command, as its user, with its ports, health check and restart policy in compose.yaml.",
    "cloud-init": "The same hardened systemd service.",
  },
  primaryOp: (name) => opId("process", name),
  lower: lowerProcess,
};
