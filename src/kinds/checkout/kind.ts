import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { pathName } from "../shared/names.ts";
import {
  bool,
  boolValue,
  groupAttribute,
  mode,
  ownerAttribute,
  reloadsAttribute,
  restartsAttribute,
  text,
  textValue,
} from "../shared/types.ts";
import { checkCheckout } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { checkoutCommand, lowerCheckout, packagesFor } from "./lower.ts";
import { checkoutProgram } from "./script.ts";

/** A git repository at a commit. */
export const kind: Kind = {
  name: "checkout",
  doc: "A folder with what a git repository holds at a commit, a tag or a branch.",
  label: { presence: "required", scope: "machine", ...pathName, example: '"/srv/shop"' },
  attributes: {
    repository: {
      type: text,
      required: true,
      doc: "Where it is; an address for `ssh` needs a key in the home of the owner.",
      example: '"https://example.com/shop.git"',
    },
    ref: {
      type: text,
      required: true,
      doc: "Which state of it: a tag, a commit with all its 40 digits, or a branch. A tag and a commit stay the same; a branch is asked for anew each time.",
      example: '"v1.2.0"',
    },
    submodules: {
      type: bool,
      doc: "Whether the repositories inside it are checked out, too.",
      example: "true",
      default: { value: boolValue(false), reason: "most repositories have none" },
    },
    owner: ownerAttribute,
    group: groupAttribute,
    mode: {
      type: mode,
      doc: "Who may look into the folder.",
      example: "0750",
      default: { value: textValue("0755"), reason: "everybody may read it, only the owner may change it" },
    },
    restarts: restartsAttribute,
    reloads: reloadsAttribute,
  },
  blocks: {},
  absent: false,
  remains: ({ name }) => [`absent directory "${name}"`],
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "the scripts of a team, as the user who runs them",
      source:
        'envspec 1\n\nos = "debian-12"\n\nuser ops { system = true }\n\ncheckout "/srv/scripts" {\n  repository = "https://example.com/ops/scripts.git"\n  ref = "v1.2.0"\n  owner = ops\n}\n',
    },
  ],
  check: checkCheckout,
  brings: (_os, resource) => ({
    packages: packagesFor(resource),
    folders: resource === undefined ? [] : [resource.name],
  }),
  targets: {
    ansible: `A small program, \`${checkoutProgram}\`, run as the owner when another commit is there. What was changed by hand on the machine stays, and stops the run.`,
    dockerfile: "The same program, run while the image is built: a branch stays as it was then.",
    "cloud-init": "The same program, run by the script of the first boot; it needs the network then.",
  },
  primaryOp: (name) => opId("exec", checkoutCommand(name)),
  lower: lowerCheckout,
};
