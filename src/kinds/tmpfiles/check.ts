import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { appKinds } from "../shared/app/language.ts";
import { declarationOf } from "../shared/check.ts";
import { checkMode } from "../shared/check-mode.ts";
import { temporaryFolderOf } from "../shared/check-writable.ts";
import { presentBeside } from "../shared/present.ts";
import { readText } from "../shared/read.ts";

/** Reports a path that tmpfiles.d(5) would read as something else, or that is the system's own. */
export function checkTmpfiles(resource: Resource, model: Model): readonly Diagnostic[] {
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
    ...checkSeen(resource, model),
  ];
}

/** Warns when the folder belongs to a program that has a temporary folder of its own in front of it. */
function checkSeen(resource: Resource, model: Model): readonly Diagnostic[] {
  const path = resource.name;
  const folder = temporaryFolderOf(path);
  const owners = new Set([readText(resource, "owner") ?? "root", readText(resource, "group") ?? "root"]);
  owners.delete("root");
  if (folder === undefined || owners.size === 0) return [];
  const program = presentBeside(resource, model).find((other) => owners.has(userOf(other) ?? "root"));
  if (program === undefined) return [];
  return [diagnose("W0455", { path, folder, program: program.label }, declarationOf(resource))];
}

/** As whom a program runs; undefined for what is none. */
function userOf(resource: Resource): string | undefined {
  if (appKinds.includes(resource.kind)) return readText(resource, "user") ?? resource.name;
  return resource.kind === "process" || resource.kind === "schedule" ? readText(resource, "user") : undefined;
}
