import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { pathName } from "../shared/names.ts";
import { groupAttribute, mode, ownerAttribute, textValue } from "../shared/types.ts";
import { lowerTmpfilesInContainer } from "./container.ts";
import { checkTmpfiles } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerTmpfiles, tmpfilesPath } from "./lower.ts";

/** A folder that the machine makes anew at every start, or empties by age. */
export const kind: Kind = {
  name: "tmpfiles",
  doc: "A folder that is made at every start of the machine, such as one below `/run`, or from which old files go.",
  label: { presence: "required", scope: "machine", ...pathName, example: '"/run/shop"' },
  attributes: {
    owner: ownerAttribute,
    group: groupAttribute,
    mode: {
      type: mode,
      doc: "Who may look into it and write to it.",
      example: "0750",
      default: { value: textValue("0755"), reason: "everybody may look, only the owner may write" },
    },
    age: {
      type: { type: "duration" },
      doc: "Files in it that nobody has used for so long are deleted, once a day.",
      example: "7d",
    },
  },
  blocks: {},
  absent: false,
  remains: ({ name }) => [`absent file "${tmpfilesPath(name)}"`, `absent directory "${name}"`],
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a folder for sockets, and one for uploads that nobody fetches",
      source:
        'envspec 1\n\nos = "debian-12"\n\ntmpfiles "/run/shop" { owner = www-data }\n\ntmpfiles "/var/tmp/uploads" {\n  owner = www-data\n  mode = 0700\n  age = 7d\n}\n',
    },
  ],
  check: checkTmpfiles,
  brings: (_os, resource) => (resource === undefined ? {} : { folders: [resource.name] }),
  targets: {
    ansible: "The folder, and a file in `/etc/tmpfiles.d` by which every later start makes it again.",
    dockerfile:
      "The folder is in the image, so every container has it; below `/tmp` and `/var/tmp` each program has folders of its own in front of it, as on a machine; the report says so. `age` is reported: nothing deletes old files.",
    "cloud-init": "The same folder and file.",
  },
  primaryOp: (name) => opId("directory", name),
  lower: lowerTmpfiles,
  lowerContainer: lowerTmpfilesInContainer,
};
