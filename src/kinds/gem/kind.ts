import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { checkLanguagePackage, languageAttributes } from "../shared/language-packages.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { gem, gemCommand, lowerGem } from "./lower.ts";

/** A program or library in Ruby, for all users of the machine. */
export const kind: Kind = {
  name: "gem",
  doc: "A tool or library written in Ruby, installed for the whole machine.",
  label: {
    presence: "required",
    scope: "machine",
    pattern: /^(?=.{1,100}$)[A-Za-z0-9][A-Za-z0-9_.-]*$/,
    describe: "a gem's name at RubyGems, such as `bundler`",
    example: "bundler",
  },
  attributes: languageAttributes("2.4.22", "tool-1.0.0.gem"),
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a tool in one version",
      source: 'envspec 1\n\nos = "debian-12"\n\ngem bundler { version = "2.4.22" }\n',
    },
  ],
  check: (resource) => checkLanguagePackage(resource, gem),
  brings: (_os, resource) => (resource?.absent === true ? {} : { packages: ["ruby"] }),
  targets: {
    ansible: "`gem install` without documentation, when this version is not there.",
    dockerfile: "The same, while the image is built.",
    "cloud-init": "The same, in the script of the first boot.",
  },
  primaryOp: (name) => opId("exec", gemCommand(name)),
  lower: lowerGem,
};
