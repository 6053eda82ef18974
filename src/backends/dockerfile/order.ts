/**
 * The order of a machine's ops in its Dockerfile: what seldom changes first, so that the builder's cache keeps it, and
 * never an op before one that it needs.
 */
import type { Op, OpId } from "../../ir/ops.ts";
import type { MachineProgram } from "../../ir/program.ts";

/** The earlier, the less often it changes, or the more depends on it. */
function rankOf(op: Op, packageAccounts: ReadonlySet<string>): number {
  switch (op.op) {
    case "group":
    case "user":
      // Before the package that would make it with an id of its own; it then leaves it alone.
      return packageAccounts.has(op.name) ? 0 : 4;
    case "repository":
      return 1;
    case "package":
      return op.ensure === "present" ? 2 : 3;
    case "timezone":
    case "locale":
      return 5;
    case "directory":
      return 6;
    case "file":
      return 7;
    case "link":
    case "absent-path":
    case "edit":
      return 8;
    case "tree":
      return 9;
    case "exec":
    case "raw":
      return 10;
    case "service":
    case "process":
    case "schedule":
    case "container":
    case "sysctl":
    case "hostname":
      return 11;
  }
}

/**
 * Orders the ops. An op takes over the phase of the earliest op that needs it, so that, say, an apt option file comes
 * with the packages and no other file does; phases follow one another, and inside a phase ops of one rank stay
 * together as long as nothing they need is missing. Ties keep the program's order. `packageAccounts`: users and groups
 * that packages of the machine make for themselves.
 */
export function orderForCache(machine: MachineProgram, packageAccounts: ReadonlySet<string>): readonly Op[] {
  const position = new Map<OpId, number>(machine.ops.map((op, index) => [op.id, index]));
  const ranks = machine.ops.map((op) => rankOf(op, packageAccounts));
  const needs = machine.ops.map((op) =>
    (machine.predecessors.get(op.id) ?? []).flatMap((id) => position.get(id) ?? []),
  );
  const phases = [...ranks];
  // The program's order is topological, so going backwards meets every op after all that need it.
  for (let index = machine.ops.length - 1; index >= 0; index--)
    for (const need of needs[index] ?? []) phases[need] = Math.min(phases[need] ?? 0, phases[index] ?? 0);
  const byPhase = new Map<number, number[]>();
  for (const [index, phase] of phases.entries()) {
    const members = byPhase.get(phase);
    if (members === undefined) byPhase.set(phase, [index]);
    else members.push(index);
  }
  const order: number[] = [];
  for (const phase of [...byPhase.keys()].sort((a, b) => a - b))
    order.push(...orderPhase(byPhase.get(phase) ?? [], ranks, needs));
  return order.flatMap((index) => machine.ops[index] ?? []);
}

/** Always the lowest rank that is ready; everything of that rank that is ready goes together. */
function orderPhase(
  members: readonly number[],
  ranks: readonly number[],
  needs: readonly (readonly number[])[],
): readonly number[] {
  const inside = new Set(members);
  const waiting = new Map<number, number>();
  const neededBy = new Map<number, number[]>();
  const ready: number[][] = [];
  const makeReady = (index: number): void => {
    (ready[ranks[index] ?? 0] ??= []).push(index);
  };
  for (const index of members) {
    const open = (needs[index] ?? []).filter((need) => inside.has(need));
    waiting.set(index, open.length);
    for (const need of open) {
      const list = neededBy.get(need);
      if (list === undefined) neededBy.set(need, [index]);
      else list.push(index);
    }
    if (open.length === 0) makeReady(index);
  }
  const order: number[] = [];
  for (;;) {
    const rank = ready.findIndex((list) => list !== undefined && list.length > 0);
    const batch = ready[rank];
    if (batch === undefined) return order;
    ready[rank] = [];
    for (const index of batch.sort((a, b) => a - b)) {
      order.push(index);
      for (const next of neededBy.get(index) ?? []) {
        const left = (waiting.get(next) ?? 1) - 1;
        waiting.set(next, left);
        if (left === 0) makeReady(next);
      }
    }
  }
}
