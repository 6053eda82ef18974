import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { path } from "../shared/types.ts";
import { checkAlternative } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { alternativeCommand, lowerAlternative } from "./lower.ts";

/** Which of several programs a common name stands for. */
export const kind: Kind = {
  name: "alternative",
  doc: "Which program a name stands for that several packages offer: `editor`, `php`, `java`.",
  label: {
    presence: "required",
    scope: "machine",
    pattern: /^[a-z0-9][A-Za-z0-9+._-]{0,63}$/,
    describe: "a name as `update-alternatives --get-selections` shows it, such as `editor`",
    example: "editor",
  },
  attributes: {
    path: { type: path, required: true, doc: "The program.", example: '"/usr/bin/vim.basic"' },
  },
  blocks: {},
  absent: false,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "the editor of the machine",
      source: 'envspec 1\n\nos = "debian-12"\n\npackage vim\n\nalternative editor { path = "/usr/bin/vim.basic" }\n',
    },
  ],
  check: checkAlternative,
  targets: {
    ansible: "`update-alternatives --set`, when it is another one.",
    dockerfile: "The same, while the image is built.",
    "cloud-init": "The same, in the script of the first boot.",
  },
  primaryOp: (name) => opId("exec", alternativeCommand(name)),
  lower: lowerAlternative,
};
