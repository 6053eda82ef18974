/**
 * Kills a build at each of its file-system calls. Afterwards the output folder holds the old tree or the new one, or
 * for one single moment it is next to its place as a whole; the next build ends with the new tree, nothing of the
 * user's is lost, and nothing is left over.
 */
import { describe, expect, it } from "vitest";
import type { FileSystem } from "../../src/platform/file-system.ts";
import { createMemoryFileSystem, type MemoryEntry } from "../../src/platform/memory-file-system.ts";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";
import type { Platform } from "../../src/platform/platform.ts";
import type { OutputTree } from "../../src/cli/output/output-tree.ts";
import { writeOutput } from "../../src/cli/output/write-output.ts";
import { baseWith, killAfter, Killed, manifestWith, snapshot, treeOf } from "./output-helpers.ts";

interface Scenario {
  readonly name: string;
  readonly existing: Readonly<Record<string, MemoryEntry>>;
  readonly tree: OutputTree;
  readonly force?: boolean;
  readonly keep?: boolean;
  readonly merge?: boolean;
}

const old = { "ansible/a.yml": "old a\n", "ansible/b.yml": "same\n", "docker/Dockerfile": "old\n" };
const oldTree = {
  "/work/out/.envc-manifest.json": manifestWith(old),
  ...Object.fromEntries(Object.entries(old).map(([path, text]) => [`/work/out/${path}`, text])),
};
function manifestAndBase(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { "/work/out/.envc-manifest.json": manifestWith(files), "/work/out/.envc-base.json": baseWith(files) };
}
const next = treeOf({ "ansible/a.yml": "new a\n", "ansible/b.yml": "same\n", "cloud/x.yml": "new\n" });

const scenarios: readonly Scenario[] = [
  { name: "a first build", existing: {}, tree: next },
  { name: "a first build into a folder of the user's", existing: { "/work/out/mine": "mine\n" }, tree: next },
  { name: "changes, additions and removals", existing: oldTree, tree: next },
  {
    name: "foreign files, links, pipes and empty folders in between",
    existing: {
      ...oldTree,
      "/work/out/ansible/vault.yml": "mine\n",
      "/work/out/.git/HEAD": "ref\n",
      "/work/out/link": { link: "/etc" },
      "/work/out/pipe": { pipe: true },
      "/work/out/empty": { directory: true },
    },
    tree: next,
  },
  {
    name: "edited files and force",
    existing: { ...oldTree, "/work/out/ansible/a.yml": "edited\n" },
    tree: next,
    force: true,
  },
  { name: "nothing changed", existing: oldTree, tree: treeOf(old) },
  {
    name: "edited files that stay",
    existing: {
      ...oldTree,
      "/work/out/ansible/a.yml": "edited\n",
      "/work/out/docker/Dockerfile": "edited\n",
      "/work/out/cloud/x.yml": "foreign\n",
    },
    tree: next,
    keep: true,
  },
  {
    name: "edited files that are merged",
    existing: {
      ...oldTree,
      ...manifestAndBase({ ...old, "ansible/a.yml": "1\n2\n3\n" }),
      "/work/out/ansible/a.yml": "edited\n2\n3\n",
    },
    tree: treeOf({ ...old, "ansible/a.yml": "1\n2\nnew\n", "cloud/x.yml": "new\n" }),
    merge: true,
  },
];

function platformWith(files: FileSystem): Platform {
  return { ...createMemoryPlatform(), files };
}

function build(files: FileSystem, scenario: Scenario): readonly string[] {
  const { force = false, keep = false, merge = false } = scenario;
  const options = { force, keep, merge, dryRun: false };
  return writeOutput(platformWith(files), "out", scenario.tree, options).diagnostics.map(({ code }) => code);
}

describe.each(scenarios)("killed at every call: $name", (scenario) => {
  const before = snapshot(createMemoryFileSystem({ "/work": { directory: true }, ...scenario.existing }), "/work/out");
  const finished = createMemoryFileSystem({ "/work": { directory: true }, ...scenario.existing });
  build(finished, scenario);
  const after = snapshot(finished, "/work/out");

  it("old or new, and the next build mends it", () => {
    let missing = 0;
    for (let calls = 0; ; calls++) {
      const real = createMemoryFileSystem({ "/work": { directory: true }, ...scenario.existing });
      const killer = killAfter(real, calls);
      let killed = false;
      try {
        build(killer.files, scenario);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        killed = true;
      }
      const now = snapshot(real, "/work/out");
      if (real.inspect("/work/out") === undefined && Object.keys(before).length > 0) {
        missing++;
        expect(snapshot(real, "/work/.out.envc/old")).toEqual(before);
      } else expect([before, after]).toContainEqual(now);
      // The user may have asked for force only once; what was forced away is gone or still there, never half.
      expect(build(real, scenario)).not.toContain("E0910");
      expect(snapshot(real, "/work/out")).toEqual(after);
      const left = real.list("/work").filter((name) => name !== "out");
      expect(left.every((name) => name === "out.kept" && (scenario.force ?? scenario.merge))).toBe(true);
      if (!killed) break;
      expect(calls).toBeLessThan(1000);
    }
    // Between the two renames, there are no other calls.
    expect(missing).toBeLessThanOrEqual(1);
  });

  it("killed twice in a row, at any two calls", () => {
    for (let first = 0; first < 400; first += 7) {
      const real = createMemoryFileSystem({ "/work": { directory: true }, ...scenario.existing });
      for (const calls of [first, (first * 13) % 97]) {
        try {
          build(killAfter(real, calls).files, scenario);
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
        }
      }
      build(real, scenario);
      expect(snapshot(real, "/work/out")).toEqual(after);
    }
  });
});

describe("errors of the system", () => {
  const [, , scenario] = scenarios;
  if (scenario === undefined) throw new Error("no scenario");
  it.each([
    ["create", "ENOSPC"],
    ["create", "EDQUOT"],
    ["create", "EACCES"],
    ["create", "EROFS"],
    ["makeDirectory", "ENOSPC"],
    ["makeDirectory", "EACCES"],
    ["makeDirectory", "EROFS"],
    ["symbolicLink", "ENOSPC"],
    ["rename", "EACCES"],
    ["rename", "ENOSPC"],
  ] as const)("a failing %s (%s) leaves everything as it was", (name, code) => {
    for (let nth = 1; nth < 30; nth++) {
      const real = createMemoryFileSystem({ "/work": { directory: true }, ...scenario.existing });
      const before = snapshot(real, "/work");
      let count = 0;
      const operation = real[name] as (...given: readonly unknown[]) => unknown;
      const failing = (...given: readonly unknown[]): unknown => {
        if (++count === nth) {
          // A full disk takes the first bytes of a file before it refuses the others.
          const [path, bytes] = given as readonly [string, Uint8Array];
          if (name === "create" && code === "ENOSPC") real.create(path, bytes.subarray(0, bytes.length >> 1), false);
          throw Object.assign(new Error(code), { code });
        }
        return operation(...given);
      };
      const codes = build({ ...real, [name]: failing }, scenario);
      if (count < nth) {
        expect(codes).toEqual([]);
        break;
      }
      expect(codes).toEqual(["E0911"]);
      const after = snapshot(real, "/work");
      for (const path of Object.keys(after)) if (path.startsWith(".out.envc")) delete after[path];
      expect(after).toEqual(before);
      expect(build(real, scenario)).toEqual([]);
    }
  });

  it("where there are no hard links, files are copied", () => {
    const real = createMemoryFileSystem({ ...scenario.existing, "/work/out/mine": "mine\n" });
    const hardLink = (): never => {
      throw Object.assign(new Error("EPERM"), { code: "EPERM" });
    };
    expect(build({ ...real, hardLink }, scenario)).toEqual([]);
    expect(snapshot(real, "/work/out")).toMatchObject({
      mine: "mine\n",
      "ansible/b.yml": "same\n",
      "ansible/a.yml": "new a\n",
    });
    expect(real.list("/work")).toEqual(["out"]);
  });
});

describe("somebody else writes at the same time", () => {
  const existing = oldTree;
  /** Runs `act` right before the swap. */
  function beforeSwap(files: FileSystem, act: () => void): FileSystem {
    return {
      ...files,
      rename(from, to) {
        if (to.endsWith("/.out.envc/old")) act();
        files.rename(from, to);
      },
    };
  }

  it("a file that appears in the last moment is kept, with a warning", () => {
    const real = createMemoryFileSystem(existing);
    const racing = beforeSwap(real, () =>
      real.create("/work/out/ansible/late.txt", new TextEncoder().encode("late\n"), false),
    );
    expect(build(racing, { name: "", existing, tree: next })).toEqual(["W0901"]);
    expect(snapshot(real, "/work/out.kept")).toMatchObject({ "ansible/late.txt": "late\n" });
    expect(real.list("/work")).toEqual(["out", "out.kept"]);
  });

  it("an edit in the last moment is kept, with a warning", () => {
    const real = createMemoryFileSystem(existing);
    const racing = beforeSwap(real, () => {
      real.removeFile("/work/out/ansible/a.yml");
      real.create("/work/out/ansible/a.yml", new TextEncoder().encode("edited\n"), false);
    });
    expect(build(racing, { name: "", existing, tree: next })).toEqual(["W0901"]);
    expect(snapshot(real, "/work/out.kept")).toMatchObject({ "ansible/a.yml": "edited\n" });
    expect(snapshot(real, "/work/out")).toMatchObject({ "ansible/a.yml": "new a\n" });
  });
});
