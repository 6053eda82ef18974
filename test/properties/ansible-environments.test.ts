import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, type CompileResult } from "../../src/index.ts";
import { createMemoryFileSystem } from "../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { resolveProject } from "./ansible/resolve-project.ts";
import { arbitraryEnvironments } from "./arbitrary-environments.ts";

const numRuns = process.env["ENVC_LONG"] === undefined ? 60 : 10_000;

function build(text: string, environments: readonly string[] = []): Promise<CompileResult> {
  const files = createProjectFiles(createMemoryFileSystem({ "/project/main.envspec": text }), "/project", {});
  return compile({ root: "main.envspec", files }, { environments, targets: ["ansible"] });
}

describe("one project for all environments", () => {
  test("does for each of them what a project made for it alone does", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEnvironments, async ({ text, environments }) => {
        const merged = await build(text);
        expect(merged.diagnostics.filter((d) => d.severity === "error").map((d) => `${d.code} ${d.title}`)).toEqual([]);
        expect(merged.builds.map((made) => [made.target, made.environments])).toEqual([["ansible", environments]]);
        for (const environment of environments) {
          const alone = await build(text, [environment]);
          const wanted = resolveProject(alone.builds[0]?.files ?? [], environment);
          const found = resolveProject(merged.builds[0]?.files ?? [], environment);
          expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
          for (const [host, { connection, effects, handlers, missing }] of wanted)
            expect(found.get(host)).toMatchObject({ connection, effects, handlers, missing });
          expect([...found.values()].flatMap(({ missing }) => missing)).toEqual([]);
        }
      }),
      { numRuns },
    );
  });
});
