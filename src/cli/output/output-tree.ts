import { isPlainRelativePath } from "../../platform/paths.ts";
import { isReservedName, type ManifestFile } from "./manifest.ts";

/** A file that the output folder shall hold. */
export interface OutputTreeFile {
  /** Relative to the output folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  readonly target?: string;
  readonly environment?: string;
  /** Read by programs only (a source map, the report): nobody edits it, so its text is not kept for comparing. */
  readonly forPrograms?: boolean;
}

/** What a build wants the output folder to hold. */
export interface OutputTree {
  readonly files: readonly OutputTreeFile[];
  /**
   * Which files of earlier builds this one speaks for: those among them that it does not produce are removed. A build of
   * one target does not speak for the other ones.
   */
  readonly speaksFor: (file: ManifestFile) => boolean;
}

/** Checks what backends hand over; a wrong path is a bug of envc, not of the user, so it throws. */
export function assertOutputTree(tree: OutputTree): void {
  const paths = new Set<string>();
  const folders = new Set<string>();
  for (const { path } of tree.files) {
    if (!isPlainRelativePath(path) || isReservedName(path))
      throw new Error(`a backend made the path ${JSON.stringify(path)}`);
    if (paths.has(path)) throw new Error(`a backend made ${path} twice`);
    paths.add(path);
    for (const folder of foldersAbove(path)) folders.add(folder);
  }
  for (const path of paths) if (folders.has(path)) throw new Error(`a backend made ${path} a file and a folder`);
}

/** The folders a relative path is in, outermost first: `a`, `a/b` for `a/b/c`. */
export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1))
    folders.push(path.slice(0, slash));
  return folders;
}
