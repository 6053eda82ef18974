import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import type { Text } from "../../ir/text.ts";
import { lowerEdit } from "../shared/edits.ts";
import { readBool, readText } from "../shared/read.ts";

/** One op. */
export function lowerBlock(resource: Resource, context: LowerContext): readonly Op[] {
  const path = readText(resource, "path") ?? "";
  const title = resource.absent
    ? `Remove the block ${resource.name} from ${path}`
    : `Write the block ${resource.name} into ${path}`;
  return [
    lowerEdit(
      resource,
      title,
      path,
      {
        edit: "block",
        marker: markerOf(resource),
        text: withoutLastEnd(context.text(resource.attributes["text"]?.value) ?? []),
        create: readBool(resource, "create") ?? false,
        ensure: resource.absent ? "absent" : "present",
      },
      { path: "path", comment: "edit.marker" },
    ),
  ];
}

/** The marker lines: `# BEGIN sftp-only` and `# END sftp-only`. */
export function markerOf(resource: Resource): string {
  return `${readText(resource, "comment") ?? "#"} {mark} ${resource.name}`;
}

function withoutLastEnd(text: Text): Text {
  const last = text.at(-1);
  if (typeof last !== "string" || !last.endsWith("\n")) return text;
  return [...text.slice(0, -1), ...(last === "\n" ? [] : [last.slice(0, -1)])];
}
