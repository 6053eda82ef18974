import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Sources } from "../diagnostics/render-human.ts";
import type { ReadFailure } from "../ir/project-files.ts";
import type { Project } from "../index.ts";
import { folderOf, joinPath, nameOf, relativePath } from "../platform/paths.ts";
import type { Platform } from "../platform/platform.ts";
import { createProjectFiles } from "../platform/project-files.ts";
import type { UsageError } from "./usage-error.ts";

/** A spec that was named on the command line. */
export interface OpenedProject extends Project {
  /** The folder of the root file, absolute. */
  readonly folder: string;
  /** The root file as the user would name it, from the working folder. */
  readonly shown: string;
}

const reasons: Readonly<Record<ReadFailure, string>> = {
  missing: "there is no such file",
  outside: "it is a link that leads out of its folder",
  "not-a-file": "it is not a file",
  "too-large": "it is too large",
  unreadable: "you may not read it",
};

/** The spec to use when the user names none, or a folder: the only one there. */
export function findSpec(platform: Platform, given: string | undefined): string | UsageError {
  const path = joinPath(platform.workingFolder, (given ?? ".").replaceAll("\\", "/"));
  const real = platform.files.resolve(path);
  if (real === undefined || platform.files.inspect(real)?.kind !== "directory") return path;
  const specs = platform.files.list(real).filter((name) => name.endsWith(".envspec"));
  const roots = specs.length === 1 ? specs : specs.filter((name) => !isUsed(platform, real, name, specs));
  const [only] = roots;
  if (only !== undefined && roots.length === 1) return joinPath(path, only);
  const where = given === undefined ? "this folder" : `\`${given}\``;
  if (only === undefined)
    return { usage: `There is no .envspec file in ${where}. Name one, or type \`envc init\` for a first one.` };
  return { usage: `There are several .envspec files in ${where}. Name the one you mean: ${specs.join(", ")}.` };
}

/** Whether another spec of the folder takes this one in: then it is a part, not what somebody wants to build. */
function isUsed(platform: Platform, folder: string, name: string, specs: readonly string[]): boolean {
  return specs.some((other) => {
    const path = joinPath(folder, other);
    if (other === name || platform.files.inspect(path)?.kind !== "file") return false;
    // Only a guess at which file is meant, so reading the lines is enough; what `use` means, the analysis says.
    const text = new TextDecoder().decode(platform.files.read(path, 1024 * 1024));
    return [...text.matchAll(/^\s*use\s+"(?:\.\/)?([^"]+)"/gm)].some((match) => match[1] === name);
  });
}

/** Opens a spec. E0920 when its file cannot be read. */
export function openProject(platform: Platform, path: string): OpenedProject | Diagnostic {
  const folder = folderOf(path);
  const root = nameOf(path);
  const shown = relativePath(platform.workingFolder, path);
  const files = createProjectFiles(platform.files, folder, platform.environment);
  const text = files.readBytes(root);
  if (text.ok) return { root, files, folder, shown };
  return diagnose("E0920", { path: shown, reason: reasons[text.why] }, { file: shown, start: 0, end: 0 });
}

/** The sources with the paths that the user sees from the working folder, so that a terminal can open them. */
export function showSources(platform: Platform, project: OpenedProject, sources: Sources): Sources {
  return new Map([...sources].map(([path, source]) => [path, { ...source, path: showPath(platform, project, path) }]));
}

/** A path of the project as seen from the working folder. Files of the standard library keep their name. */
export function showPath(platform: Platform, project: OpenedProject, path: string): string {
  return path.startsWith("std/") ? path : relativePath(platform.workingFolder, joinPath(project.folder, path));
}
