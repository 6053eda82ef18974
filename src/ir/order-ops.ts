import { implyEdges } from "./imply-edges.ts";
import { loosenGraph } from "./loosen-graph.ts";
import type { Op, OpId } from "./ops.ts";
import type { OsRelease } from "./os.ts";
import { phaseOf, sortOps } from "./phase.ts";
import { type Cycle, sortGraph } from "./sort-graph.ts";

/** The ops in the order they must happen, with the direct predecessors of each; or a cycle that nothing resolves. */
export type OrderedOps =
  | { readonly ok: true; readonly ops: readonly Op[]; readonly predecessors: ReadonlyMap<OpId, readonly OpId[]> }
  | { readonly ok: false; readonly cycle: Cycle };

/**
 * Orders the ops of one machine: by their explicit `after` and the implied edges, then by phase, then by name; the
 * order in which they are given, and so the order of the blocks in a file, has no influence. Ids in `after` that are not among the ops are ignored. An implied edge that is only good manners (a
 * configuration before its service) gives way when what the author wrote says otherwise.
 */
export function orderOps(given: readonly Op[], os: OsRelease): OrderedOps {
  const ops = sortOps(given);
  // The graph has no edge from an op to itself.
  const own = ops.find((op) => op.op === "exec" && op.onChange.includes(op.id));
  if (own !== undefined) return { ok: false, cycle: [own.id] };
  const edges = implyEdges(ops, os);
  const nodes = ops.map((op) => op.id);
  const ranks = ops.map(phaseOf);
  const sorted = sortGraph(nodes, (id) => edges.predecessorsOf(id), ranks);
  if (!sorted.ok) {
    const firm = loosenGraph(
      nodes,
      (id) => edges.predecessorsOf(id),
      (from, to) => edges.drop(from, to),
    );
    if (firm !== undefined) return { ok: false, cycle: firm };
  }
  const order = sorted.ok ? sorted : sortGraph(nodes, (id) => edges.predecessorsOf(id), ranks);
  if (!order.ok) return order;
  const byId = new Map(ops.map((op) => [op.id, op]));
  const predecessors = new Map(nodes.map((id) => [id, edges.predecessorsOf(id)]));
  return { ok: true, ops: order.order.flatMap((id) => byId.get(id) ?? []), predecessors };
}
