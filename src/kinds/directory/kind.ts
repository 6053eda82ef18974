import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { pathName } from "../shared/names.ts";
import {
  bool,
  boolValue,
  groupAttribute,
  mode,
  ownerAttribute,
  reloadsAttribute,
  restartsAttribute,
} from "../shared/types.ts";
import { checkDirectory } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerDirectory } from "./lower.ts";

/** A directory on the machine, empty or with the files of a folder of the project. */
export const kind: Kind = {
  name: "directory",
  doc: "A directory on the machine, empty or filled from a folder of your project.",
  label: { presence: "required", scope: "machine", ...pathName, example: '"/srv/www"' },
  attributes: {
    owner: ownerAttribute,
    group: groupAttribute,
    mode: {
      type: mode,
      doc: "Who may enter it and make files in it.",
      example: "0750",
      default: { describe: "0755", reason: "everybody may look, only the owner may write" },
    },
    recursive: {
      type: bool,
      doc: "Owner, group and modes also for everything that is already in it.",
      example: "true",
      default: { value: boolValue(false), reason: "what a program made there keeps what the program gave it" },
    },
    source: {
      type: { type: "folder" },
      doc: "A folder of your project whose files are put there. Other files that are there stay.",
      example: '"./public"',
    },
    "file-mode": {
      type: mode,
      doc: "The mode of the files in it, with `source` or `recursive`; a program keeps its x.",
      example: "0640",
      default: { describe: "the directory's own mode without x", reason: "who may enter may read" },
    },
    restarts: restartsAttribute,
    reloads: reloadsAttribute,
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a place for a program's data",
      source:
        'envspec 1\n\nos = "debian-12"\n\nuser shop { system = true }\n\ndirectory "/var/lib/shop" {\n  owner = shop\n  mode = 0750\n}\n',
    },
  ],
  check: checkDirectory,
  targets: {
    ansible: "`ansible.builtin.file` with owner, group and mode; a folder of yours is copied file by file.",
    dockerfile: "Made in the image with owner, group and mode; one that a program may write becomes a named volume.",
    "cloud-init": "Made by the script of the first boot; a folder of yours comes with it, packed.",
  },
  primaryOp: (name) => opId("directory", name),
  lower: lowerDirectory,
};
