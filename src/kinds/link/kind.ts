import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { pathName } from "../shared/names.ts";
import { reloadsAttribute, restartsAttribute, text } from "../shared/types.ts";
import { checkLink } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerLink } from "./lower.ts";

/** A symbolic link. */
export const kind: Kind = {
  name: "link",
  doc: "A name on the disk that leads to another file or directory.",
  label: { presence: "required", scope: "machine", ...pathName, example: '"/etc/nginx/sites-enabled/shop"' },
  attributes: {
    to: {
      type: text,
      doc: "Where it leads.",
      example: '"/etc/nginx/sites-available/shop"',
    },
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
      title: "a link, and one that must not be there",
      source:
        'envspec 1\n\nos = "debian-12"\n\nlink "/opt/current" {\n  to = "/opt/release-7"\n}\n\nabsent link "/etc/nginx/sites-enabled/default"\n',
    },
  ],
  check: checkLink,
  targets: {
    ansible: "`ansible.builtin.file` with `state: link`.",
    dockerfile: "A link in the image.",
    "cloud-init": "Made by the script of the first boot.",
  },
  primaryOp: (name) => opId("link", name),
  lower: lowerLink,
};
