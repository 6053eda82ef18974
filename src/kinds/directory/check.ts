import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkAbsent, spanOf } from "../shared/check.ts";
import { checkPlace } from "../shared/check-file-name.ts";
import { checkMode } from "../shared/check-mode.ts";
import { isWritten, readBool } from "../shared/read.ts";

/** Reports a directory at a place of the system's own, open to everybody, or with a mode for files that it has none of. */
export function checkDirectory(resource: Resource): readonly Diagnostic[] {
  const place = checkPlace(resource);
  if (resource.absent) return [...place, ...checkAbsent(resource)];
  const files = resource.attributes["source"] !== undefined || readBool(resource, "recursive") === true;
  return [
    ...place,
    ...checkMode(resource),
    ...checkMode(resource, "file-mode"),
    ...(isWritten(resource, "file-mode") && !files ? [diagnose("E0430", {}, spanOf(resource, "file-mode"))] : []),
  ];
}
