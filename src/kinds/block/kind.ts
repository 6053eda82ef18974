import type { Kind } from "../../ir/kind.ts";
import { createAttribute, editedPathAttribute, editId } from "../shared/edits.ts";
import { fileScopeName } from "../shared/names.ts";
import { reloadsAttribute, restartsAttribute, text, textValue } from "../shared/types.ts";
import { checkBlock } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerBlock } from "./lower.ts";

/** Lines between two markers, in a file that something else owns. */
export const kind: Kind = {
  name: "block",
  doc: "Some lines at the end of a file that comes with a package or with the system, between two marker lines.",
  label: { presence: "required", scope: "file", ...fileScopeName, example: "sftp-only" },
  attributes: {
    path: editedPathAttribute,
    text: {
      type: text,
      late: true,
      doc: "The lines.",
      example: '"Match Group sftp\\n  ForceCommand internal-sftp\\n"',
    },
    comment: {
      type: text,
      doc: "What a comment begins with in this file; the marker lines are comments.",
      example: '";"',
      default: { value: textValue("#"), reason: "most files of a system are commented so" },
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
      title: "some lines at the end of a file",
      source:
        'envspec 1\n\nos = "debian-12"\n\nblock aliases {\n  path = "/etc/bash.bashrc"\n  text = """\n    alias ll="ls -l"\n    alias la="ls -la"\n    """\n}\n',
    },
  ],
  check: checkBlock,
  targets: {
    ansible: "`ansible.builtin.blockinfile`.",
    dockerfile: "The same change, made while the image is built.",
    "cloud-init": "The same change, made by the script of the first boot.",
  },
  primaryOp: (name) => editId("block", name),
  lower: lowerBlock,
};
