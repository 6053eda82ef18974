/**
 * The decision table of `envc build`: what happens to each path of the output folder. It looks and does nothing.
 *
 * | on disk                                 | in the manifest | wanted | what happens                                 |
 * |-----------------------------------------|-----------------|--------|----------------------------------------------|
 * | nothing                                 | any             | yes    | made                                         |
 * | the wanted bytes                        | any             | yes    | kept                                         |
 * | the manifest's bytes                    | yes             | yes    | replaced                                     |
 * | other bytes                             | the wanted ones | yes    | theirs stays: only they changed it           |
 * | other bytes, the new change among theirs| yes             | yes    | theirs stays: it has what is new             |
 * | other bytes                             | yes             | yes    | E0902; merge, keep or force decides          |
 * | other bytes                             | no              | yes    | E0901; keep or force decides                 |
 * | a link / a pipe, socket or device       | any             | yes    | E0904 / E0906, with force replaced           |
 * | a folder with things that are not ours  | any             | yes    | E0905, always                                |
 * | a file or a link where a folder must be | no              | below  | E0901 / E0904, with force replaced           |
 * | the manifest's bytes                    | yes             | no     | removed                                      |
 * | other bytes                             | yes             | no     | E0903; keep makes it theirs, force removes it|
 * | nothing, or not a regular file any more | yes             | no     | forgotten, left alone                        |
 * | anything                                | no              | no     | left alone                                   |
 *
 * The manifest says what envc made, not what is on disk: after an edit was kept or merged it holds the sum of the text
 * that the user decided about, so the question comes back only when envc would write something new (as dpkg does it
 * with conffiles, deb-conffiles(5) and dpkg(1)).
 *
 * "In the manifest" counts only while the build speaks for the file: what another target wrote is left alone.
 */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type Details, diagnose } from "../../diagnostics/diagnose.ts";
import type { FileSystem } from "../../platform/file-system.ts";
import { type Base, readableText } from "./base.ts";
import { sameBytes, sha256, withoutCarriageReturns } from "./fingerprint.ts";
import type { Manifest, ManifestFile } from "./manifest.ts";
import { foldersAbove, type OutputTree, type OutputTreeFile } from "./output-tree.ts";
import { mergeThree } from "./three-way.ts";

/** What the user said about files that are not as envc left them. Several: merge first, the others for what remains. */
export interface Resolution {
  /** Replace and remove them. */
  readonly force: boolean;
  /** Leave them as they are. */
  readonly keep?: boolean;
  /** Put both changes together where they do not touch. */
  readonly merge?: boolean;
  /** Files whose edits the spec has taken over, with the sum of their bytes: what a build makes there now holds them. */
  readonly adopted?: ReadonlyMap<string, string>;
}

/** A file that two have changed, or that is in the way: what there is to show. Texts are missing for what is no text. */
export interface Conflict {
  /** Relative to the output folder. */
  readonly path: string;
  readonly code: "E0901" | "E0902" | "E0903";
  /** What envc wrote last; undefined when it did not, or when that is not known any more. */
  readonly base: string | undefined;
  /** What is there. */
  readonly theirs: string | undefined;
  /** What envc would write; undefined when it would write nothing. */
  readonly ours: string | undefined;
}

/** What a build will do to the output folder. Paths are relative to it, sorted. */
export interface Decisions {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Left as the user made them, although envc would write something else, or nothing any more. */
  readonly kept: readonly string[];
  /**
   * Files of `changed` that hold what the user and envc changed: their bytes, and the sum of those they replace. Files of
   * `removed` too whose edits now stand in others.
   */
  readonly merged: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly seen: string }>;
  /** What a person has to decide; for each there is a diagnostic too. */
  readonly conflicts: readonly Conflict[];
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
 * knows it, `shown` as messages name it, `base` what envc wrote before.
 */
export function decideOutput(
  files: FileSystem,
  folder: string,
  shown: string,
  tree: OutputTree,
  before: Manifest,
  base: Base,
  resolution: Resolution,
): Decisions {
  const { force, keep = false, merge = false, adopted } = resolution;
  const known = new Map(before.files.map((file) => [file.path, file]));
  const wanted = new Set(tree.files.map((file) => file.path));
  const created: string[] = [];
  const changed: string[] = [];
  const removed: string[] = [];
  const unchanged: string[] = [];
  const kept: string[] = [];
  const merged = new Map<string, { bytes: Uint8Array; seen: string }>();
  const conflicts: Conflict[] = [];
  const forced = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const folders = new Map<string, boolean>();

  type Objection = "E0901" | "E0902" | "E0903" | "E0904" | "E0905" | "E0906";
  const object = (code: Objection, path: string, details: Details = {}): void => {
    const file = `${shown}/${path}`;
    if (force && code !== "E0905") forced.add(path);
    else diagnostics.push(diagnose(code, { path: file }, { file, start: 0, end: 0 }, details));
  };
  /** A file with bytes that are not envc's, where it would write `file` (or remove what it wrote). */
  const resolve = (path: string, bytes: Uint8Array, mine?: ManifestFile, file?: OutputTreeFile): void => {
    const act = (): void => void (file === undefined ? removed : changed).push(path);
    const texts = {
      base: mine === undefined ? undefined : base.get(mine.sha256),
      theirs: readableText(bytes),
      ours: file === undefined ? undefined : readableText(file.bytes),
    };
    const both = force && !merge ? undefined : mergeTexts(texts);
    if (force && !merge) {
      forced.add(path);
      act();
    } else if (adopted?.get(path) === sha256(bytes)) {
      merged.set(path, { bytes: file?.bytes ?? new Uint8Array(), seen: sha256(bytes) });
      act();
    } else if (file !== undefined && mine?.sha256 === sha256(file.bytes)) kept.push(path);
    else if (both !== undefined && both === texts.theirs) kept.push(path);
    else if (merge && both !== undefined) {
      merged.set(path, { bytes: new TextEncoder().encode(both), seen: sha256(bytes) });
      act();
    } else if (keep) kept.push(path);
    else {
      const theirs = mine === undefined ? "E0901" : "E0902";
      const code = file === undefined ? "E0903" : theirs;
      // Whoever has asked for a merge is not told to ask for one.
      object(code, path, merge && code === "E0902" ? { help: unmergedHelp } : {});
      if (!force) conflicts.push({ path, code, ...texts });
      act();
    }
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
      const isOnlyLineEnds = sameBytes(withoutCarriageReturns(bytes), file.bytes);
      if (isOnlyLineEnds || (mine !== undefined && isUnedited(mine, bytes))) changed.push(file.path);
      else resolve(file.path, bytes, mine, file);
    }
  }

  const others: ManifestFile[] = [];
  const wantedFolders = new Set(tree.files.flatMap((file) => foldersAbove(file.path)));
  for (const file of before.files) {
    if (wanted.has(file.path)) continue;
    if (!tree.speaksFor(file)) {
      // What another target wrote stays ours, unless its place is taken now.
      const taken = wantedFolders.has(file.path) || foldersAbove(file.path).some((above) => wanted.has(above));
      if (!taken) others.push(file);
      continue;
    }
    if (files.inspect(`${folder}/${file.path}`)?.kind !== "file" || isBehindLink(files, folder, file.path)) continue;
    // Where a folder is wanted now, the objection was made above.
    if (wantedFolders.has(file.path) || isOurs(file)) removed.push(file.path);
    else resolve(file.path, files.read(`${folder}/${file.path}`, outputFileLimit), file);
  }
  const manifest = { files: [...others, ...tree.files.map(describeFile)] };
  removed.sort();
  return { created, changed, removed, unchanged, kept, merged, conflicts, forced, manifest, diagnostics };
}

/** What to do with a file that `--merge` was asked for and could not merge. */
const unmergedHelp =
  "nothing was written, and no conflict marks stand in your file: change it to what shall count of both, and build again with `--merge --keep` (your file stays as it is then) or `--merge --force` (envc's file)";

function mergeTexts({ base, theirs, ours }: Pick<Conflict, "base" | "theirs" | "ours">): string | undefined {
  if (base === undefined || theirs === undefined || ours === undefined) return undefined;
  return mergeThree(base, theirs, ours).merged;
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
