import type { Kind } from "../../ir/kind.ts";
import { fileScopeName } from "../shared/names.ts";
import { envBlock } from "../shared/types.ts";
import { alsoCalled } from "./foreign.ts";

/** A named map, to be spread into other maps. */
export const kind: Kind = {
  name: "values",
  doc: "A named set of keys and texts, to be put into several `env` blocks with `...NAME`.",
  label: { presence: "required", scope: "file", ...fileScopeName, example: "common-env" },
  attributes: {},
  blocks: {},
  ...(envBlock.map === undefined ? {} : { map: envBlock.map }),
  absent: false,
  addressable: false,
  virtual: true,
  alsoCalled,
  examples: [
    {
      title: "variables that two programs share",
      source:
        'envspec 1\n\nos = "debian-12"\n\npackage nodejs\n\nvalues common-env { NODE_ENV = "production" }\n\nprocess api {\n  run = ["/usr/bin/node", "/srv/api.js"]\n  user = www-data\n\n  env {\n    ...common-env\n    PORT = "3000"\n  }\n}\n\nprocess mails {\n  run = ["/usr/bin/node", "/srv/mails.js"]\n  user = www-data\n  env { ...common-env }\n}\n',
    },
  ],
  targets: {
    ansible: "Nothing of its own: its entries go to where they are spread.",
    dockerfile: "Nothing of its own: its entries go to where they are spread.",
    "cloud-init": "Nothing of its own: its entries go to where they are spread.",
  },
  lower: () => [],
};
