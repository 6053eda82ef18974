import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { declarationOf, spanOf } from "../shared/check.ts";
import { missingForService } from "../shared/installed.ts";
import { readBool } from "../shared/read.ts";

/** Reports a service that is masked and shall run or start nevertheless, and one that nothing installs. */
export function checkService(resource: Resource, model: Model): readonly Diagnostic[] {
  return [...checkMasked(resource), ...checkInstalled(resource, model)];
}

/** A service that shall be off may well be missing on some image: that is what was wanted. */
function checkInstalled(resource: Resource, model: Model): readonly Diagnostic[] {
  const wanted = ["enabled", "running"].some((attribute) => readBool(resource, attribute) !== false);
  const missing = wanted && readBool(resource, "masked") !== true ? missingForService(resource, model) : undefined;
  if (missing === undefined) return [];
  return [diagnose("W0406", { name: resource.name, package: missing.package }, declarationOf(resource))];
}

function checkMasked(resource: Resource): readonly Diagnostic[] {
  if (readBool(resource, "masked") !== true) return [];
  const wishes = { enabled: "start with the machine", running: "run" } as const;
  return (["running", "enabled"] as const)
    .filter((attribute) => readBool(resource, attribute) === true)
    .map((attribute) =>
      diagnose("E0425", { name: resource.name, wanted: wishes[attribute], attribute }, spanOf(resource, attribute)),
    )
    .slice(0, 1);
}
