import { type FileSystem, isFileSystemError } from "../../src/platform/file-system.ts";
import { createMemoryPlatform, type MemoryPlatform } from "../../src/platform/memory-platform.ts";
import type { MemoryEntry } from "../../src/platform/memory-file-system.ts";
import { printBase } from "../../src/cli/output/base.ts";
import { sha256 } from "../../src/cli/output/fingerprint.ts";
import type { OutputTree } from "../../src/cli/output/output-tree.ts";
import { type WriteOptions, type WriteResult, writeOutput } from "../../src/cli/output/write-output.ts";

/** A tree of text files; each belongs to the target that its path begins with. */
export function treeOf(files: Readonly<Record<string, string>>, targets?: readonly string[]): OutputTree {
  return {
    files: Object.entries(files).map(([path, text]) => ({
      path,
      bytes: new TextEncoder().encode(text),
      executable: text.startsWith("#!"),
      target: path.split("/")[0] ?? "",
    })),
    speaksFor: ({ target }) => targets === undefined || (target !== undefined && targets.includes(target)),
  };
}

/** Everything below a folder: texts of files, `-> target` of links, `pipe`, and `` for empty folders. */
export function snapshot(files: FileSystem, folder: string): Record<string, string> {
  const result: Record<string, string> = {};
  const walk = (path: string): void => {
    const names = files.list(path);
    if (names.length === 0 && path !== folder) result[`${path.slice(folder.length + 1)}/`] = "";
    for (const name of names) {
      const full = `${path}/${name}`;
      const kind = files.inspect(full)?.kind;
      const key = full.slice(folder.length + 1);
      if (kind === "directory") walk(full);
      else if (kind === "link") result[key] = `-> ${files.readLink(full)}`;
      else if (kind === "other") result[key] = "pipe";
      else result[key] = readText(files, full);
    }
  };
  if (files.inspect(folder)?.kind === "directory") walk(folder);
  return result;
}

function readText(files: FileSystem, path: string): string {
  try {
    return new TextDecoder().decode(files.read(path, 1e9));
  } catch (error) {
    if (isFileSystemError(error, "EACCES")) return "unreadable";
    throw error;
  }
}

/** The row of a manifest for a text. */
export function manifestWith(files: Readonly<Record<string, string>>): string {
  const rows = Object.entries(files).map(([path, text]) => {
    const bytes = new TextEncoder().encode(text);
    return { path, sha256: sha256(bytes), size: bytes.length, target: path.split("/")[0] };
  });
  return JSON.stringify({ format: 1, files: rows });
}

/** The base that a build of these files leaves. */
export function baseWith(files: Readonly<Record<string, string>>): string {
  return printBase(new Map(Object.values(files).map((text) => [sha256(new TextEncoder().encode(text)), text])));
}

/** A platform with these files in `/work/out`, and a build into it. */
export function setUp(existing: Readonly<Record<string, MemoryEntry>>): {
  readonly platform: MemoryPlatform;
  readonly build: (tree: OutputTree, options?: Partial<WriteOptions>) => WriteResult;
  /** What an editor does: other bytes in the same place. */
  readonly edit: (path: string, text: string) => void;
  readonly out: () => Record<string, string>;
} {
  const files = Object.fromEntries(Object.entries(existing).map(([path, entry]) => [`/work/${path}`, entry]));
  const platform = createMemoryPlatform({ files });
  return {
    platform,
    build: (tree, options = {}) => writeOutput(platform, "out", tree, { force: false, dryRun: false, ...options }),
    edit: (path, text) => {
      const { files } = platform;
      const before = files.inspect(`/work/${path}`);
      if (before !== undefined) files.removeFile(`/work/${path}`);
      files.create(`/work/${path}`, new TextEncoder().encode(text), before?.executable ?? false, before?.permissions);
    },
    out: () => {
      const { ".envc-manifest.json": _, ".envc-base.json": __, ...rest } = snapshot(platform.files, "/work/out");
      return rest;
    },
  };
}

/** The codes of a result, in order. */
export function codesOf(result: WriteResult): readonly string[] {
  return result.diagnostics.map((diagnostic) => diagnostic.code);
}

/** What a killed process would not have seen. */
export class Killed extends Error {}

/** After `calls` operations every further one throws, as if the process were gone. */
export function killAfter(
  files: FileSystem,
  calls: number,
): { readonly files: FileSystem; readonly count: () => number } {
  let done = 0;
  const wrapped: Record<string, unknown> = { hasExecutableBit: true };
  for (const name of Object.keys(files) as (keyof FileSystem)[]) {
    const operation = files[name];
    if (typeof operation !== "function") continue;
    wrapped[name] = (...given: never[]): unknown => {
      if (done >= calls) throw new Killed();
      done++;
      return Reflect.apply(operation, files, given);
    };
  }
  return { files: wrapped as unknown as FileSystem, count: () => done };
}
