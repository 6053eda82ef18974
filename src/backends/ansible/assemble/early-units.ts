import type { OpId } from "../../../ir/ops.ts";
import type { BasicOp } from "../context.ts";
import { runsOf } from "../lower/table.ts";
import type { Chunk } from "./functions.ts";

/**
 * The units whose handlers may run before the task of the unit: something notifies them, then the waiting handlers are
 * run because what comes next depends on another one, and only then the unit is put in place and started. On a new
 * machine it is not there yet, and `systemctl restart` would fail.
 */
export function earlyUnits(chunks: readonly Chunk[], isAwaited: (op: BasicOp) => boolean): ReadonlySet<string> {
  const runs = chunks.flatMap(({ nodes }) => runsOf(nodes, ({ op }) => op));
  const later = new Map<OpId, string>();
  for (const { op } of runs.flat()) if (op.op === "service") later.set(op.id, op.unit);
  const notified = new Set<OpId>();
  const early = new Set<string>();
  for (const run of runs) {
    for (const { op, forms } of run) {
      later.delete(op.id);
      for (const form of forms.values()) for (const { target } of form.triggers) notified.add(target);
    }
    if (!run.some(({ op }) => isFlushed(op) && isAwaited(op))) continue;
    for (const [id, unit] of later) if (notified.has(id)) early.add(unit);
  }
  return early;
}

/** Whether the handlers are run after such an op when something waits for it. */
export function isFlushed(op: BasicOp): boolean {
  return op.op === "service" || (op.op === "exec" && op.onChange.length > 0);
}
