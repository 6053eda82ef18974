import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { spanOf } from "../shared/check.ts";
import { readBool } from "../shared/read.ts";

/** Reports a service that is masked and shall run or start nevertheless. */
export function checkService(resource: Resource): readonly Diagnostic[] {
  if (readBool(resource, "masked") !== true) return [];
  const wishes = { enabled: "start with the machine", running: "run" } as const;
  return (["running", "enabled"] as const)
    .filter((attribute) => readBool(resource, attribute) === true)
    .map((attribute) =>
      diagnose("E0425", { name: resource.name, wanted: wishes[attribute], attribute }, spanOf(resource, attribute)),
    )
    .slice(0, 1);
}
