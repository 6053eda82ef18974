import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { fileScopeName } from "../shared/names.ts";
import {
  bool,
  boolValue,
  editKinds,
  envBlock,
  fetchKinds,
  path,
  providedRef,
  text,
  textValue,
  userRef,
} from "../shared/types.ts";
import { checkCommand } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerCommand } from "./lower.ts";

/** A command for a shell, with a guard that says when it is needed. */
export const kind: Kind = {
  name: "command",
  doc: "A command that is run when its guard says so.",
  label: { presence: "required", scope: "file", ...fileScopeName, example: "install-modules" },
  attributes: {
    run: { type: text, required: true, late: true, doc: "The command, for `sh`.", example: '"npm ci"' },
    user: {
      type: userRef,
      doc: "The user that runs it.",
      example: "shop",
      default: { value: providedRef("user", "root"), reason: "setting up a machine is root's work" },
    },
    directory: {
      type: path,
      doc: "The directory it runs in.",
      example: '"/srv/shop"',
      default: { value: textValue("/"), reason: "it is always there" },
    },
    creates: {
      type: path,
      doc: "A path that it makes: when it is there, the command is not run.",
      example: '"/srv/shop/node_modules"',
    },
    unless: {
      type: text,
      late: true,
      doc: "A command: when it succeeds, this one is not run.",
      example: '"test -e /srv/shop/.done"',
    },
    "only-if": {
      type: text,
      late: true,
      doc: "A command: only when it succeeds, this one is run.",
      example: '"test -e /srv/shop/package.json"',
    },
    "on-change": {
      type: {
        type: "list",
        of: {
          type: "ref",
          kinds: [
            "file",
            "directory",
            "link",
            "package",
            "user",
            "group",
            "repository",
            "service",
            "sysctl",
            "command",
            ...fetchKinds,
            ...editKinds,
          ],
        },
      },
      doc: "Run it when one of these changed, and the first time; until it has succeeded, every run tries again.",
      example: '[file."/srv/shop/package-lock.json"]',
    },
    always: {
      type: bool,
      doc: "Run it every time, without a guard; the build report counts these.",
      example: "true",
      default: { value: boolValue(false), reason: "a command without a guard changes the machine at every run" },
    },
    once: {
      type: bool,
      doc: "Run it on one host of the machine only: the `primary`, else the first. Its guard is asked there.",
      example: "true",
      default: { value: boolValue(false), reason: "what is described is true on every host of the machine" },
    },
  },
  blocks: { env: envBlock },
  absent: false,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a command that makes something",
      source:
        'envspec 1\n\nos = "debian-12"\n\ncommand make-key {\n  run = "head -c 32 /dev/urandom | base64 > /etc/shop.key"\n  creates = "/etc/shop.key"\n}\n',
    },
    {
      title: "a command after a change",
      source:
        'envspec 1\n\nos = "debian-12"\n\nfile "/etc/aliases" { text = "root: admin@example.com\\n" }\n\ncommand read-aliases {\n  run = "newaliases"\n  on-change = [file."/etc/aliases"]\n}\n',
    },
    {
      title: "a command on one of several hosts",
      source:
        'envspec 1\n\nmachine web { os = "debian-12" }\n\ncommand migrate {\n  machine = web\n  run = "/srv/shop/bin/migrate"\n  unless = "/srv/shop/bin/migrate --is-done"\n  once = true\n}\n\nenvironment prod {\n  host web-1 { machine = web, address = "203.0.113.11" }\n  host web-2 { machine = web, address = "203.0.113.12" }\n}\n',
    },
  ],
  check: checkCommand,
  targets: {
    ansible: "A task with the guard as `creates`, a check before it, or a handler for `on-change`.",
    dockerfile:
      "A step of the image's build; one with `once` runs as a Compose service before the programs that need it.",
    "cloud-init":
      "A step of the script that the machine runs on its first boot, behind the same guard. One that is given the address of another machine is tried again for up to 15 minutes: that one may be starting, too.",
  },
  primaryOp: (name) => opId("exec", name),
  lower: lowerCommand,
};
