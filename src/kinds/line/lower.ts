import { readLinePattern } from "../../ir/line-pattern.ts";
import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { lowerEdit } from "../shared/edits.ts";
import { readBool, readText } from "../shared/read.ts";

/** One op. */
export function lowerLine(resource: Resource, context: LowerContext): readonly Op[] {
  const path = readText(resource, "path") ?? "";
  const title = resource.absent
    ? `Remove the line ${resource.name} from ${path}`
    : `Set the line ${resource.name} in ${path}`;
  return [
    lowerEdit(
      resource,
      title,
      path,
      {
        edit: "line",
        line: context.text(resource.attributes["text"]?.value) ?? [],
        match: patternOf(resource, "match"),
        insertAfter: patternOf(resource, "insert-after"),
        create: readBool(resource, "create") ?? false,
        ensure: resource.absent ? "absent" : "present",
      },
      { path: "path", match: "edit.match", "insert-after": "edit.insertAfter" },
    ),
  ];
}

function patternOf(resource: Resource, attribute: string): string | undefined {
  const read = readLinePattern(readText(resource, attribute) ?? "");
  return read.ok ? read.pattern : undefined;
}
