import type { OpId } from "./ops.ts";
import type { Cycle } from "./sort-graph.ts";

/**
 * Takes edges out of a graph until it has no cycle, or until there is one that `drop` can do nothing about; that one is
 * given back. `drop(a, b)` takes away the edge that makes `a` wait for `b`, when it may go, and says whether it did.
 *
 * The nodes are looked at in the order given, and of each cycle the first edge that may go is dropped. What is known of
 * the others is kept from one cycle to the next: sorting all of the graph again for each took minutes for a few thousand
 * files which come after the service that they configure.
 */
export function loosenGraph(
  nodes: readonly OpId[],
  predecessorsOf: (id: OpId) => readonly OpId[],
  drop: (from: OpId, to: OpId) => boolean,
): Cycle | undefined {
  const waiting = new Map<OpId, Set<OpId>>(nodes.map((id) => [id, new Set()]));
  const successors = new Map<OpId, OpId[]>(nodes.map((id) => [id, []]));
  for (const id of nodes)
    for (const predecessor of predecessorsOf(id)) {
      const followers = successors.get(predecessor);
      if (followers === undefined) continue;
      followers.push(id);
      waiting.get(id)?.add(predecessor);
    }
  const free: OpId[] = [];
  const release = (): void => {
    for (let id = free.pop(); id !== undefined; id = free.pop()) {
      if (!waiting.delete(id)) continue;
      for (const follower of successors.get(id) ?? []) {
        const rest = waiting.get(follower);
        if (rest?.delete(id) === true && rest.size === 0) free.push(follower);
      }
    }
  };
  for (const [id, rest] of waiting) if (rest.size === 0) free.push(id);
  release();
  for (const start of nodes)
    while (waiting.has(start)) {
      const cycle = findCycle(start, waiting);
      const at = cycle.findIndex((id, index) => drop(id, cycle[(index + 1) % cycle.length] ?? id));
      const from = cycle[at];
      if (from === undefined) return cycle;
      const rest = waiting.get(from);
      rest?.delete(cycle[(at + 1) % cycle.length] ?? from);
      if (rest?.size === 0) free.push(from);
      release();
    }
  return undefined;
}

/** Walks along what the nodes still wait for until one comes twice; every node that waits has one. */
function findCycle(start: OpId, waiting: ReadonlyMap<OpId, ReadonlySet<OpId>>): Cycle {
  const seenAt = new Map<OpId, number>();
  const path: OpId[] = [];
  let current: OpId | undefined = start;
  while (current !== undefined && !seenAt.has(current)) {
    seenAt.set(current, path.length);
    path.push(current);
    [current] = waiting.get(current) ?? [];
  }
  return current === undefined ? path : path.slice(seenAt.get(current));
}
