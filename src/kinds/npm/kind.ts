import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { checkLanguagePackage, languageAttributes } from "../shared/language-packages.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerNpm, neededByNpm, npm, npmCommand } from "./lower.ts";

/** A program in JavaScript, for all users of the machine. */
export const kind: Kind = {
  name: "npm",
  doc: "A tool written in JavaScript, installed for the whole machine. What an application needs is in its own `package-lock.json`: see `node-app`.",
  label: {
    presence: "required",
    scope: "machine",
    // docs.npmjs.com/cli/configuring-npm/package-json: at most 214, the scope included.
    pattern: /^(?=.{1,214}$)(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/,
    describe: "a package's name at npm, such as `pm2` or `@angular/cli`",
    example: "pm2",
  },
  attributes: {
    ...languageAttributes("5.4.2", "tool-1.0.0.tgz"),
    repository: {
      type: { type: "ref", kinds: ["repository"] },
      doc: "The repository whose `nodejs` is to be used; it has npm in it.",
      example: "nodesource",
      default: { describe: "the distribution's Node.js and npm", reason: "they get its security updates" },
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a tool in one version",
      source: 'envspec 1\n\nos = "debian-12"\n\nnpm pm2 { version = "5.4.2" }\n',
    },
  ],
  check: (resource) => checkLanguagePackage(resource, npm),
  brings: (_os, resource) => (resource?.absent === true ? {} : { packages: neededByNpm(resource) }),
  targets: {
    ansible: "`npm install --global` below `/usr/local`, when this version is not there.",
    dockerfile: "The same, while the image is built.",
    "cloud-init": "The same, in the script of the first boot.",
  },
  primaryOp: (name) => opId("exec", npmCommand(name)),
  lower: lowerNpm,
};
