import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { problemOfPath } from "../../ir/paths.ts";
import { checkAbsent, declarationOf, spanOf } from "../shared/check.ts";
import { checkFileName, checkPlace } from "../shared/check-file-name.ts";
import { readText } from "../shared/read.ts";

/** Reports a link that leads nowhere, to itself, or is a name that its folder's reader skips. */
export function checkLink(resource: Resource): readonly Diagnostic[] {
  const place = checkPlace(resource);
  if (resource.absent) return [...place, ...checkAbsent(resource)];
  const path = resource.name;
  const to = readText(resource, "to");
  if (to === undefined || to === "") return [...place, diagnose("E0426", { path }, spanOf(resource, "to"))];
  return [...place, ...checkFileName(resource), ...checkTarget(resource, to)];
}

/** A relative target may climb with `..`; everything else is refused as in other paths. */
function checkTarget(resource: Resource, to: string): readonly Diagnostic[] {
  const span = spanOf(resource, "to");
  if (to === resource.name) return [diagnose("E0408", { path: to, problem: "leads to the link itself" }, span)];
  const absolute = to.startsWith("/") || to.startsWith("~") ? to : `/${to.replace(/^(\.\.?\/)+/, "")}`;
  const problem = absolute === "/" || absolute === "/.." ? undefined : problemOfPath(absolute);
  return problem === undefined
    ? []
    : [
        diagnose("E0408", { path: to, problem }, span, {
          related: [{ span: declarationOf(resource), message: "the link" }],
        }),
      ];
}
