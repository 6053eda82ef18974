import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Resource } from "../../ir/model.ts";
import { spanOf } from "./check.ts";
import { readText } from "./read.ts";

/** Warns about a mode with which everybody may write, unless only owners may delete (the sticky bit of /tmp). */
export function checkMode(resource: Resource, attribute = "mode"): readonly Diagnostic[] {
  const mode = readText(resource, attribute);
  if (mode === undefined) return [];
  const bits = Number.parseInt(mode, 8);
  const open = (bits & 0o002) !== 0 && (bits & 0o1000) === 0;
  return open ? [diagnose("W0403", { mode, path: resource.name }, spanOf(resource, attribute))] : [];
}
