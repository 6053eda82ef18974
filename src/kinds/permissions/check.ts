import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { checkPlace } from "../shared/check-file-name.ts";
import { checkMode } from "../shared/check-mode.ts";
import { checkGiven } from "../shared/edits.ts";

/** Reports permissions that say nothing, of what is not on a disk, or that let everybody write. */
export function checkPermissions(resource: Resource): readonly Diagnostic[] {
  return [
    // A folder of the system may have other permissions; what is emptied at every start may not.
    ...checkPlace({ ...resource, kind: "directory" }),
    ...checkMode(resource),
    ...checkGiven(resource, ["owner", "group", "mode"]),
  ];
}
