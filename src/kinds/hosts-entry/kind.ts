import type { Kind } from "../../ir/kind.ts";
import { editId } from "../shared/edits.ts";
import { text, texts } from "../shared/types.ts";
import { checkHostsEntry } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerHostsEntry, lowerHostsEntryInContainer } from "./lower.ts";

/** A name and its address in `/etc/hosts`. */
export const kind: Kind = {
  name: "hosts-entry",
  doc: "A name of another machine and its address, known to this machine without asking the DNS (a line in `/etc/hosts`).",
  label: {
    presence: "required",
    scope: "machine",
    // RFC 1123, section 2.1
    pattern: /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    describe: "a name of a machine: lower-case letters, digits, `-` and dots between its parts",
    example: '"db.internal"',
  },
  attributes: {
    address: { type: text, late: true, doc: "Its address.", example: '"10.0.0.5"' },
    aliases: { type: texts, doc: "Other names of the same machine.", example: '["db"]' },
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a machine of the private network",
      source:
        'envspec 1\n\nos = "debian-12"\n\nhosts-entry "db.internal" {\n  address = "10.0.0.5"\n  aliases = ["db"]\n}\n',
    },
  ],
  check: checkHostsEntry,
  targets: {
    ansible: "`ansible.builtin.lineinfile`, and a file that keeps cloud-init from writing `/etc/hosts` anew.",
    dockerfile: "`extra_hosts:` in compose.yaml, because the engine writes `/etc/hosts` itself.",
    "cloud-init": "The same line and file.",
  },
  primaryOp: (name) => editId("hosts-entry", name),
  lower: lowerHostsEntry,
  lowerContainer: lowerHostsEntryInContainer,
};
