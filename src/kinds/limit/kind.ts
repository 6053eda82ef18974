import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { unitName } from "../shared/names.ts";
import { groupRef, userRef } from "../shared/types.ts";
import { checkLimit } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { items } from "./items.ts";
import { dropInsOf, limitPath, lowerLimit } from "./lower.ts";

/** How much of something a session or a service may use. */
export const kind: Kind = {
  name: "limit",
  doc: "How much of something (open files, processes, memory) the programs of a user or of a service may use.",
  label: { presence: "required", scope: "machine", ...unitName, example: "shop-files" },
  attributes: {
    item: {
      type: { type: "enum", values: Object.keys(items) },
      doc: "What is limited, by its name in limits.conf(5): `nofile` open files, `nproc` processes, `memlock` locked memory, `core` memory dumps, `stack`, `as` and `data` memory, `fsize` the size of a file, `maxlogins` sessions at a time.",
      example: "nofile",
    },
    hard: {
      type: { type: "setting" },
      doc: 'The most that anybody can have: a number, a size for memory and files, or `"unlimited"`.',
      example: "65536",
    },
    soft: {
      type: { type: "setting" },
      doc: "What a program begins with; it may raise it up to `hard` itself.",
      example: "4096",
      default: { describe: "the same as `hard`", reason: "few programs raise it themselves" },
    },
    user: { type: userRef, doc: "Whose sessions it is for.", example: "shop" },
    group: { type: groupRef, doc: "For the sessions of everybody in this group.", example: "developers" },
    services: {
      type: { type: "list", of: { type: "ref", kinds: ["service", "process"] } },
      doc: "Services and processes that get it: what systemd starts knows nothing of the limits of sessions. They are restarted when it changes.",
      example: "[nginx]",
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  machineOnly: {
    reason: "a container has no sessions, and the engine sets its limits",
    instead: "set `ulimits:` in a compose override file",
  },
  foreign,
  alsoCalled,
  examples: [
    {
      title: "open files of a web server, and of people in a group",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage nginx\nservice nginx\n\nlimit nginx-files {\n  services = [nginx]\n  item = nofile\n  hard = 65536\n}\n\ngroup developers\n\nlimit developers {\n  group = developers\n  item = nproc\n  soft = 2000\n  hard = 4000\n}\n',
    },
  ],
  check: checkLimit,
  targets: {
    ansible:
      "A file in `/etc/security/limits.d` for sessions, and one beside the unit of each service, which is restarted.",
    dockerfile: "Not here: the engine sets the limits of a container; reported.",
    "cloud-init": "The same files.",
  },
  primaryOp: (name, os, resource) =>
    opId("file", (resource === undefined ? undefined : dropInsOf(resource, os)[0]?.path) ?? limitPath(name)),
  lower: lowerLimit,
};
