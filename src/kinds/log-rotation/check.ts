import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkAbsent, checkPaths, spanOf } from "../shared/check.ts";
import { checkGiven } from "../shared/edits.ts";
import { isWritten, readTexts } from "../shared/read.ts";
import { packagedRulesFor } from "./packaged-rules.ts";

/** Reports a rotation of nothing, of what logrotate reads otherwise or rotates already, or with a group that nobody goes with. */
export function checkLogRotation(resource: Resource, model: Model): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  const odd = readTexts(resource, "paths").find((path) => /[\s"'\\{}#]/.test(path));
  const problem = "holds a space, a quote, a brace, a `#` or a backslash, which logrotate reads as something else";
  return [
    ...checkGiven(resource, ["paths"]),
    ...checkPaths(resource, ["paths"]),
    ...(odd === undefined ? [] : [diagnose("E0408", { path: odd, problem }, spanOf(resource, "paths"))]),
    ...(isWritten(resource, "group") && !isWritten(resource, "user")
      ? [diagnose("E0446", { name: resource.name }, spanOf(resource, "group"))]
      : []),
    ...checkPackaged(resource, model),
  ];
}

/** Of two rules for one file logrotate takes the first it reads, and ends with an error every time (logrotate(8)). */
function checkPackaged(resource: Resource, model: Model): readonly Diagnostic[] {
  return readTexts(resource, "paths").flatMap((path) => {
    const rules = packagedRulesFor(path, resource, model);
    const [brought] = rules?.packages ?? [];
    if (rules === undefined || brought === undefined) return [];
    return [diagnose("E0434", { path, package: brought, name: rules.name }, spanOf(resource, "paths"))];
  });
}
