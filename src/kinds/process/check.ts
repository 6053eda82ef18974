import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { isWithin } from "../../ir/paths.ts";
import { checkAbsent, spanOf } from "../shared/check.ts";
import { checkCommandLine, checkProgram } from "../shared/check-program.ts";
import { missingProgram } from "../shared/installed.ts";
import { readText, readTexts } from "../shared/read.ts";

/** Reports what cannot be started, and folders that nobody makes. */
export function checkProcess(resource: Resource, model: Model): readonly Diagnostic[] {
  if (resource.absent) return checkAbsent(resource);
  return [
    ...checkProgram(resource, model),
    ...checkCommandLine(resource, "health"),
    ...checkHealth(resource, model),
    ...checkWritable(resource, model),
  ];
}

/** What health checks are made with, and no base image has. */
const probes = ["curl", "wget"];

/** Warns about a health check with a program that nothing installs, also inside `sh -c`. */
function checkHealth(resource: Resource, model: Model): readonly Diagnostic[] {
  const words = readTexts(resource, "health");
  const shell = /\/(ba|da|z|k)?sh$/.test(words[0] ?? "");
  for (const program of probes) {
    const named = new RegExp(`(^|[\\s;&|(])(/usr/bin/)?${program}(\\s|$)`);
    if (!(shell ? words.some((word) => named.test(word)) : words[0] === `/usr/bin/${program}`)) continue;
    const missing = missingProgram(program, resource, model);
    if (missing !== undefined)
      return [diagnose("W0407", { name: resource.name, program: missing.package }, spanOf(resource, "health"))];
  }
  return [];
}

/** Folders that are there without a block. */
const usual = ["/tmp", "/var/tmp", "/run"];

/** Warns about a folder in `writable` that neither a block nor the system makes. */
export function checkWritable(resource: Resource, model: Model): readonly Diagnostic[] {
  const wanted = new Set(
    readTexts(resource, "writable").filter((path) => !usual.some((folder) => isWithin(path, folder))),
  );
  for (const other of model.resources) {
    if (wanted.size === 0) return [];
    if (other.absent || !other.machines.some((machine) => resource.machines.includes(machine))) continue;
    // A command may make any folder, which nobody can know here.
    if (other.kind === "command") return [];
    for (const path of foldersOf(other)) wanted.delete(path);
  }
  return [...wanted].map((path) => diagnose("W0402", { path, name: resource.name }, spanOf(resource, "writable")));
}

/** What another block makes: its own path, a user's home, the usual folders of a package. */
function foldersOf(other: Resource): readonly string[] {
  switch (other.kind) {
    case "directory":
    case "link":
    case "file":
      return [other.name];
    case "user":
      return [readText(other, "home") ?? `/home/${other.name}`];
    case "package":
      return ["lib", "log", "cache", "spool"].map((folder) => `/var/${folder}/${other.name}`);
    default:
      return other.brings?.folders ?? [];
  }
}
