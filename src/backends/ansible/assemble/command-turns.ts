import type { ExecOp, OpId } from "../../../ir/ops.ts";
import type { BasicOp } from "../context.ts";
import { runsOf } from "../lower/table.ts";
import { isFlushed } from "./early-units.ts";
import type { Chunk } from "./functions.ts";
import type { OpNode } from "./nodes.ts";

/**
 * The commands that follow a change and whose handlers may run before the command has its turn in the list of tasks: what
 * it follows notifies it, and then the waiting handlers are run because what comes next depends on another one. Not
 * everything that the command needs is there yet.
 */
export function earlyCommands(chunks: readonly Chunk[], isAwaited: (op: BasicOp) => boolean): ReadonlySet<OpId> {
  const runs = chunks.flatMap(({ nodes }) => runsOf(nodes, ({ op }) => op));
  const own = new Set(runs.flat().map(({ op }) => op.id));
  const later = new Map<OpId, ReadonlySet<OpId>>();
  for (const { op, forms } of runs.flat())
    for (const form of forms.values())
      if (form.op === "exec" && form.onChange.length > 0)
        later.set(op.id, new Set([...(later.get(op.id) ?? []), ...form.onChange]));
  const done = new Set<OpId>();
  const early = new Set<OpId>();
  for (const run of runs) {
    for (const { op } of run) {
      later.delete(op.id);
      done.add(op.id);
    }
    if (!run.some(({ op }) => isFlushed(op) && isAwaited(op))) continue;
    // What another role does has been done by the one before this.
    for (const [id, causes] of later) if ([...causes].some((each) => done.has(each) || !own.has(each))) early.add(id);
  }
  return early;
}

/**
 * Unit → the commands which must have worked before it is restarted: it comes after them, and the change that they follow
 * restarts it, too. Not those that one host runs for all: the others are not told what became of them.
 */
export function commandsBefore(nodes: readonly OpNode[], environment: number): ReadonlyMap<string, readonly ExecOp[]> {
  const commands = new Map<string, ExecOp>();
  const restarts = new Map<OpId, Set<OpId>>();
  for (const { id, forms } of nodes) {
    const op = forms.get(environment);
    if (op?.op === "exec" && op.onChange.length > 0 && op.once === undefined) commands.set(id, op);
    for (const { action, target } of op?.triggers ?? [])
      if (op !== undefined && action === "restart")
        restarts.set(target, (restarts.get(target) ?? new Set()).add(op.id));
  }
  const before = new Map<string, readonly ExecOp[]>();
  for (const { forms, predecessors } of nodes) {
    const op = forms.get(environment);
    if (op?.op !== "service") continue;
    const causes = restarts.get(op.id);
    const shared = predecessors
      .flatMap((id) => commands.get(id) ?? [])
      .filter(({ onChange }) => onChange.some((id) => causes?.has(id) === true));
    if (shared.length > 0) before.set(op.unit, [...new Set(shared)]);
  }
  return before;
}
