import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { declarationOf } from "../shared/check.ts";

/** Reports a raw block that is for no target at all. */
export function checkRaw(resource: Resource): readonly Diagnostic[] {
  return Object.keys(resource.attributes).length === 0 ? [diagnose("E0424", {}, declarationOf(resource))] : [];
}
