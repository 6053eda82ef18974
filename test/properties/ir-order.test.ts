import fc from "fast-check";
import { expect, test } from "vitest";
import { orderOps } from "../../src/ir/order-ops.ts";
import { findOsRelease } from "../../src/ir/os/releases.ts";
import type { Op } from "../../src/ir/ops.ts";
import { sortGraph } from "../../src/ir/sort-graph.ts";
import { sampleMachine } from "../ir/sample-program.ts";

const runs = process.env["ENVC_LONG"] ? 10_000 : 100;
const sample = sampleMachine().ops;
const os = findOsRelease("debian-12");

function order(ops: readonly Op[]): readonly string[] {
  if (os === undefined) throw new Error("no debian-12");
  const ordered = orderOps(ops, os);
  if (!ordered.ok) throw new Error("a cycle");
  return ordered.ops.map((op) => op.id);
}

test("the order of the ops does not depend on the order in which they are given", () => {
  const usual = order(sample);
  fc.assert(
    fc.property(fc.shuffledSubarray([...sample], { minLength: sample.length }), (shuffled) => {
      expect(order(shuffled)).toEqual(usual);
    }),
    { numRuns: runs },
  );
});

test("every op of any part of the sample comes after its predecessors", () => {
  fc.assert(
    fc.property(fc.subarray([...sample]), (part) => {
      if (os === undefined) return;
      const ordered = orderOps(part, os);
      expect(ordered.ok).toBe(true);
      if (!ordered.ok) return;
      const at = new Map(ordered.ops.map((op, index) => [op.id, index]));
      expect(at.size).toBe(part.length);
      for (const [id, predecessors] of ordered.predecessors)
        for (const predecessor of predecessors) expect(at.get(predecessor)).toBeLessThan(at.get(id) ?? -1);
    }),
    { numRuns: runs },
  );
});

/** Random graphs: node i may wait for any other. */
const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    ranks: fc.array(fc.nat(3), { minLength: size, maxLength: size }),
    edges: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 25 }),
  }),
);

test("a graph is either sorted or has a real cycle", () => {
  fc.assert(
    fc.property(graph, ({ size, ranks, edges }) => {
      const nodes = Array.from({ length: size }, (_, index) => `n${index}`);
      const predecessors = (id: string): readonly string[] =>
        edges.filter(([to]) => `n${to}` === id).map(([, from]) => `n${from}`);
      const sorted = sortGraph(nodes, predecessors, ranks);
      if (sorted.ok) {
        expect([...sorted.order].sort()).toEqual([...nodes].sort());
        sorted.order.forEach((id, index) => {
          for (const predecessor of predecessors(id)) expect(sorted.order.indexOf(predecessor)).toBeLessThan(index);
        });
      } else {
        expect(sorted.cycle.length).toBeGreaterThan(0);
        sorted.cycle.forEach((id, index) => {
          expect(predecessors(id)).toContain(sorted.cycle[(index + 1) % sorted.cycle.length]);
        });
      }
    }),
    { numRuns: runs * 5 },
  );
});
