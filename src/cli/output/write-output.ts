/**
 * Writes the output folder: all of it or nothing.
 *
 * 1. Decide, only looking (`decide.ts`). An objection ends it here; so does "nothing changed".
 * 2. Build the whole new tree next to the old one (`stage.ts`).
 * 3. Swap: two renames, the only moment in which the output folder is missing (renameat2(2) could exchange them in
 *    one, but Node has no door to it). A build killed right there is mended by the next (`work-folder.ts`).
 * 4. Clean up the old tree, but never a byte of the user's (`discard.ts`).
 */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { FileSystem } from "../../platform/file-system.ts";
import { folderOf, joinPath, nameOf, relativePath } from "../../platform/paths.ts";
import type { Platform } from "../../platform/platform.ts";
import { type Base, emptyBase, nextBase, parseBase, printBase } from "./base.ts";
import { type Conflict, type Decisions, decideOutput, outputFileLimit, type Resolution } from "./decide.ts";
import { discardOld } from "./discard.ts";
import { baseName, emptyManifest, type Manifest, manifestName, parseManifest, printManifest } from "./manifest.ts";
import { assertOutputTree, type OutputTree } from "./output-tree.ts";
import { describeRefusal, explainingErrors } from "./refusal.ts";
import { stageTree } from "./stage.ts";
import {
  enterWorkFolder,
  hasLeftovers,
  leaveWorkFolder,
  removeTree,
  type WorkFolder,
  workFolderOf,
} from "./work-folder.ts";

/** How to write. */
export interface WriteOptions extends Resolution {
  /** Only decide. */
  readonly dryRun: boolean;
}

/** What was done, or with `dryRun` would be done. Nothing at all when a diagnostic is an error. */
export interface WriteResult {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Left as the user made them, although envc would write something else, or nothing any more. */
  readonly kept: readonly string[];
  /** Those of `changed` that hold the user's change and envc's. */
  readonly merged: ReadonlyMap<string, unknown>;
  /** What a person has to decide; there is an error for each. */
  readonly conflicts: readonly Conflict[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes the folder `output` (absolute, or from the working folder) hold the tree. */
export function writeOutput(platform: Platform, output: string, tree: OutputTree, options: WriteOptions): WriteResult {
  assertOutputTree(tree);
  const files = explainingErrors(platform.files);
  const show = (path: string): string => relativePath(platform.workingFolder, path);
  try {
    return write(platform, files, locate(platform, output), tree, options, show);
  } catch (error) {
    return refused(describeRefusal(error, show));
  }
}

/** The output folder with the links above it resolved; the folder itself must not be one. */
function locate(platform: Platform, output: string): WorkFolder {
  const absolute = joinPath(platform.workingFolder, output.replaceAll("\\", "/"));
  const parent = platform.files.resolve(folderOf(absolute));
  return workFolderOf(parent === undefined ? absolute : joinPath(parent, nameOf(absolute)));
}

function write(
  platform: Platform,
  files: FileSystem,
  folder: WorkFolder,
  tree: OutputTree,
  options: WriteOptions,
  show: (path: string) => string,
): WriteResult {
  const leftovers = hasLeftovers(files, folder);
  let mended: readonly Diagnostic[] = [];
  if (!options.dryRun && leftovers) {
    mended = enterWorkFolder(platform, files, folder, show);
    if (mended.some((diagnostic) => diagnostic.severity === "error")) return refused(...mended);
  }
  const leave = (): void => {
    if (!options.dryRun && leftovers) leaveWorkFolder(files, folder);
  };

  const top = files.inspect(folder.output);
  const shown = show(folder.output);
  if (top !== undefined && top.kind !== "directory") {
    leave();
    return refused(...mended, diagnose("E0909", { path: shown }, { file: shown, start: 0, end: 0 }));
  }
  const manifest = readManifest(files, folder.output, shown, options.force);
  if ("diagnostic" in manifest) {
    leave();
    return refused(...mended, manifest.diagnostic);
  }
  const base = readBase(files, folder.output, shown, options.force);
  if ("diagnostic" in base) {
    leave();
    return refused(...mended, base.diagnostic);
  }
  const decisions = decideOutput(files, folder.output, shown, tree, manifest.before, base.before, options);
  const result = { ...decisions, diagnostics: [...mended, ...decisions.diagnostics] };
  if (decisions.diagnostics.length > 0) {
    leave();
    return { ...refused(...result.diagnostics), conflicts: decisions.conflicts };
  }
  if (options.dryRun) return result;
  const after = nextBase(tree, decisions.manifest, base.before);
  if (isAsBefore(decisions, manifest.text) && base.text === printBase(after)) {
    leave();
    return result;
  }

  if (!leftovers) {
    const entered = enterWorkFolder(platform, files, folder, show);
    if (entered.some((diagnostic) => diagnostic.severity === "error")) return refused(...entered);
    // Another build may have finished between the look and the lock.
    const again = readManifest(files, folder.output, shown, options.force);
    if (!("text" in again) || again.text !== manifest.text) {
      leaveWorkFolder(files, folder);
      return write(platform, files, folder, tree, options, show);
    }
  }
  replaceTree(files, folder, tree, decisions, manifest.before, after);
  const forced = new Set(decisions.forced);
  if (manifest.damaged) forced.add(manifestName);
  if (base.damaged) forced.add(baseName);
  const merged = new Map([...decisions.merged].map(([path, { seen }]) => [path, seen]));
  const kept = files.inspect(folder.old) === undefined ? [] : discardOld(files, folder, forced, merged, show);
  leaveWorkFolder(files, folder);
  return { ...result, diagnostics: [...result.diagnostics, ...kept] };
}

/** Steps 2 and 3. After an error the output folder is what it was before. */
function replaceTree(
  files: FileSystem,
  folder: WorkFolder,
  tree: OutputTree,
  decisions: Decisions,
  before: Manifest,
  base: Base,
): void {
  try {
    stageTree(files, folder, tree, decisions, before, base);
    const existed = files.inspect(folder.output) !== undefined;
    if (existed) files.rename(folder.output, folder.old);
    try {
      files.rename(folder.fresh, folder.output);
    } catch (error) {
      if (existed) files.rename(folder.old, folder.output);
      throw error;
    }
  } catch (error) {
    if (files.inspect(folder.fresh) !== undefined) removeTree(files, folder.fresh);
    leaveWorkFolder(files, folder);
    throw error;
  }
}

function isAsBefore(decisions: Decisions, manifestText: string | undefined): boolean {
  const { created, changed, removed, manifest } = decisions;
  return created.length + changed.length + removed.length === 0 && manifestText === printManifest(manifest);
}

/** One of envc's own records: what it says, its text, and whether it is given up for a new one. */
type Reading<T> =
  | { readonly before: T; readonly text: string | undefined; readonly damaged: boolean }
  | { readonly diagnostic: Diagnostic };

function readManifest(files: FileSystem, output: string, shown: string, force: boolean): Reading<Manifest> {
  return readRecord(files, output, shown, force, manifestName, emptyManifest, parseManifest);
}

function readBase(files: FileSystem, output: string, shown: string, force: boolean): Reading<Base> {
  return readRecord(files, output, shown, force, baseName, emptyBase, parseBase);
}

function readRecord<T>(
  files: FileSystem,
  output: string,
  shown: string,
  force: boolean,
  record: string,
  empty: T,
  parse: (text: string) => T | "damaged" | "newer",
): Reading<T> {
  const path = `${output}/${record}`;
  const info = files.inspect(path);
  if (info === undefined) return { before: empty, text: undefined, damaged: false };
  const name = `${shown}/${record}`;
  const span = { file: name, start: 0, end: 0 };
  if (info.kind === "directory") return { diagnostic: diagnose("E0905", { path: name }, span) };
  if (info.kind !== "file") {
    if (force) return { before: empty, text: undefined, damaged: true };
    return { diagnostic: diagnose(info.kind === "link" ? "E0904" : "E0906", { path: name }, span) };
  }
  const text = new TextDecoder().decode(files.read(path, outputFileLimit));
  const parsed = parse(text);
  if (parsed === "newer") return { diagnostic: diagnose("E0908", { path: name }, span) };
  if (parsed !== "damaged") return { before: parsed, text, damaged: false };
  if (force) return { before: empty, text, damaged: true };
  return { diagnostic: diagnose("E0907", { path: name }, span) };
}

function refused(...diagnostics: readonly Diagnostic[]): WriteResult {
  return {
    created: [],
    changed: [],
    removed: [],
    unchanged: [],
    kept: [],
    merged: new Map(),
    conflicts: [],
    diagnostics,
  };
}
