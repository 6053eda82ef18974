import { opId } from "../../ir/op-id.ts";
import type { Kind } from "../../ir/kind.ts";
import { isProvidedGroup } from "../../ir/os/provided.ts";
import { accountName } from "../shared/names.ts";
import { bool, boolValue } from "../shared/types.ts";
import { checkGroup } from "./check.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { lowerGroup } from "./lower.ts";

/** A group of users. */
export const kind: Kind = {
  name: "group",
  doc: "A group of users, so that several may read or write the same files.",
  label: { presence: "required", scope: "machine", ...accountName, example: "deployers" },
  attributes: {
    gid: {
      type: { type: "int", min: 0, max: 4294967294 },
      doc: "Its number, under which the disk remembers it.",
      example: "2500",
      default: {
        describe: "a number made from the name",
        reason: "it is the same on every machine and in every build",
      },
    },
    system: {
      type: bool,
      doc: "A group for programs, not for people.",
      example: "true",
      default: { value: boolValue(false), reason: "most groups that are written down are for people" },
    },
  },
  blocks: {},
  absent: true,
  addressable: false,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a group with a member",
      source: 'envspec 1\n\nos = "debian-12"\n\ngroup editors { gid = 2500 }\n\nuser anna {\n  groups = [editors]\n}\n',
    },
  ],
  provided: isProvidedGroup,
  check: checkGroup,
  targets: {
    ansible: "`ansible.builtin.group` with a pinned id.",
    dockerfile: "Made in the image with the same id.",
    "cloud-init": "Made by the script of the first boot with the same id.",
  },
  primaryOp: (name) => opId("group", name),
  lower: lowerGroup,
};
