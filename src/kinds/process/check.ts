import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { checkAbsent, spanOf } from "../shared/check.ts";
import { checkCommandLine, checkProgram } from "../shared/check-program.ts";
import { checkWritable } from "../shared/check-writable.ts";
import { missingProgram } from "../shared/installed.ts";
import { readTexts } from "../shared/read.ts";

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
