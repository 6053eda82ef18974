import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { declarationOf } from "../shared/check.ts";
import { checkMode } from "../shared/check-mode.ts";

/** Reports a path that tmpfiles.d(5) would read as something else, or that is the system's own. */
export function checkTmpfiles(resource: Resource): readonly Diagnostic[] {
  const path = resource.name;
  const own = ["/", "/run", "/tmp", "/var", "/var/tmp", "/var/run", "/dev", "/etc", "/usr"].includes(path);
  const problem = own
    ? "is a folder of the system"
    : /[\s"'\\%*?[\]]/.test(path)
      ? "holds a space, a quote, a backslash, a `%` or a wildcard, which tmpfiles.d reads as something else"
      : undefined;
  return [
    ...checkMode(resource),
    ...(problem === undefined ? [] : [diagnose("E0408", { path, problem }, declarationOf(resource))]),
  ];
}
