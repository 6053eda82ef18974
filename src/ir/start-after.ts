import { thingsUsed } from "./imply-program-edges.ts";
import type { Op, OpId } from "./ops.ts";

/**
 * The ops, each program told to start after what runs on its machine of the things whose addresses it is given: at
 * boot, too, the database is there before the shop. Where the order had to give way, nothing is added.
 */
export function startAfterUsed(ops: readonly Op[], predecessors: ReadonlyMap<OpId, readonly OpId[]>): readonly Op[] {
  return ops.map((op) => {
    if (op.op !== "process" && op.op !== "schedule") return op;
    const things = new Set(thingsUsed(op));
    if (things.size === 0) return op;
    const before = new Set(predecessors.get(op.id));
    const used = ops.filter(
      (other) =>
        (other.op === "service" || other.op === "process" || other.op === "container") &&
        things.has(other.resource) &&
        before.has(other.id),
    );
    return { ...op, after: [...new Set([...op.after, ...used.map((other) => other.id)])] };
  });
}
