/**
 * Builds and edits in any order, with kills in between: no byte of the user's is lost without force, a build is all or
 * nothing, and what a build says it did is what is there.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { isFileSystemError, type FileSystem } from "../../src/platform/file-system.ts";
import { createMemoryFileSystem } from "../../src/platform/memory-file-system.ts";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";
import { type WriteOptions, writeOutput } from "../../src/cli/output/write-output.ts";
import { killAfter, Killed, snapshot, treeOf } from "../cli/output-helpers.ts";

const runs = process.env["ENVC_LONG"] ? 10_000 : 300;

/** Few paths, so that things meet: files, a folder where a file may be, envc's own records. */
const paths = ["a/x", "a/y", "a/z/deep", "a/z", "b", "b/x", "c/link/x", ".envc-base.json"] as const;
const wantedPaths = paths.filter((path) => path !== ".envc-base.json");

/** Nine lines of which a build may say two otherwise: so edits of the user's often touch none of them. */
const text = fc
  .tuple(fc.constantFrom("2", "two"), fc.constantFrom("8", "eight"))
  .map(([two, eight]) => ["1", two, "3", "4", "5", "6", "7", eight, "9", ""].join("\n"));
const wanted = fc
  .tuple(text, fc.dictionary(fc.constantFrom(...wantedPaths), text, { maxKeys: 3 }))
  .map(([often, files]) => Object.entries({ "a/x": often, ...files }))
  // No backend makes a path a file and a folder.
  .map((files) => files.filter(([path]) => !files.some(([other]) => other.startsWith(`${path}/`))))
  .map((files) => Object.fromEntries(files));

const path = fc.constantFrom(...paths);
/** One file is there most of the time, and edited most often. */
const oftenPath = fc.oneof({ weight: 3, arbitrary: fc.constant("a/x" as const) }, { weight: 1, arbitrary: path });
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("build" as const),
      files: wanted,
      keep: fc.boolean(),
      merge: fc.boolean(),
      kill: fc.option(fc.nat(120), { freq: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("force" as const), files: wanted, merge: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("insert" as const), path: oftenPath, line: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("write" as const), path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crlf" as const), path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("move" as const), path, to: path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("link" as const), path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("folder" as const), path }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the user does with an editor and a shell; what the system refuses, the user does not do. */
function act(files: FileSystem, step: Exclude<Step, { do: "build" | "force" }>, token: string): void {
  const full = `/work/out/${step.path}`;
  const write = (text: string): void => {
    makeFolders(files, full);
    if (files.inspect(full) !== undefined) files.removeFile(full);
    files.create(full, new TextEncoder().encode(text), false);
  };
  const read = (): string => new TextDecoder().decode(files.read(full, 1e9));
  try {
    switch (step.do) {
      case "insert": {
        const lines = read().split("\n");
        write([...lines.slice(0, step.line), token, ...lines.slice(step.line)].join("\n"));
        break;
      }
      case "write":
        write(`${token}\n`);
        break;
      case "crlf":
        write(read().replaceAll(/\r?\n/g, "\r\n"));
        break;
      case "remove":
        files.removeFile(full);
        break;
      case "move":
        makeFolders(files, `/work/out/${step.to}`);
        if (files.inspect(`/work/out/${step.to}`) === undefined) files.rename(full, `/work/out/${step.to}`);
        break;
      case "link":
        makeFolders(files, full);
        files.symbolicLink(token, full);
        break;
      case "folder":
        makeFolders(files, `${full}/x`);
        break;
    }
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
  }
}

function makeFolders(files: FileSystem, path: string): void {
  const folder = path.slice(0, path.lastIndexOf("/"));
  if (files.inspect(folder) !== undefined || folder === "") return;
  makeFolders(files, folder);
  files.makeDirectory(folder);
}

/** Every token that is anywhere below the project, aside from what a killed build was making. */
function tokensIn(files: FileSystem): ReadonlySet<string> {
  const found = Object.entries(snapshot(files, "/work")).filter(([name]) => !name.startsWith(".out.envc/new/"));
  return new Set(found.flatMap(([, text]) => text.match(/user-\d+/g) ?? []));
}

function withoutWork(files: FileSystem): Record<string, string> {
  return Object.fromEntries(Object.entries(snapshot(files, "/work")).filter(([name]) => !name.startsWith(".out.envc")));
}

it("no byte of the user's is lost, whatever is built and edited in which order", () => {
  let builds = 0;
  let merges = 0;
  let kills = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => {
      const files = createMemoryFileSystem({ "/work": { directory: true } });
      const build = (system: FileSystem, tree: Record<string, string>, options: Partial<WriteOptions>) =>
        writeOutput({ ...createMemoryPlatform(), files: system }, "out", treeOf(tree), {
          force: false,
          dryRun: false,
          ...options,
        });
      for (const [index, step] of steps.entries()) {
        if (step.do === "force") {
          build(files, step.files, { force: true, merge: step.merge });
          continue;
        }
        if (step.do !== "build") {
          act(files, step, `user-${index}`);
          continue;
        }
        const before = tokensIn(files);
        const place = withoutWork(files);
        const unfinished = files.inspect("/work/.out.envc") !== undefined;
        const { keep, merge } = step;
        try {
          const system = step.kill === null ? files : killAfter(files, step.kill).files;
          const result = build(system, step.files, { keep, merge });
          builds++;
          merges += result.merged.size;
          if (result.diagnostics.some(({ severity }) => severity === "error")) {
            // What a killed build left is mended first, also by a build that is refused then.
            if (!unfinished) expect(withoutWork(files)).toEqual(place);
          } else {
            const now = snapshot(files, "/work/out");
            const own = new Set([...result.kept, ...result.merged.keys()]);
            for (const [path, text] of Object.entries(step.files)) if (!own.has(path)) expect(now[path]).toBe(text);
            // The same build again has nothing to do and nothing to ask.
            const again = build(files, step.files, { keep, merge });
            expect(again).toMatchObject({ created: [], changed: [], removed: [], diagnostics: [] });
            expect(snapshot(files, "/work/out")).toEqual(now);
          }
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          kills++;
        }
        const after = tokensIn(files);
        for (const token of before) expect(after).toContain(token);
      }
    }),
    { numRuns: runs },
  );
  expect(Math.min(builds, merges, kills)).toBeGreaterThan(0);
}, 600_000);
