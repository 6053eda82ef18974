import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { runCommand } from "../shared/build-ops.ts";
import { readText } from "../shared/read.ts";

/** The name of the command that chooses. */
export function alternativeCommand(name: string): string {
  return `alternative-${name}`;
}

/** One command; a choice that was made by a person (`manual`) stays when another package comes (update-alternatives(1)). */
export function lowerAlternative(resource: Resource, _context: LowerContext): readonly Op[] {
  const path = readText(resource, "path") ?? "";
  const choice = `update-alternatives --query ${resource.name} | tr '\\n' ' '`;
  return [
    runCommand(
      resource,
      alternativeCommand(resource.name),
      `Point ${resource.name} to ${path}`,
      literalText(`/usr/bin/update-alternatives --set ${resource.name} ${path}`),
      { unless: literalText(`case $(${choice}) in *' Status: manual '*' Value: ${path} '*) ;; *) exit 1 ;; esac`) },
    ),
  ];
}
