import type { ProjectFiles, Read, ReadFailure } from "../ir/project-files.ts";
import { type FileSystem, isFileSystemError } from "./file-system.ts";
import { isInside, joinPath, normalisePath } from "./paths.ts";

/** How much of a project is read at most. Bigger things belong into a package or a repository, not into a spec. */
export interface ReadLimits {
  /** Bytes of one file. */
  readonly file: number;
  /** Bytes of one folder with everything below. */
  readonly folder: number;
  /** Files and directories of one folder. */
  readonly entries: number;
}

const usualLimits: ReadLimits = { file: 16 * 1024 * 1024, folder: 64 * 1024 * 1024, entries: 20_000 };

type Folder = {
  readonly files: { readonly path: string; readonly bytes: Uint8Array; readonly executable: boolean }[];
  readonly directories: string[];
};

/**
 * The project below `root` (absolute). A path leads outside when any link on its way does, so the decision is made on
 * the resolved path. What was read once is not read again: a build sees one state of every file.
 */
export function createProjectFiles(
  files: FileSystem,
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  limits: ReadLimits = usualLimits,
): ProjectFiles {
  const realRoot = files.resolve(root) ?? root;
  const seenFiles = new Map<string, Read<Uint8Array>>();
  const seenFolders = new Map<string, Read<Folder>>();

  const locate = (path: string): Read<string> => {
    const normal = normalisePath(path);
    if (path.includes("\0") || path.includes("\\")) return refuse("missing");
    if (normal.startsWith("/") || /^[A-Za-z]:/.test(normal) || normal === ".." || normal.startsWith("../"))
      return refuse("outside");
    const real = files.resolve(joinPath(realRoot, normal));
    if (real === undefined) return refuse(files.inspect(joinPath(realRoot, normal)) ? "unreadable" : "missing");
    return isInside(realRoot, real) ? { ok: true, value: real } : refuse("outside");
  };

  const readBytes = (path: string): Read<Uint8Array> => {
    const real = locate(path);
    return real.ok ? readAt(files, real.value, limits.file) : real;
  };

  const readFolder = (path: string): Read<Folder> => {
    const real = locate(path);
    if (!real.ok) return real;
    if (files.inspect(real.value)?.kind !== "directory") return refuse("not-a-file");
    const result: Folder = { files: [], directories: [] };
    const why = walk(real.value, "", [real.value], result, { entries: limits.entries, bytes: limits.folder });
    if (why !== undefined) return refuse(why);
    result.files.sort((a, b) => (a.path < b.path ? -1 : 1));
    result.directories.sort();
    return { ok: true, value: result };
  };

  /** `chain` holds the real folders above: a link back to one of them would never end. */
  const walk = (
    folder: string,
    prefix: string,
    chain: readonly string[],
    result: Folder,
    left: { entries: number; bytes: number },
  ): ReadFailure | undefined => {
    for (const name of files.list(folder)) {
      const path = prefix === "" ? name : `${prefix}/${name}`;
      const real = files.resolve(`${folder}/${name}`);
      if (real === undefined) return "unreadable";
      if (!isInside(realRoot, real)) return "outside";
      if (--left.entries < 0) return "too-large";
      const info = files.inspect(real);
      if (info?.kind === "directory") {
        if (chain.includes(real)) return "unreadable";
        result.directories.push(path);
        const why = walk(real, path, [...chain, real], result, left);
        if (why !== undefined) return why;
      } else {
        const bytes = readAt(files, real, Math.min(limits.file, left.bytes));
        if (!bytes.ok) return bytes.why;
        left.bytes -= bytes.value.length;
        result.files.push({ path, bytes: bytes.value, executable: info?.executable ?? false });
      }
    }
    return undefined;
  };

  const look = (path: string): ReadFailure | undefined => {
    const real = locate(path);
    if (!real.ok) return real.why;
    return files.inspect(real.value)?.kind === "file" ? undefined : "not-a-file";
  };

  return {
    look,
    readBytes: (path) => remember(seenFiles, path, readBytes),
    readFolder: (path) => remember(seenFolders, path, (wanted) => guarded(() => readFolder(wanted))),
    environmentVariable: (name) => (Object.hasOwn(environment, name) ? environment[name] : undefined),
  };
}

function refuse(why: ReadFailure): { readonly ok: false; readonly why: ReadFailure } {
  return { ok: false, why };
}

function remember<T>(seen: Map<string, Read<T>>, path: string, read: (path: string) => Read<T>): Read<T> {
  const known = seen.get(path);
  if (known !== undefined) return known;
  const result = read(path);
  seen.set(path, result);
  return result;
}

function readAt(files: FileSystem, path: string, limit: number): Read<Uint8Array> {
  return guarded(() => ({ ok: true, value: files.read(path, limit) }));
}

/** Turns what the system throws into a reason. */
function guarded<T>(read: () => Read<T>): Read<T> {
  try {
    return read();
  } catch (error) {
    if (isFileSystemError(error, "EFBIG")) return refuse("too-large");
    if (isFileSystemError(error, "ENOENT")) return refuse("missing");
    if (isFileSystemError(error, "EISDIR", "EINVAL", "ENXIO", "ELOOP", "ENODEV")) return refuse("not-a-file");
    if (isFileSystemError(error)) return refuse("unreadable");
    throw error;
  }
}
