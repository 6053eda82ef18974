import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { groupName } from "../shared/accounts.ts";
import { lowerEdit } from "../shared/edits.ts";
import { readText } from "../shared/read.ts";

/** One op. */
export function lowerPermissions(resource: Resource, context: LowerContext): readonly Op[] {
  const given = {
    owner: readText(resource, "owner"),
    group: groupName(resource, "group", context),
    mode: readText(resource, "mode"),
  };
  return [
    lowerEdit(
      resource,
      `Set the permissions of ${resource.name}`,
      resource.name,
      { edit: "attributes", ...given },
      { owner: "edit.owner", group: "edit.group", mode: "edit.mode" },
    ),
  ];
}
