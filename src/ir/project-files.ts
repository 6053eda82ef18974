/** Why a file of the project could not be read. `outside` covers links that lead out of the root file's folder. */
export type ReadFailure = "missing" | "outside" | "not-a-file" | "too-large" | "unreadable";

/** A read that may fail. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: ReadFailure };

/**
 * The project's files as the compiler sees them: everything below the folder of the root file and nothing else. Paths
 * are relative to that folder, with forward slashes, already normalised (`a/../b` → `b`); a path that begins with
 * `../` or is absolute gives `outside`. The real one is in `src/platform`, an in-memory twin too.
 */
export interface ProjectFiles {
  readBytes(path: string): Read<Uint8Array>;
  /** Why a file could not be read, or undefined when it is there; its content is not read. */
  look(path: string): ReadFailure | undefined;
  /** All files and directories below a folder, relative to it, sorted by code units. */
  readFolder(path: string): Read<{
    readonly files: readonly { readonly path: string; readonly bytes: Uint8Array; readonly executable: boolean }[];
    readonly directories: readonly string[];
  }>;
  /** A variable of the environment that the compiler runs in, for `env("X")` in a plain value. */
  environmentVariable(name: string): string | undefined;
}
