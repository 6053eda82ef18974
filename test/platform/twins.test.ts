/** The in-memory file system behaves as the real one: the same random operations give the same results and errors. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type FileSystem, isFileSystemError } from "../../src/platform/file-system.ts";
import { createMemoryFileSystem } from "../../src/platform/memory-file-system.ts";
import { nodeFileSystem } from "../../src/platform/node-file-system.ts";

type Operation = readonly [name: keyof FileSystem, ...words: readonly string[]];

const path = fc.constantFrom("a", "b", "a/x", "a/y", "b/x", "a/x/deep", "b/x/deep", "link", "link/x", "link/y/z");
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      "create",
      "makeDirectory",
      "removeFile",
      "removeDirectory",
      "inspect",
      "resolve",
      "list",
      "read",
      "readLink",
    ),
    path,
  ),
  fc.tuple(fc.constantFrom("rename", "hardLink"), path, path),
  fc.tuple(fc.constant("symbolicLink"), fc.constantFrom("a", "b/x", "../root/a", "nowhere", "link", "."), path),
);

/** What an operation says, with everything removed that cannot be the same in both. */
function perform(files: FileSystem, root: string, [name, ...words]: Operation): unknown {
  const at = (index: number): string => `${root}/${words[index] ?? ""}`;
  try {
    switch (name) {
      case "create":
        return files.create(at(0), new TextEncoder().encode(words[0] ?? ""), false);
      case "symbolicLink":
        return files.symbolicLink(words[0] ?? "", at(1));
      case "rename":
        return files.rename(at(0), at(1));
      case "hardLink":
        return files.hardLink(at(0), at(1));
      case "read":
        return new TextDecoder().decode(files.read(at(0), 100));
      case "inspect": {
        const info = files.inspect(at(0));
        return (
          info && {
            kind: info.kind,
            size: info.kind === "file" ? info.size : 0,
            executable: info.kind === "file" && info.executable,
          }
        );
      }
      case "resolve":
        return files.resolve(at(0))?.slice(root.length);
      case "hasExecutableBit":
        return true;
      default:
        return files[name](at(0));
    }
  } catch (error) {
    if (isFileSystemError(error)) return "refused";
    throw error;
  }
}

/** Renaming one name of a file onto another of the same file, or a folder into itself, is not worth a twin. */
function isOdd([name, from, to]: Operation): boolean {
  return name === "rename" && (from === to || `${to}/`.startsWith(`${from}/`) || `${from}${to}`.includes("link"));
}

it("gives the same results", () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 25 }), (operations) => {
      const folder = mkdtempSync(join(tmpdir(), "envc-twin-"));
      try {
        const memory = createMemoryFileSystem({ "/top/root/x": "" });
        memory.removeFile("/top/root/x");
        nodeFileSystem.makeDirectory(`${folder}/root`);
        const seen: [Operation, unknown, unknown][] = [];
        const linked = new Set<string>();
        for (const each of operations) {
          if (isOdd(each) || (each[0] === "rename" && linked.size > 0)) continue;
          if (each[0] === "hardLink") linked.add(each[2] ?? "");
          seen.push([each, perform(nodeFileSystem, `${folder}/root`, each), perform(memory, "/top/root", each)]);
          expect(seen.at(-1)?.[2], JSON.stringify(seen)).toEqual(seen.at(-1)?.[1]);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: process.env["ENVC_LONG"] ? 10_000 : 300 },
  );
});
