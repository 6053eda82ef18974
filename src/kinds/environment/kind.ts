import type { Kind } from "../../ir/kind.ts";
import { fileScopeName } from "../shared/names.ts";

/** The attributes of an environment; its patches are the analysis' business. */
export const kind: Kind = {
  name: "environment",
  doc: "One variant of everything the file describes: development, test, production.",
  label: { presence: "required", scope: "file", ...fileScopeName, example: "prod" },
  attributes: {
    target: {
      type: { type: "list", of: { type: "name" } },
      doc: "The targets it is meant for: ansible, dockerfile, cloud-init.",
      example: "[ansible, cloud-init]",
      default: { describe: "every target", reason: "what nobody needs can be left out with `--target`" },
    },
  },
  blocks: {},
  absent: false,
  addressable: false,
  virtual: true,
  examples: [
    {
      title: "two environments with a value of their own",
      source:
        'envspec 1\n\nos = "debian-12"\n\nlet greeting: text\n\nfile "/etc/motd" { text = "${greeting}\\n" }\n\nenvironment dev {\n  target = dockerfile\n  greeting = "Try things"\n}\n\nenvironment prod {\n  target = [ansible, cloud-init]\n  greeting = "Take care"\n}\n',
    },
  ],
  targets: {
    ansible: "An inventory of its own, `inventories/NAME`, with the values that differ.",
    dockerfile: "An output of its own, `out/NAME/dockerfile`.",
    "cloud-init": "An output of its own, `out/NAME/cloud-init`.",
  },
  lower: () => [],
};
