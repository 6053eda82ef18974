import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { deriveId } from "../shared/accounts.ts";
import { opBase } from "../shared/op-base.ts";
import { readBool, readNumber } from "../shared/read.ts";

/** One op. Without a `gid`, the number is that of the user with the same name, or made from the name. */
export function lowerGroup(resource: Resource, context: LowerContext): readonly Op[] {
  const system = readBool(resource, "system") === true;
  const namesake = context.named("user", resource.name);
  const gid =
    readNumber(resource, "gid") ??
    (namesake === undefined || namesake.absent ? undefined : readNumber(namesake, "uid")) ??
    deriveId(resource.name, system || (namesake !== undefined && readBool(namesake, "system") === true));
  return [
    {
      ...opBase(resource, `${resource.absent ? "Remove" : "Create"} the group ${resource.name}`, {
        gid: "gid",
        system: "system",
      }),
      op: "group",
      id: opId("group", resource.name),
      name: resource.name,
      gid: resource.absent ? undefined : gid,
      system,
      ensure: resource.absent ? "absent" : "present",
    },
  ];
}
