/** What a container image cannot carry at all: it is left out before anything is planned, and said at the user's line. */
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ReportRow, Support } from "../../ir/backend.ts";
import type { EnvironmentVariable } from "../../ir/environment-variable.ts";
import type { MachineOnly, Op, OpId } from "../../ir/ops.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";

/** A program without what is for machines only, and the ops that were left out, by machine. */
export interface ContainerProgram {
  readonly program: Program;
  readonly leftOut: ReadonlyMap<string, readonly Op[]>;
}

/** Leaves out the ops that are for machines only. What stood before such an op stands before what came after it. */
export function leaveOutMachineOnly(program: Program): ContainerProgram {
  const leftOut = new Map<string, readonly Op[]>();
  const machines = program.machines.map((machine) => {
    const left = machine.ops.filter((op) => op.machineOnly !== undefined);
    leftOut.set(machine.name, left);
    return left.length === 0 ? machine : without(machine, new Set(left.map((op) => op.id)));
  });
  return { program: { ...program, machines }, leftOut };
}

function without(machine: MachineProgram, gone: ReadonlySet<OpId>): MachineProgram {
  const predecessors = new Map<OpId, readonly OpId[]>();
  // The ops are in order, so what stands before one is settled by the time it is asked for.
  for (const op of machine.ops) {
    const before = (machine.predecessors.get(op.id) ?? []).flatMap((id) =>
      gone.has(id) ? (predecessors.get(id) ?? []) : [id],
    );
    predecessors.set(op.id, [...new Set(before)]);
  }
  for (const id of gone) predecessors.delete(id);
  return { ...machine, ops: machine.ops.filter((op) => !gone.has(op.id)), predecessors };
}

/** What the report says of an op that is left out. */
export function supportOfLeftOut({ reason, instead, variable }: MachineOnly): Support {
  return variable === undefined
    ? { support: "none", reason, instead }
    : {
        support: "adapted",
        reason: "not in the image: a variable of each program's container, which `docker exec` finds there, too",
      };
}

/** What the programs of a machine find in their environment in the place of what was left out; each name once. */
export function variablesInPlace(leftOut: readonly Op[]): readonly EnvironmentVariable[] {
  const variables = leftOut.flatMap(({ machineOnly }) => machineOnly?.variable ?? []);
  return [...new Map(variables.map((one) => [one.name, one])).values()];
}

/** Whether the op only says what shall be gone: an image that is made anew does not have it, whoever would look after it. */
function isTakenAway(op: Op): boolean {
  if (op.op === "absent-path" || (op.op === "service" && op.mayBeMissing === true)) return true;
  const subject = op.op === "edit" ? op.edit : op;
  return "ensure" in subject && subject.ensure === "absent";
}

/** The rows and the warnings for what a machine's image is without: a row for each op, a warning for each block. */
export function reportLeftOut(
  machine: string,
  ops: readonly Op[],
): { readonly rows: readonly ReportRow[]; readonly warnings: readonly Diagnostic[] } {
  const rows: ReportRow[] = [];
  const warnings = new Map<string, Diagnostic>();
  for (const op of ops) {
    if (op.machineOnly === undefined) continue;
    const { resource, provenance: spans } = op;
    const { reason, instead } = op.machineOnly;
    rows.push({ machine, resource, op: op.id, support: supportOfLeftOut(op.machineOnly), spans });
    const span = spans[0];
    const isSaid = op.machineOnly.variable !== undefined || isTakenAway(op);
    if (span !== undefined && !isSaid && !warnings.has(resource))
      warnings.set(resource, diagnose("W0829", { name: resource, reason, instead }, span));
  }
  return { rows, warnings: [...warnings.values()] };
}
