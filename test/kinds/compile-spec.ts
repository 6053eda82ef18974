import { analyse } from "../../src/analysis/analyse.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { lowerModel } from "../../src/ir/lower-model.ts";
import type { Op, OpOf } from "../../src/ir/ops.ts";
import type { MachineProgram, Program } from "../../src/ir/program.ts";
import { kinds } from "../../src/kinds/registry.ts";
import { createMemoryFileSystem } from "../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";

/** What a spec is lowered to, without any target. */
export interface Lowered {
  readonly programs: readonly Program[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Analyses and lowers a project that is held in memory, for machines or for containers; `main.envspec` is its root. */
export function lowerFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  form: "machine" | "container" = "machine",
): Lowered {
  const entries = Object.fromEntries(Object.entries(files).map(([path, content]) => [`/p/${path}`, content]));
  const projectFiles = createProjectFiles(createMemoryFileSystem(entries), "/p", {});
  const backends = ["ansible", "dockerfile", "cloud-init"];
  const analysis = analyse({ root: "main.envspec", files: projectFiles, registry: kinds, std: new Map(), backends });
  if (analysis.diagnostics.some((one) => one.severity === "error"))
    return { programs: [], diagnostics: analysis.diagnostics };
  const lowered = analysis.models.map((model) => lowerModel(model, kinds, form));
  return {
    programs: lowered.flatMap((one) => one.program ?? []),
    diagnostics: [...analysis.diagnostics, ...lowered.flatMap((one) => one.diagnostics)],
  };
}

/** Lowers the blocks of one Debian 12 machine and gives its program; throws with the messages when there is an error. */
export function lowerBlocks(blocks: string, files: Readonly<Record<string, string | Uint8Array>> = {}): MachineProgram {
  const { programs, diagnostics } = lowerFiles({
    ...files,
    "main.envspec": `envspec 1\n\nos = "debian-12"\n\n${blocks}\n`,
  });
  const machine = programs[0]?.machines[0];
  if (machine === undefined) throw new Error(diagnostics.map((one) => `${one.code} ${one.title}`).join("\n"));
  return machine;
}

/** The codes that the blocks of one Debian 12 machine give. */
export function codesOf(
  blocks: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  os = "debian-12",
): readonly string[] {
  const all = lowerFiles({ ...files, "main.envspec": `envspec 1\n\nos = "${os}"\n\n${blocks}\n` });
  return all.diagnostics.map((one) => one.code);
}

/** The op with this id. */
export function opWith(machine: MachineProgram, id: string): Op {
  const op = machine.ops.find((one) => one.id === id);
  if (op === undefined) throw new Error(`there is no ${id} among ${machine.ops.map((one) => one.id).join(", ")}`);
  return op;
}

/** The ops of one kind. */
export function opsOfKind<K extends Op["op"]>(machine: MachineProgram, kind: K): readonly OpOf<K>[] {
  return machine.ops.filter((op): op is OpOf<K> => op.op === kind);
}
