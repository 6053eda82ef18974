import { opId } from "../../ir/op-id.ts";
import type { AttributeSchema, Kind } from "../../ir/kind.ts";
import { text } from "../shared/types.ts";
import { checkRaw } from "./check.ts";
import { alsoCalled } from "./foreign.ts";
import { lowerRaw } from "./lower.ts";

/** One attribute per target, each optional. */
function target(what: string, example: string): AttributeSchema {
  return { type: text, late: true, doc: `What is put there for this target: ${what}.`, example: `"${example}"` };
}

/** Text for one target as it is. */
export const kind: Kind = {
  name: "raw",
  doc: "Text for one target that is put there as it is; the label says why it is needed.",
  label: {
    presence: "required",
    scope: "file",
    // oxlint-disable-next-line no-control-regex -- control characters are what is refused
    pattern: /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*\S[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/,
    describe: "one line which says why it is needed",
    example: '"our monitoring has no package"',
  },
  attributes: {
    ansible: target("a list of Ansible tasks in YAML", "- name: Say hello…"),
    dockerfile: target("instructions of a Dockerfile", "RUN echo hello"),
    "cloud-init": target("keys of a cloud-config file in YAML", "swap:…"),
  },
  blocks: {},
  absent: false,
  addressable: false,
  alsoCalled,
  examples: [
    {
      title: "a task only for Ansible",
      source:
        'envspec 1\n\nos = "debian-12"\n\nraw "the kernel of this provider needs a nudge" {\n  ansible = """\n    - name: Update the boot loader\n      ansible.builtin.command:\n        argv: [update-grub]\n      changed_when: true\n    """\n}\n',
    },
    {
      title: "a key of cloud-init that has no kind",
      source:
        'envspec 1\n\nos = "debian-12"\n\nraw "the small machine needs swap" {\n  cloud-init = """\n    swap:\n      filename: /swap\n      size: 1073741824\n    """\n}\n',
    },
  ],
  check: checkRaw,
  targets: {
    ansible: "The text under `ansible`, as tasks.",
    dockerfile: "The text under `dockerfile`, as instructions.",
    "cloud-init": "The text under `cloud-init`, as keys of the file.",
  },
  primaryOp: (name) => opId("raw", name),
  lower: lowerRaw,
};
