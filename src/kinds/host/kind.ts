import type { Kind } from "../../ir/kind.ts";
import { fileScopeName } from "../shared/names.ts";
import { text } from "../shared/types.ts";
import { alsoCalled, foreign, foreignSsh } from "./foreign.ts";

/** One real box. */
export const kind: Kind = {
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
          default: {
            describe: "what your SSH configuration says, else your own user name",
            reason: "nothing is guessed about a machine that somebody else has set up",
          },
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
        via: {
          type: { type: "ref", kinds: ["host"] },
          doc: 'The host to go through, with its own user, port and key; in quotes, as `"user@address:port"`, one that is not described here.',
          example: "bastion-1",
        },
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
    {
      title: "hosts behind a bastion",
      source:
        'envspec 1\n\nmachine [bastion, web] { os = "debian-12" }\n\npackage nginx { machine = web }\n\nenvironment prod {\n  host bastion-1 {\n    machine = bastion\n    address = "203.0.113.5"\n    ssh { user = "jump", port = 2222, key = "~/.ssh/agency" }\n  }\n\n  host web-1 {\n    machine = web\n    address = "10.0.0.11"\n    ssh { user = "admin", via = bastion-1 }\n  }\n}\n',
    },
  ],
  targets: {
    ansible: "A host of the inventory, with its address and its way over SSH.",
    dockerfile: "Not needed: a container has no host of its own; addresses become names of services.",
    "cloud-init": "A file of user data for each host, where hosts differ.",
  },
  lower: () => [],
};
