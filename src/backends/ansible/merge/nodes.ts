/** The ops of a machine in all environments as one graph, in an order that is valid in each of them. */
import type { OpId } from "../../../ir/ops.ts";
import { sortGraph } from "../../../ir/sort-graph.ts";
import type { OpNode, OpPart } from "../assemble/nodes.ts";
import type { BasicOp } from "../context.ts";
import type { ByEnvironment } from "./environments.ts";
import { mergeSequences } from "./sequences.ts";

/**
 * Merges the ops by their identity. When two environments want opposite orders, an op in the circle becomes one node
 * per environment: in the end each environment would stand by itself, and its own order has no circle.
 */
export function mergeNodes(parts: ByEnvironment<readonly OpPart[]>): readonly OpNode[] {
  const split = new Set<OpId>();
  for (;;) {
    const nodes = unite(parts, split);
    const order = [...nodes.keys()];
    const sorted = sortGraph(
      order,
      (id) => nodes.get(id)?.predecessors ?? [],
      order.map(() => 0),
    );
    if (sorted.ok) return sorted.order.flatMap((id) => nodes.get(id) ?? []);
    const stuck = sorted.cycle.flatMap((id) => nodes.get(id) ?? []).find((node) => node.forms.size > 1);
    if (stuck === undefined) throw new Error("an environment's own order has a circle");
    split.add(stuck.op.id);
  }
}

interface GrowingNode {
  readonly id: string;
  readonly op: BasicOp;
  readonly forms: Map<number, BasicOp>;
  readonly predecessors: string[];
  readonly partOfUnit: boolean;
}

/** The nodes by id, in an order that is near that of each environment. */
function unite(parts: ByEnvironment<readonly OpPart[]>, split: ReadonlySet<OpId>): ReadonlyMap<string, OpNode> {
  const idIn = (id: OpId, environment: number): string => (split.has(id) ? `${id} @${environment}` : id);
  const sequences = [...parts].map(([environment, list]) => list.map(({ op }) => idIn(op.id, environment)));
  const found = new Map<string, GrowingNode>();
  for (const [environment, list] of parts)
    for (const { op, predecessors, partOfUnit } of list) {
      const id = idIn(op.id, environment);
      const before = predecessors.map((each) => idIn(each, environment));
      const node = found.get(id);
      if (node === undefined)
        found.set(id, { id, op, forms: new Map([[environment, op]]), predecessors: before, partOfUnit });
      else {
        node.forms.set(environment, op);
        const known = new Set(node.predecessors);
        node.predecessors.push(...before.filter((each) => !known.has(each)));
      }
    }
  const order = mergeSequences(sequences);
  if (order === undefined) return found;
  return new Map(order.flatMap((id) => (found.has(id) ? [[id, found.get(id) as OpNode] as const] : [])));
}
