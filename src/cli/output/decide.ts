/**
 * The decision table of `envc build`: what happens to each path of the output folder. It looks and does nothing.
 *
 * | on disk                                 | in the manifest | wanted | what happens                     |
 * |-----------------------------------------|-----------------|--------|----------------------------------|
 * | nothing                                 | any             | yes    | made                             |
 * | the wanted bytes                        | any             | yes    | kept                             |
 * | the manifest's bytes                    | yes             | yes    | replaced                         |
 * | other bytes                             | yes             | yes    | E0902, with force replaced       |
 * | other bytes                             | no              | yes    | E0901, with force replaced       |
 * | a link / a pipe, socket or device       | any             | yes    | E0904 / E0906, with force replaced |
 * | a folder with things that are not ours  | any             | yes    | E0905, always                    |
 * | a file or a link where a folder must be | no              | below  | E0901 / E0904, with force replaced |
 * | the manifest's bytes                    | yes             | no     | removed                          |
 * | other bytes                             | yes             | no     | E0903, with force removed        |
 * | nothing, or not a regular file any more | yes             | no     | forgotten, left alone            |
 * | anything                                | no              | no     | left alone                       |
 *
 * "In the manifest" counts only while the build speaks for the file: what another target wrote is left alone.
 */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { FileSystem } from "../../platform/file-system.ts";
import { sameBytes, sha256, withoutCarriageReturns } from "./fingerprint.ts";
import type { Manifest, ManifestFile } from "./manifest.ts";
import { foldersAbove, type OutputTree, type OutputTreeFile } from "./output-tree.ts";

/** What a build will do to the output folder. Paths are relative to it, sorted. */
export interface Decisions {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Foreign or edited things that `--force` allows to be replaced or removed; a subset of the others, or a path above them. */
  readonly forced: ReadonlySet<string>;
  /** What the manifest will say. */
  readonly manifest: Manifest;
  /** Errors; when there is one, nothing may be written. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Bytes of one output file at most; more than any backend writes. */
export const outputFileLimit = 1024 * 1024 * 1024;

/**
 * Decides about every wanted file and every file of the manifest. `folder` is the output folder as the file system
 * knows it, `shown` as messages name it.
 */
export function decideOutput(
  files: FileSystem,
  folder: string,
  shown: string,
  tree: OutputTree,
  before: Manifest,
  force: boolean,
): Decisions {
  const known = new Map(before.files.map((file) => [file.path, file]));
  const wanted = new Set(tree.files.map((file) => file.path));
  const created: string[] = [];
  const changed: string[] = [];
  const removed: string[] = [];
  const unchanged: string[] = [];
  const forced = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const folders = new Map<string, boolean>();

  const object = (code: "E0901" | "E0902" | "E0903" | "E0904" | "E0905" | "E0906", path: string): void => {
    if (force && code !== "E0905") forced.add(path);
    else diagnostics.push(diagnose(code, { path: `${shown}/${path}` }, { file: `${shown}/${path}`, start: 0, end: 0 }));
  };
  const isOurs = (file: ManifestFile | undefined): boolean => {
    if (file === undefined) return false;
    const info = files.inspect(`${folder}/${file.path}`);
    if (info?.kind !== "file") return false;
    return isUnedited(file, files.read(`${folder}/${file.path}`, outputFileLimit));
  };
  /** A folder on the way to a wanted file must be a folder, or a file of ours that goes away. Whether it is there. */
  const checkFolder = (path: string): boolean => {
    const info = files.inspect(`${folder}/${path}`);
    if (info === undefined) return false;
    if (info.kind === "directory") return true;
    if (info.kind === "link") object("E0904", path);
    else if (info.kind === "other") object("E0906", path);
    else if (!known.has(path)) object("E0901", path);
    else if (!isOurs(known.get(path))) object("E0902", path);
    return false;
  };
  /** Stops at the first step that is no folder: what lies behind a link is not looked at. */
  const isReachable = (path: string): boolean =>
    foldersAbove(path).every((above) => {
      const seen = folders.get(above) ?? checkFolder(above);
      folders.set(above, seen);
      return seen;
    });

  for (const file of tree.files) {
    if (!isReachable(file.path)) {
      created.push(file.path);
      continue;
    }
    const path = `${folder}/${file.path}`;
    const info = files.inspect(path);
    if (info === undefined) created.push(file.path);
    else if (info.kind === "link" || info.kind === "other") {
      object(info.kind === "link" ? "E0904" : "E0906", file.path);
      changed.push(file.path);
    } else if (info.kind === "directory") {
      if (holdsForeign(files, folder, file.path, known, isOurs)) object("E0905", file.path);
      created.push(file.path);
    } else {
      const bytes = files.read(path, outputFileLimit);
      const mine = known.get(file.path);
      if (sameBytes(bytes, file.bytes)) {
        // A lost or added x bit is not an edit: nobody's bytes are in it.
        if (file.executable === info.executable || !files.hasExecutableBit) unchanged.push(file.path);
        else changed.push(file.path);
        continue;
      }
      if (mine === undefined) object("E0901", file.path);
      else if (!isUnedited(mine, bytes)) object("E0902", file.path);
      changed.push(file.path);
    }
  }

  const kept: ManifestFile[] = [];
  const wantedFolders = new Set(tree.files.flatMap((file) => foldersAbove(file.path)));
  for (const file of before.files) {
    if (wanted.has(file.path)) continue;
    if (!tree.speaksFor(file)) {
      // What another target wrote stays ours, unless its place is taken now.
      const taken = wantedFolders.has(file.path) || foldersAbove(file.path).some((above) => wanted.has(above));
      if (!taken) kept.push(file);
      continue;
    }
    if (files.inspect(`${folder}/${file.path}`)?.kind !== "file" || isBehindLink(files, folder, file.path)) continue;
    // Where a folder is wanted now, the objection was made above.
    if (!wantedFolders.has(file.path) && !isOurs(file)) object("E0903", file.path);
    removed.push(file.path);
  }
  const manifest = { files: [...kept, ...tree.files.map(describeFile)] };
  return { created, changed, removed: removed.sort(), unchanged, forced, manifest, diagnostics };
}

/** Whether the bytes are those that were written; the line ends that git gives text on Windows are not an edit. */
export function isUnedited(file: ManifestFile, bytes: Uint8Array): boolean {
  return sha256(bytes) === file.sha256 || sha256(withoutCarriageReturns(bytes)) === file.sha256;
}

function isBehindLink(files: FileSystem, folder: string, path: string): boolean {
  return foldersAbove(path).some((above) => files.inspect(`${folder}/${above}`)?.kind === "link");
}

/** Whether a folder holds anything but unedited files of the manifest. */
function holdsForeign(
  files: FileSystem,
  folder: string,
  path: string,
  known: ReadonlyMap<string, ManifestFile>,
  isOurs: (file: ManifestFile | undefined) => boolean,
): boolean {
  return files.list(`${folder}/${path}`).some((name) => {
    const child = `${path}/${name}`;
    const kind = files.inspect(`${folder}/${child}`)?.kind;
    if (kind === "directory") return holdsForeign(files, folder, child, known, isOurs);
    return !isOurs(known.get(child));
  });
}

function describeFile(file: OutputTreeFile): ManifestFile {
  return {
    path: file.path,
    sha256: sha256(file.bytes),
    size: file.bytes.length,
    ...(file.target === undefined ? {} : { target: file.target }),
    ...(file.environment === undefined ? {} : { environment: file.environment }),
  };
}
