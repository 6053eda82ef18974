/**
 * The folder `.NAME.envc` next to the output folder `NAME`: `pid` says which process is building, `new` holds what is
 * being built, `old` what was there before, from the swap until it is cleaned up. Whoever manages to make the folder
 * may write.
 *
 * Whenever a build is killed, one of these is true, and the next build mends it:
 * - `NAME` is there (old or new): `new` and `old` are leftovers.
 * - `NAME` is not there but `old` is: killed between the two renames of the swap. `old` is moved back.
 */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import { isFileSystemError, type FileSystem } from "../../platform/file-system.ts";
import { folderOf, nameOf } from "../../platform/paths.ts";
import type { Platform } from "../../platform/platform.ts";
import { discardOld } from "./discard.ts";

/** Where things are during a build; absolute. */
export interface WorkFolder {
  readonly output: string;
  readonly work: string;
  readonly pid: string;
  readonly fresh: string;
  readonly old: string;
}

/** The work folder of an output folder. */
export function workFolderOf(output: string): WorkFolder {
  const work = `${folderOf(output)}/.${nameOf(output)}.envc`.replace(/^\/\//, "/");
  return { output, work, pid: `${work}/pid`, fresh: `${work}/new`, old: `${work}/old` };
}

/** Whether something is left of a build that was killed (or another build is running). */
export function hasLeftovers(files: FileSystem, folder: WorkFolder): boolean {
  return files.inspect(folder.work) !== undefined;
}

/**
 * Makes the work folder ours, after cleaning up what a killed build left. E0910 when another build runs; W0901 when the
 * leftovers held files that are nobody's but the user's.
 */
export function enterWorkFolder(
  platform: Platform,
  files: FileSystem,
  folder: WorkFolder,
  show: (path: string) => string,
): readonly Diagnostic[] {
  makeFolders(files, folderOf(folder.output));
  const diagnostics: Diagnostic[] = [];
  try {
    files.makeDirectory(folder.work);
  } catch (error) {
    if (!isFileSystemError(error, "EEXIST")) throw error;
    // A link here would let us remove files somewhere else.
    if (files.inspect(folder.work)?.kind !== "directory") {
      const path = show(folder.work);
      return [diagnose("E0909", { path }, { file: path, start: 0, end: 0 })];
    }
    const owner = readOwner(files, folder.pid);
    if (owner !== undefined && owner !== platform.processId && platform.processRuns(owner)) {
      const path = show(folder.output);
      const params = { path, process: owner, lock: show(folder.work) };
      return [diagnose("E0910", params, { file: path, start: 0, end: 0 })];
    }
    if (files.inspect(folder.pid) !== undefined) files.removeFile(folder.pid);
  }
  files.create(folder.pid, new TextEncoder().encode(`${platform.processId}\n`), false);
  diagnostics.push(...cleanUp(files, folder, show));
  return diagnostics;
}

/** Removes the work folder. */
export function leaveWorkFolder(files: FileSystem, folder: WorkFolder): void {
  files.removeFile(folder.pid);
  files.removeDirectory(folder.work);
}

/** Mends what a killed build left. Idempotent, and safe to be killed itself. */
function cleanUp(files: FileSystem, folder: WorkFolder, show: (path: string) => string): readonly Diagnostic[] {
  const old = files.inspect(folder.old);
  if (old !== undefined && old.kind !== "directory") files.removeFile(folder.old);
  else if (old !== undefined && files.inspect(folder.output) === undefined) files.rename(folder.old, folder.output);
  // Everything in `new` is freshly written, or a second name of something that is still in the output folder.
  if (files.inspect(folder.fresh) !== undefined) removeTree(files, folder.fresh);
  return files.inspect(folder.old) === undefined ? [] : discardOld(files, folder, new Set(), new Map(), show);
}

/** Makes a folder and those above it that are missing. */
function makeFolders(files: FileSystem, folder: string): void {
  if (files.resolve(folder) !== undefined) return;
  makeFolders(files, folderOf(folder));
  files.makeDirectory(folder);
}

/** Removes a folder with all it holds; links are removed, not followed. */
export function removeTree(files: FileSystem, path: string): void {
  if (files.inspect(path)?.kind !== "directory") {
    files.removeFile(path);
    return;
  }
  for (const name of files.list(path)) removeTree(files, `${path}/${name}`);
  files.removeDirectory(path);
}

function readOwner(files: FileSystem, path: string): number | undefined {
  try {
    const text = new TextDecoder().decode(files.read(path, 100)).trim();
    return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
  } catch (error) {
    // Killed before it could say who it is.
    if (isFileSystemError(error)) return undefined;
    throw error;
  }
}
