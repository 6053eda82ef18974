import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { packageName } from "../shared/names.ts";
import { text, textValue } from "../shared/types.ts";
import { checkDebconf } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { debconfCommand, lowerDebconf } from "./lower.ts";

/** What a package is told when it asks while it is installed. */
export const kind: Kind = {
  name: "debconf",
  doc: "Answers to the questions that a package asks when it is installed for the first time.",
  label: { presence: "required", scope: "machine", ...packageName, example: "nullmailer" },
  attributes: {},
  blocks: {
    answer: {
      doc: "The answer to one question, by the name that `debconf-show PACKAGE` prints on a machine that has the package.",
      example: 'answer "nullmailer/relayhost" { value = "mail.example.com" }',
      labelled: true,
      attributes: {
        value: {
          type: text,
          required: true,
          sensitive: true,
          late: true,
          doc: "The answer; `true` or `false` for a question that wants yes or no.",
          example: '"mail.example.com"',
        },
        type: {
          type: { type: "enum", values: ["string", "boolean", "select", "multiselect", "password", "note", "text"] },
          doc: "What kind of question it is, as the package's templates say.",
          example: "select",
          default: { value: textValue("string"), reason: "the package knows better as soon as it is there" },
        },
      },
    },
  },
  absent: false,
  remains: ({ name }) => [`absent package ${name}`],
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a machine that hands its mail to another one",
      source:
        'envspec 1\n\nos = "debian-12"\n\ndebconf nullmailer {\n  answer "shared/mailname" { value = "shop.example.com" }\n  answer "nullmailer/relayhost" { value = "mail.example.com" }\n}\n\npackage nullmailer\n',
    },
  ],
  check: checkDebconf,
  brings: (_os, resource) => (resource === undefined ? {} : { packages: [resource.name] }),
  targets: {
    ansible:
      "`debconf-set-selections` before the package is installed; where it is there already, nothing is done: it reads its own files from then on.",
    dockerfile: "The same, while the image is built, before the layer with the package.",
    "cloud-init": "The same, in the script of the first boot.",
  },
  primaryOp: (name) => opId("exec", debconfCommand(name)),
  lower: lowerDebconf,
};
