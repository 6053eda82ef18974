import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { isWithin } from "../../ir/paths.ts";
import { checkAbsent, spanOf } from "../shared/check.ts";
import { checkCommandLine, checkProgram } from "../shared/check-program.ts";
import { readText, readTexts } from "../shared/read.ts";

/** Reports what cannot be started, and folders that nobody makes. */
export function checkProcess(resource: Resource, model: Model): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  return [...checkProgram(resource, model), ...checkCommandLine(resource, "health"), ...checkWritable(resource, model)];
}

/** Folders that are there without a block. */
const usual = ["/tmp", "/var/tmp", "/run"];

/** Warns about a folder in `writable` that neither a block nor the system makes. */
export function checkWritable(resource: Resource, model: Model): readonly Diagnostic[] {
  const wanted = readTexts(resource, "writable").filter((path) => !usual.some((folder) => isWithin(path, folder)));
  if (wanted.length === 0) return [];
  const made = new Set<string>();
  let commands = false;
  for (const other of model.resources) {
    if (other.absent || !other.machines.some((machine) => resource.machines.includes(machine))) continue;
    if (other.kind === "directory" || other.kind === "link") made.add(other.name);
    if (other.kind === "file") made.add(other.name);
    if (other.kind === "user") made.add(readText(other, "home") ?? `/home/${other.name}`);
    // Packages and commands make folders of their own, which nobody can know here.
    if (other.kind === "command") commands = true;
    if (other.kind === "package")
      for (const folder of ["lib", "log", "cache", "spool"]) made.add(`/var/${folder}/${other.name}`);
  }
  if (commands) return [];
  return wanted
    .filter((path) => !made.has(path))
    .map((path) => diagnose("W0402", { path, name: resource.name }, spanOf(resource, "writable")));
}
