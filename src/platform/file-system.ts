/**
 * The file system as the rest of envc sees it: few operations, all synchronous, none that follows a link by accident.
 * The real one is `node-file-system.ts`, its twin for tests and the browser is `memory-file-system.ts`. Paths are
 * absolute with forward slashes.
 */

/** What is at a path; a link is not followed. */
export interface FileInfo {
  readonly kind: "file" | "directory" | "link" | "other";
  readonly size: number;
  readonly executable: boolean;
  /** Permission bits, as in chmod(2). */
  readonly permissions: number;
  /** Two paths with the same identity are the same file (hard links). */
  readonly identity: string;
  /** When the content was last written, in milliseconds; only good for comparing. */
  readonly modified: number;
}

/** What the operations throw when the system refuses. `code` is the errno name: `ENOENT`, `EACCES`, `EXDEV`, … */
export interface FileSystemError extends Error {
  readonly code: string;
}

/** Operations on files. Everything but `inspect` and `resolve` throws a {@link FileSystemError} on failure. */
export interface FileSystem {
  /** Whether files here have an executable bit (not on Windows). */
  readonly hasExecutableBit: boolean;
  /** undefined when there is nothing (also when a parent is missing or is a file). */
  inspect(path: string): FileInfo | undefined;
  /** The path with every link resolved; undefined when it leads nowhere. */
  resolve(path: string): string | undefined;
  /** Names in a directory, sorted by code units. */
  list(path: string): string[];
  /**
   * The bytes of a regular file. Never follows a link in the last step, never blocks on a pipe, never reads more than
   * `limit` bytes: these give the codes `ELOOP`, `EINVAL` and `EFBIG`.
   */
  read(path: string, limit: number): Uint8Array;
  /** Where a link points, as written in it. */
  readLink(path: string): string;
  /**
   * Makes a file that is not there yet (`EEXIST` otherwise). Without permissions the umask decides who may read it;
   * with them, `executable` decides only about the bits to execute: whoever may read may execute then.
   */
  create(path: string, bytes: Uint8Array, executable: boolean, permissions?: number): void;
  /** Makes a directory that is not there yet (`EEXIST` otherwise); the parent must exist. Without permissions the umask decides. */
  makeDirectory(path: string, permissions?: number): void;
  /** A second name for a file. `EXDEV`, `EPERM` or `ENOTSUP` where the file system has no hard links. */
  hardLink(existing: string, path: string): void;
  /** Makes a symbolic link. */
  symbolicLink(target: string, path: string): void;
  /** Moves; replaces a file at the new path, or an empty directory when a directory is moved. */
  rename(from: string, to: string): void;
  /** Removes a file or a link, never a directory. */
  removeFile(path: string): void;
  /** Removes an empty directory. */
  removeDirectory(path: string): void;
}

/** Permission bits with those to execute set as `executable` says: for everybody who may read. */
export function withExecutableBits(permissions: number, executable: boolean): number {
  const plain = permissions & 0o666;
  return executable ? plain | ((plain & 0o444) >> 2) : plain;
}

/** Whether `error` came from a {@link FileSystem}, and if so with one of these codes (any when none is named). */
export function isFileSystemError(error: unknown, ...codes: readonly string[]): error is FileSystemError {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return false;
  return codes.length === 0 ? /^E[A-Z0-9]+$/.test(error.code) : codes.includes(error.code);
}
