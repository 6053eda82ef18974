import type { OpId } from "./ops.ts";

/** Ids that wait for each other in a circle: each waits for the next, the last for the first. */
export type Cycle = readonly OpId[];

/** A topological order, or one cycle. */
export type SortedGraph =
  | { readonly ok: true; readonly order: readonly OpId[] }
  | { readonly ok: false; readonly cycle: Cycle };

/**
 * Sorts a graph: a node after its predecessors, among those that are ready the one with the lowest rank first, then
 * the one that was given first. `ranks` runs parallel to `nodes`. O((nodes + edges) · log nodes).
 */
export function sortGraph(
  nodes: readonly OpId[],
  predecessorsOf: (id: OpId) => readonly OpId[],
  ranks: readonly number[],
): SortedGraph {
  const indexOf = new Map(nodes.map((id, index) => [id, index]));
  const waiting = nodes.map(() => 0);
  const successors: number[][] = nodes.map(() => []);
  nodes.forEach((id, index) => {
    for (const predecessor of predecessorsOf(id)) {
      const from = indexOf.get(predecessor);
      if (from === undefined) continue;
      successors[from]?.push(index);
      waiting[index] = (waiting[index] ?? 0) + 1;
    }
  });
  const before = (a: number, b: number): boolean => {
    const difference = (ranks[a] ?? 0) - (ranks[b] ?? 0);
    return difference === 0 ? a < b : difference < 0;
  };
  const ready: number[] = [];
  nodes.forEach((_, index) => {
    if (waiting[index] === 0) push(ready, index, before);
  });
  const order: OpId[] = [];
  for (let next = pop(ready, before); next !== undefined; next = pop(ready, before)) {
    order.push(nodes[next] ?? "");
    for (const successor of successors[next] ?? []) {
      waiting[successor] = (waiting[successor] ?? 0) - 1;
      if (waiting[successor] === 0) push(ready, successor, before);
    }
  }
  if (order.length === nodes.length) return { ok: true, order };
  return { ok: false, cycle: findCycle(nodes, waiting, predecessorsOf, indexOf) };
}

/** Walks back along predecessors that are stuck until a node comes twice; every stuck node has one. */
function findCycle(
  nodes: readonly OpId[],
  waiting: readonly number[],
  predecessorsOf: (id: OpId) => readonly OpId[],
  indexOf: ReadonlyMap<OpId, number>,
): Cycle {
  const stuck = (id: OpId): boolean => (waiting[indexOf.get(id) ?? -1] ?? 0) > 0;
  let current = nodes.find(stuck);
  const seenAt = new Map<OpId, number>();
  const path: OpId[] = [];
  while (current !== undefined && !seenAt.has(current)) {
    seenAt.set(current, path.length);
    path.push(current);
    current = predecessorsOf(current).find(stuck);
  }
  return current === undefined ? path : path.slice(seenAt.get(current));
}

/** Puts an item into a binary heap. */
function push(heap: number[], item: number, before: (a: number, b: number) => boolean): void {
  heap.push(item);
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!before(heap[child] ?? 0, heap[parent] ?? 0)) break;
    swap(heap, child, parent);
    child = parent;
  }
}

/** Takes the first item out of a binary heap. */
function pop(heap: number[], before: (a: number, b: number) => boolean): number | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  heap[0] = last;
  let parent = 0;
  for (;;) {
    let least = parent;
    for (const child of [2 * parent + 1, 2 * parent + 2])
      if (child < heap.length && before(heap[child] ?? 0, heap[least] ?? 0)) least = child;
    if (least === parent) return top;
    swap(heap, parent, least);
    parent = least;
  }
}

function swap(heap: number[], a: number, b: number): void {
  const held = heap[a] ?? 0;
  heap[a] = heap[b] ?? 0;
  heap[b] = held;
}
