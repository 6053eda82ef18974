import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { lowerEdit } from "../shared/edits.ts";
import { readBool, readText } from "../shared/read.ts";

/** One op. */
export function lowerIniKey(resource: Resource, context: LowerContext): readonly Op[] {
  const path = readText(resource, "path") ?? "";
  const key = readText(resource, "key") ?? "";
  return [
    lowerEdit(
      resource,
      resource.absent ? `Remove ${key} from ${path}` : `Set ${key} in ${path}`,
      path,
      {
        edit: "key",
        section: readText(resource, "section"),
        key,
        value: context.text(resource.attributes["value"]?.value) ?? [],
        create: readBool(resource, "create") ?? false,
        ensure: resource.absent ? "absent" : "present",
      },
      { path: "path", section: "edit.section", key: "edit.key" },
    ),
  ];
}
