import type { Platform } from "../platform/platform.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { printDiagnostics } from "./print-diagnostics.ts";
import { findSpec, type OpenedProject, openProject } from "./project.ts";
import { isUsageError, type UsageError } from "./usage-error.ts";

/**
 * Finds and opens the spec that a command is about: the one that is named, or the only one of the folder. When it
 * cannot be read, that is printed, and the exit code comes back.
 */
export function openSpec(platform: Platform, given: string | undefined): OpenedProject | ExitCode | UsageError {
  const path = findSpec(platform, given);
  if (isUsageError(path)) return path;
  const project = openProject(platform, path);
  if (!("code" in project)) return project;
  printDiagnostics(platform, [project], new Map());
  return exitCodes.usage;
}
