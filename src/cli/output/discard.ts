import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import { type FileSystem, isFileSystemError } from "../../platform/file-system.ts";
import { isUnedited, outputFileLimit } from "./decide.ts";
import { parseBase } from "./base.ts";
import { sameBytes, sha256, withoutCarriageReturns } from "./fingerprint.ts";
import { baseName, emptyManifest, type ManifestFile, manifestName, parseManifest } from "./manifest.ts";
import type { WorkFolder } from "./work-folder.ts";

/**
 * Removes the old tree after a swap, but only what is surely not the user's: second names and copies of what is in
 * the output folder, files that envc wrote and nobody changed, and what `--force` gave up (`forced`). Anything else was
 * written there in the last moment, or before a kill; it stays, in `NAME.kept`, and W0901 says so. `merged` are files
 * whose content lives on in the new ones, with the sum of what was seen then.
 */
export function discardOld(
  files: FileSystem,
  folder: WorkFolder,
  forced: ReadonlySet<string>,
  merged: ReadonlyMap<string, string>,
  show: (path: string) => string,
): readonly Diagnostic[] {
  const known = readKnown(files, `${folder.old}/${manifestName}`);
  const mayGo = (path: string): boolean => forced.has(path) || isDispensable(files, folder, path, known, merged);
  const empty = discardFolder(files, folder, "", mayGo);
  if (empty) return [];
  const kept = freeName(files, `${folder.output}.kept`);
  files.rename(folder.old, kept);
  const path = show(kept);
  return [diagnose("W0901", { path }, { file: path, start: 0, end: 0 })];
}

/** Whether the folder could be removed as a whole. */
function discardFolder(
  files: FileSystem,
  folder: WorkFolder,
  prefix: string,
  mayGo: (path: string) => boolean,
): boolean {
  const here = prefix === "" ? folder.old : `${folder.old}/${prefix}`;
  let empty = true;
  for (const name of files.list(here)) {
    const path = prefix === "" ? name : `${prefix}/${name}`;
    // Last of all: after a kill in here, the next build needs it to go on.
    if (path === manifestName) continue;
    if (files.inspect(`${folder.old}/${path}`)?.kind === "directory")
      empty = discardFolder(files, folder, path, mayGo) && empty;
    else if (mayGo(path)) files.removeFile(`${folder.old}/${path}`);
    else empty = false;
  }
  if (!empty) return false;
  if (prefix === "" && files.inspect(`${here}/${manifestName}`) !== undefined)
    files.removeFile(`${here}/${manifestName}`);
  try {
    files.removeDirectory(here);
    return true;
  } catch (error) {
    if (isFileSystemError(error, "ENOTEMPTY", "EEXIST")) return false;
    throw error;
  }
}

function isDispensable(
  files: FileSystem,
  folder: WorkFolder,
  path: string,
  known: ReadonlyMap<string, ManifestFile>,
  merged: ReadonlyMap<string, string>,
): boolean {
  const old = `${folder.old}/${path}`;
  const current = `${folder.output}/${path}`;
  const info = files.inspect(old);
  const now = files.inspect(current);
  if (info === undefined) return true;
  if (now?.kind === info.kind && now.identity === info.identity) return true;
  if (info.kind === "link") return now?.kind === "link" && files.readLink(old) === files.readLink(current);
  if (info.kind !== "file") return false;
  const bytes = files.read(old, outputFileLimit);
  const mine = known.get(path);
  if (mine !== undefined && isUnedited(mine, bytes)) return true;
  if (merged.get(path) === sha256(bytes)) return true;
  if (path === baseName) return typeof parseBase(new TextDecoder().decode(bytes)) !== "string";
  // The same bytes in the new tree, or the same lines with the line ends that envc writes.
  const plain = withoutCarriageReturns(bytes);
  if (now?.kind !== "file" || (now.size !== bytes.length && now.size !== plain.length)) return false;
  const after = files.read(current, outputFileLimit);
  return sameBytes(bytes, after) || sameBytes(plain, after);
}

function readKnown(files: FileSystem, path: string): ReadonlyMap<string, ManifestFile> {
  if (files.inspect(path)?.kind !== "file") return new Map();
  const manifest = parseManifest(new TextDecoder().decode(files.read(path, outputFileLimit)));
  const { files: rows } = typeof manifest === "string" ? emptyManifest : manifest;
  return new Map(rows.map((row) => [row.path, row]));
}

function freeName(files: FileSystem, wish: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wish : `${wish}-${number}`;
    if (files.inspect(name) === undefined) return name;
  }
}
