import type { Kind } from "../../ir/kind.ts";
import { fileScopeName } from "../shared/names.ts";
import { text, textValue } from "../shared/types.ts";
import { alsoCalled, foreign, foreignSsh } from "./foreign.ts";

/** One real box. */
export const host: Kind = {
  name: "host",
  doc: "One real machine: where it is and how to get in.",
  label: { presence: "required", scope: "file", ...fileScopeName, example: "web-1" },
  attributes: {
    address: {
      type: text,
      doc: "Its IP address or its name in DNS.",
      example: '"203.0.113.11"',
    },
    machine: {
      type: { type: "ref", kinds: ["machine"] },
      doc: "The class of machines it belongs to.",
      example: "web",
    },
  },
  blocks: {
    ssh: {
      doc: "How to log in.",
      foreign: foreignSsh,
      example: 'ssh { user = "admin", port = 2222 }',
      attributes: {
        user: {
          type: text,
          doc: "The user to log in as.",
          example: '"admin"',
          default: { value: textValue("root"), reason: "most providers' images are set up that way" },
        },
        port: {
          type: { type: "port" },
          doc: "The port on which the machine answers.",
          example: "2222",
          default: { value: { is: "number", value: 22 }, reason: "it is the port of SSH" },
        },
        key: {
          type: text,
          doc: "Your private key's file, on the computer you deploy from.",
          example: '"~/.ssh/agency"',
        },
        via: { type: text, doc: "Another machine to go through, as `user@address`.", example: '"admin@203.0.113.5"' },
      },
    },
  },
  absent: false,
  addressable: false,
  virtual: true,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a host of the production environment",
      source:
        'envspec 1\n\nmachine web { os = "debian-12" }\n\npackage nginx { machine = web }\n\nenvironment prod {\n  host web-1 {\n    machine = web\n    address = "203.0.113.11"\n    ssh { user = "admin", port = 2222 }\n  }\n}\n',
    },
  ],
  lower: () => [],
};
