import type { Kind } from "../../ir/kind.ts";
import { text } from "../shared/types.ts";
import { checkRaw } from "./check.ts";
import { lowerRaw } from "./lower.ts";

/** Text for one target as it is. */
export const raw: Kind = {
  name: "raw",
  doc: "Text for one target that is put there as it is; the label says why it is needed.",
  label: {
    presence: "required",
    scope: "file",
    pattern: /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*\S[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/,
    describe: "one line which says why it is needed",
    example: '"our monitoring has no package"',
  },
  attributes: {},
  blocks: {},
  map: {
    value: text,
    key: { pattern: /^[a-z][a-z0-9-]*$/, describe: "the name of a target: ansible, dockerfile, cloud-init" },
    late: true,
  },
  absent: false,
  addressable: false,
  examples: [
    {
      title: "a task only for Ansible",
      source:
        'envspec 1\n\nos = "debian-12"\n\nraw "the kernel of this provider needs a nudge" {\n  ansible = """\n    - name: Update the boot loader\n      ansible.builtin.command:\n        argv: [update-grub]\n      changed_when: true\n    """\n}\n',
    },
  ],
  check: checkRaw,
  lower: lowerRaw,
};
