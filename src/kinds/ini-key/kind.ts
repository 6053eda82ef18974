import type { Kind } from "../../ir/kind.ts";
import { createAttribute, editedPathAttribute, editId } from "../shared/edits.ts";
import { fileScopeName } from "../shared/names.ts";
import { reloadsAttribute, restartsAttribute, text } from "../shared/types.ts";
import { checkIniKey } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerIniKey } from "./lower.ts";

/** The value of one key in a file of sections. */
export const kind: Kind = {
  name: "ini-key",
  doc: "The value of one key in a file with `[sections]` and `key=value` lines that comes with a package.",
  label: { presence: "required", scope: "file", ...fileScopeName, example: "memory-limit" },
  attributes: {
    path: { ...editedPathAttribute, example: '"/etc/systemd/journald.conf"' },
    section: {
      type: text,
      doc: "The section, without its brackets; it is made at the end of the file when it is not there.",
      example: '"Journal"',
      default: { describe: "the keys above the first section", reason: "a file without sections has only these" },
    },
    key: { type: text, required: true, doc: "The key, as the file writes it.", example: '"SystemMaxUse"' },
    value: {
      type: text,
      late: true,
      doc: "The value. A line with the key that is commented out is written over; the key stands once in its section.",
      example: '"200M"',
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
      title: "a key in a section",
      source:
        'envspec 1\n\nos = "debian-12"\n\nini-key journal-size {\n  path = "/etc/systemd/journald.conf"\n  section = "Journal"\n  key = "SystemMaxUse"\n  value = "200M"\n  restarts = ["systemd-journald"]\n}\n',
    },
  ],
  check: checkIniKey,
  targets: {
    ansible: "`community.general.ini_file`.",
    dockerfile: "The same change, made while the image is built.",
    "cloud-init": "The same change, made by the script of the first boot.",
  },
  primaryOp: (name) => editId("ini-key", name),
  lower: lowerIniKey,
};
