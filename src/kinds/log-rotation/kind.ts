import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { bool, boolValue, groupRef, paths, userRef } from "../shared/types.ts";
import { unitName } from "../shared/names.ts";
import { checkLogRotation } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerLogRotation, rotationPath } from "./lower.ts";

/** Log files that are put away and thrown away. */
export const kind: Kind = {
  name: "log-rotation",
  doc: "Log files that begin anew every day (week, month), of which the older ones are kept for a while.",
  label: { presence: "required", scope: "machine", ...unitName, example: "shop" },
  attributes: {
    paths: {
      type: paths,
      doc: "The log files; a `*` stands for any name.",
      example: '["/var/log/shop/*.log"]',
    },
    every: {
      type: { type: "enum", values: ["day", "week", "month"] },
      doc: "How often they begin anew.",
      example: "week",
      default: { describe: "day", reason: "a file of one day is small enough to be read" },
    },
    keep: {
      type: { type: "int", min: 0, max: 3650 },
      doc: "How many older files are kept.",
      example: "30",
      default: { describe: "14", reason: "two weeks are enough to find out what happened on a holiday" },
    },
    "max-size": {
      type: { type: "size" },
      doc: "A file that is larger begins anew earlier; it is looked at once a day.",
      example: "100MB",
    },
    compress: {
      type: bool,
      doc: "Whether older files are compressed, the newest of them aside.",
      example: "false",
      default: { value: boolValue(true), reason: "logs shrink to a tenth" },
    },
    user: {
      type: userRef,
      doc: "Who does it: the user whose program writes the files, where their folder is not root's alone.",
      example: "shop",
      default: { describe: "root", reason: "most log folders belong to root" },
    },
    group: {
      type: groupRef,
      doc: "The group that goes with `user`.",
      example: "adm",
      default: { describe: "the user's own group", reason: "that is what the files have when the user makes them" },
    },
    "reload-after": {
      type: { type: "list", of: { type: "ref", kinds: ["service"] } },
      doc: "Services that are told to open their log files anew.",
      example: "[nginx]",
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  machineOnly: {
    reason: "a container writes its log to its output, which the engine keeps and rotates",
    instead: "let the program log to its output, and set `logging:` in a compose override file",
  },
  foreign,
  alsoCalled,
  examples: [
    {
      title: "the logs of a program",
      source: 'envspec 1\n\nos = "debian-12"\nlog-rotation shop {\n  paths = ["/var/log/shop/*.log"]\n  keep = 30\n}\n',
    },
  ],
  check: checkLogRotation,
  brings: (_os, resource) => (resource?.absent === true ? {} : { packages: ["logrotate"] }),
  targets: {
    ansible: "A file in `/etc/logrotate.d`, checked by `logrotate -d`; the package `logrotate` brings its timer.",
    dockerfile: "Not here: the engine rotates what a container prints; reported.",
    "cloud-init": "The same file and package.",
  },
  primaryOp: (name) => opId("file", rotationPath(name)),
  lower: lowerLogRotation,
};
