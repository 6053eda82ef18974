import type { OpId } from "./ops.ts";

/** The edges of a graph that is being built: who waits for whom, and whether the edge may give way. */
export interface Edges {
  readonly predecessorsOf: (id: OpId) => readonly OpId[];
  /** `id` waits for `predecessor`. An edge that is there already stays as strong as it was, or becomes stronger. */
  readonly add: (id: OpId, predecessor: OpId, strength: "firm" | "soft") => void;
  /** Removes a soft edge; false when there is none. */
  readonly drop: (id: OpId, predecessor: OpId) => boolean;
}

/** An empty graph over the known ids; edges to others and to itself are ignored. */
export function createEdges(ids: ReadonlySet<OpId>): Edges {
  const edges = new Map<OpId, Map<OpId, "firm" | "soft">>();
  return {
    predecessorsOf: (id) => [...(edges.get(id)?.keys() ?? [])],
    add: (id, predecessor, strength) => {
      if (id === predecessor || !ids.has(id) || !ids.has(predecessor)) return;
      const own = edges.get(id) ?? new Map<OpId, "firm" | "soft">();
      edges.set(id, own);
      if (strength === "firm" || !own.has(predecessor)) own.set(predecessor, strength);
    },
    drop: (id, predecessor) =>
      edges.get(id)?.get(predecessor) === "soft" && edges.get(id)?.delete(predecessor) === true,
  };
}
