import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { readText } from "../shared/read.ts";
import { systemCommand } from "../shared/system-ops.ts";

/** One command; a choice that was made by a person (`manual`) stays when another package comes (update-alternatives(1)). */
export function lowerAlternative(resource: Resource, _context: LowerContext): readonly Op[] {
  const path = readText(resource, "path") ?? "";
  const choice = `update-alternatives --query ${resource.name} | tr '\\n' ' '`;
  return [
    systemCommand(
      resource,
      `Let ${resource.name} be ${path}`,
      `/usr/bin/update-alternatives --set ${resource.name} ${path}`,
      { unless: `case $(${choice}) in *' Status: manual '*' Value: ${path} '*) ;; *) exit 1 ;; esac` },
    ),
  ];
}
