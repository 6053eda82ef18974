import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partsOf } from "../../src/backends/ansible/assemble/nodes.ts";
import type { OutputFile } from "../../src/ir/backend.ts";
import type { MachineProgram } from "../../src/ir/program.ts";
import { compile, type CompileResult } from "../../src/index.ts";
import { createMemoryFileSystem } from "../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { type HostWork, resolveProject } from "./ansible/resolve-project.ts";
import { arbitraryEnvironments } from "./arbitrary-environments.ts";

const numRuns = process.env["ENVC_LONG"] === undefined ? 25 : 10_000;

function build(text: string, environments: readonly string[] = []): Promise<CompileResult> {
  const files = createProjectFiles(createMemoryFileSystem({ "/project/main.envspec": text }), "/project", {});
  return compile({ root: "main.envspec", files }, { environments, targets: ["ansible"] });
}

/** Ops of a machine whose task comes before that of an op which has to be done first, among those that do something. */
function outOfOrder(
  machine: MachineProgram,
  { taskFiles, idle }: HostWork,
  files: readonly OutputFile[],
): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const sequence = taskFiles.flatMap((path) => {
    const file = byPath.get(path);
    const starts = String(file?.content)
      .split("\n")
      .flatMap((line, index) => (line.startsWith("- ") ? [index + 1] : []));
    const isIdle = (line: number): boolean => idle.has(`${path}#${starts.filter((start) => start <= line).length - 1}`);
    return [...(file?.map ?? [])].filter(({ from }) => !isIdle(from)).sort((a, b) => a.from - b.from);
  });
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  for (const [index, { op }] of sequence.entries()) {
    if (!first.has(op)) first.set(op, index);
    last.set(op, index);
  }
  return partsOf(machine).flatMap(({ op, predecessors }) =>
    predecessors
      .filter(
        (before) => (last.get(before) ?? -1) > (first.get(op.id) ?? Infinity) && !sharesTask(op.id, before, sequence),
      )
      .map((before) => `${op.id} before ${before}`),
  );
}

/** Ops of one list (packages, missing directories) are one task. */
function sharesTask(
  a: string,
  b: string,
  sequence: readonly { readonly op: string; readonly from: number }[],
): boolean {
  const places = new Set(sequence.filter(({ op }) => op === a).map(({ from }) => from));
  return sequence.some(({ op, from }) => op === b && places.has(from));
}

const noWork: HostWork = {
  connection: {},
  effects: [],
  handlers: [],
  taskFiles: [],
  idle: new Set(),
  missing: ["no such host"],
};

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
          const program = merged.programs.find((each) => each.environment === environment);
          for (const machine of program?.machines ?? [])
            for (const { name } of machine.hosts)
              expect(outOfOrder(machine, found.get(name) ?? noWork, merged.builds[0]?.files ?? [])).toEqual([]);
        }
      }),
      { numRuns },
    );
  });
});
