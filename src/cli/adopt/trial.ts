/** Building a changed spec without writing anything, and comparing what comes out with what came out before. */
import { targetFolder } from "../lay-out-build.ts";
import { compile, type CompileOptions, type CompileResult, hasError, type Project } from "../../index.ts";
import { applyEdits } from "../../edit/apply-edits.ts";
import type { TextEdit } from "../../diagnostics/diagnostic.ts";
import type { SourceMapEntry } from "../../ir/backend.ts";
import { compareLeaves, readLeaves, type ValueChanges } from "./value-changes.ts";
import { findValueFile, type ValueFile } from "./value-files.ts";

/** A file of values as a build makes it. */
export interface MadeFile extends ValueFile {
  readonly text: string;
  readonly map: readonly SourceMapEntry[];
  /** Its values, read when they are first asked for; undefined when it is no plain YAML. */
  readonly leaves: () => ReturnType<typeof readLeaves>;
}

/** A spec, built. */
export interface Trial {
  /** Texts of spec files that are not those on disk, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly result: CompileResult;
  /** The files of values, by path in the output folder. */
  readonly files: ReadonlyMap<string, MadeFile>;
}

/** The trial of a spec as it is. */
export function startTrial(result: CompileResult, texts: Trial["texts"] = new Map()): Trial {
  return { texts, result, files: valueFilesOf(result) };
}

/**
 * The files with the values that everybody has unless something else is said, in the project that `path` is a file of:
 * defaults of roles. What is the same in every environment stands in these alone.
 */
export function sharedFiles(trial: Trial, path: string): readonly MadeFile[] {
  const project = path.slice(0, path.lastIndexOf("inventories/"));
  return [...trial.files].flatMap(([name, file]) =>
    name.startsWith(`${project}roles/`) && file.environment === undefined ? [file] : [],
  );
}

/** Builds with further edits; undefined when they collide, or when the spec has a mistake then. */
export async function tryEdits(
  project: Project,
  wanted: CompileOptions,
  before: Trial,
  edits: readonly TextEdit[],
): Promise<Trial | undefined> {
  const texts = new Map(before.texts);
  for (const file of new Set(edits.map((edit) => edit.span.file))) {
    const source = before.result.sources.get(file);
    if (source === undefined || file.startsWith("std/")) return undefined;
    const own = withoutRepeats(edits.filter((edit) => edit.span.file === file));
    const edited = applyEdits(source.text, own);
    if (edited.skipped.length > 0) return undefined;
    texts.set(file, edited.text);
  }
  const result = await compile(withTexts(project, texts), wanted);
  return hasError(result.diagnostics) ? undefined : { texts, result, files: valueFilesOf(result) };
}

/** Reads the values of a text once, at the first call. */
function once(text: string): MadeFile["leaves"] {
  let read: { readonly leaves: ReturnType<typeof readLeaves> } | undefined;
  return () => (read ??= { leaves: readLeaves(text) }).leaves;
}

function withoutRepeats(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
}

/** The project with other texts in place of some files. */
export function withTexts(project: Project, texts: ReadonlyMap<string, string>): Project {
  const { files } = project;
  return {
    ...project,
    files: {
      readBytes(path) {
        const text = texts.get(path);
        return text === undefined ? files.readBytes(path) : { ok: true, value: new TextEncoder().encode(text) };
      },
      look: (path) => (texts.has(path) ? undefined : files.look(path)),
      readFolder: (path) => files.readFolder(path),
      environmentVariable: (name) => files.environmentVariable(name),
    },
  };
}

function valueFilesOf(result: CompileResult): ReadonlyMap<string, MadeFile> {
  const found = new Map<string, MadeFile>();
  for (const build of result.builds)
    for (const file of build.files) {
      const path = `${targetFolder(build)}/${file.path}`;
      const values = findValueFile(path, build.environment, result.environments);
      if (values !== undefined && typeof file.content === "string")
        found.set(path, { ...values, text: file.content, map: file.map, leaves: once(file.content) });
    }
  return found;
}

/** What is different in the values of two builds, by path; files that are equal or no YAML are left out. */
export function compareTrials(before: Trial, after: Trial): ReadonlyMap<string, ValueChanges> {
  const found = new Map<string, ValueChanges>();
  for (const path of new Set([...before.files.keys(), ...after.files.keys()])) {
    const [old, current] = [before.files.get(path), after.files.get(path)];
    if (old?.text === current?.text) continue;
    const changes = compareLeaves(old?.leaves() ?? new Map(), current?.leaves() ?? new Map());
    found.set(path, changes);
  }
  return found;
}
