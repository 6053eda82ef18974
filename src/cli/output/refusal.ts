import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import { type FileSystem, isFileSystemError } from "../../platform/file-system.ts";

const actions: Readonly<Record<Exclude<keyof FileSystem, "hasExecutableBit">, string>> = {
  inspect: "look at",
  resolve: "look at",
  list: "list",
  read: "read",
  readLink: "read",
  create: "write",
  makeDirectory: "make",
  hardLink: "keep",
  symbolicLink: "make",
  rename: "move",
  removeFile: "remove",
  removeDirectory: "remove",
};

/** The same file system, whose errors also know what was tried, and where: the second path of those that take two. */
export function explainingErrors(files: FileSystem): FileSystem {
  const wrapped: Record<string, unknown> = { hasExecutableBit: files.hasExecutableBit };
  for (const [name, action] of Object.entries(actions)) {
    const operation = files[name as keyof typeof actions] as (...given: readonly unknown[]) => unknown;
    wrapped[name] = (...given: readonly unknown[]): unknown => {
      try {
        return operation(...given);
      } catch (error) {
        if (isFileSystemError(error)) Object.assign(error, { envcAction: action, envcPath: given[0] });
        throw error;
      }
    };
  }
  return wrapped as unknown as FileSystem;
}

/** E0911 for an error of {@link explainingErrors}; anything else is thrown on. `show` turns a path into what the user calls it. */
export function describeRefusal(error: unknown, show: (path: string) => string): Diagnostic {
  if (!isFileSystemError(error) || !("envcAction" in error) || !("envcPath" in error)) throw error;
  const path = show(String(error.envcPath));
  return diagnose(
    "E0911",
    { action: String(error.envcAction), path, reason: error.code },
    { file: path, start: 0, end: 0 },
  );
}
