/** What is done once: it stands in the file of one host only. */
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Host } from "../../ir/model.ts";
import type { ExecOp, Op } from "../../ir/ops.ts";
import type { MachineProgram } from "../../ir/program.ts";

/** Whether a host does something once that the other hosts of its machine do not. */
export function doesMore(machine: MachineProgram, host: Host): boolean {
  return machine.hosts.length > 1 && onceOps(machine).some(({ once }) => once?.host === host.name);
}

/** Whether the op belongs into the file of this host; without a host, into the one for all of them. */
export function isDoneOn(op: Op, machine: MachineProgram, host: Host | undefined): boolean {
  if (op.op !== "exec" || op.once?.host === undefined) return true;
  if (host !== undefined) return op.once.host === host.name;
  return machine.hosts.length === 1 && isIn(op.once.host, machine);
}

/** Says at the line that a file for any number of machines does on each of them what was to be done once. */
export function onceWarnings(machine: MachineProgram): readonly Diagnostic[] {
  return onceOps(machine).flatMap((op) => {
    const span = op.provenance[0];
    if (op.once?.host !== undefined || span === undefined) return [];
    const name = op.resource.replace(/^.*command\./, "");
    const example = `host ${machine.name}-1 { ${machine.implicit ? "" : `machine = ${machine.name}, `}address = "203.0.113.10" }`;
    return [diagnose("W0842", { name, file: `${machine.name}.yaml`, example }, span)];
  });
}

function onceOps(machine: MachineProgram): readonly ExecOp[] {
  return machine.ops.flatMap((op) => (op.op === "exec" && op.once !== undefined ? [op] : []));
}

function isIn(host: string | undefined, machine: MachineProgram): boolean {
  return machine.hosts.some(({ name }) => name === host);
}
