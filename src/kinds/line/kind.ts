import type { Kind } from "../../ir/kind.ts";
import { createAttribute, editedPathAttribute, editId } from "../shared/edits.ts";
import { fileScopeName } from "../shared/names.ts";
import { reloadsAttribute, restartsAttribute, text } from "../shared/types.ts";
import { checkLine } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerLine } from "./lower.ts";

/** One line of a file that something else owns. */
export const kind: Kind = {
  name: "line",
  doc: "One line in a file that comes with a package or with the system; the rest of the file stays.",
  label: { presence: "required", scope: "file", ...fileScopeName, example: "root-login" },
  attributes: {
    path: editedPathAttribute,
    text: {
      type: text,
      late: true,
      doc: "The line.",
      example: '"PermitRootLogin no"',
    },
    match: {
      type: text,
      doc: "A pattern that finds the line: the last one that it fits is replaced. It must fit the new line, too.",
      example: '"^#?PermitRootLogin\\\\s"',
      default: { describe: "the line itself", reason: "a line that is there already is not written twice" },
    },
    "insert-after": {
      type: text,
      doc: "A pattern: when the line is new, it comes after the last line that this fits.",
      example: '"^# Authentication"',
      default: { describe: "the end of the file", reason: "that is where people add a line" },
    },
    create: createAttribute,
    restarts: restartsAttribute,
    reloads: reloadsAttribute,
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a setting in a file of the system",
      source:
        'envspec 1\n\nos = "debian-12"\n\nline umask {\n  path = "/etc/login.defs"\n  match = "^#?UMASK\\\\s"\n  text = "UMASK 027"\n}\n',
    },
    {
      title: "lines that must not be there",
      source:
        'envspec 1\n\nos = "debian-12"\n\nabsent line backports {\n  path = "/etc/apt/sources.list"\n  match = "-backports "\n}\n',
    },
  ],
  check: checkLine,
  targets: {
    ansible: "`ansible.builtin.lineinfile`.",
    dockerfile: "The same change, made while the image is built.",
    "cloud-init": "The same change, made by the script of the first boot.",
  },
  primaryOp: (name) => editId("line", name),
  lower: lowerLine,
};
