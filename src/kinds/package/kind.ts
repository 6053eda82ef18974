import { opId } from "../../ir/op-id.ts";
import { packageNameOn } from "../../ir/os/names.ts";
import type { Kind } from "../../ir/kind.ts";
import { packageName } from "../shared/names.ts";
import { bool, boolValue, text } from "../shared/types.ts";
import { checkPackage } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerPackage } from "./lower.ts";

/** A package of the distribution or of a declared repository. */
export const kind: Kind = {
  name: "package",
  doc: "A program or library that the operating system's package manager installs.",
  label: { presence: "required", scope: "machine", ...packageName, example: "nginx" },
  attributes: {
    version: {
      type: text,
      doc: "Exactly this version, as `apt-cache policy` shows it; `*` stands for any characters.",
      example: '"1.22.1-9*"',
      default: { describe: "the one that the distribution has", reason: "old versions disappear from the mirrors" },
    },
    hold: {
      type: bool,
      doc: "Never upgrade it.",
      example: "true",
      default: { value: boolValue(false), reason: "security updates should arrive" },
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    { title: "several packages", source: 'envspec 1\n\nos = "debian-12"\n\npackage [git, curl, unzip]\n' },
    { title: "a package that must not be there", source: 'envspec 1\n\nos = "debian-12"\n\nabsent package telnet\n' },
    {
      title: "a version that stays",
      source: 'envspec 1\n\nos = "debian-12"\n\npackage nginx {\n  version = "1.22.1-*"\n  hold = true\n}\n',
    },
  ],
  check: checkPackage,
  targets: {
    ansible: "`ansible.builtin.apt`, all packages in one task; a hold is a dpkg selection.",
    dockerfile: "Installed in one layer, with nothing left of apt's lists.",
    "cloud-init": "Installed on the first boot, all in one transaction, without upgrading what is there.",
  },
  primaryOp: (name, os) => opId("package", packageNameOn(os, name)),
  lower: lowerPackage,
};
