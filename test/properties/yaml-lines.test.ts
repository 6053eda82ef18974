import * as fc from "fast-check";
import { expect, it } from "vitest";
import { isCollection, isMap, isScalar, LineCounter, parseDocument } from "yaml";
import {
  decorate,
  printYaml,
  yamlList,
  yamlMap,
  type YamlMark,
  type YamlNode,
} from "../../src/backends/shared/yaml.ts";
import { yamlStrings } from "./yaml-arbitraries.ts";

const runs = process.env["ENVC_LONG"] ? 10_000 : 200;

const keys = fc.oneof(fc.stringMatching(/^[a-z]{1,8}$/), yamlStrings, fc.constant("k".repeat(1100)));
const { tree } = fc.letrec<{ readonly tree: YamlNode }>((tie) => ({
  tree: fc
    .tuple(
      fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        yamlStrings.map((text): YamlNode => ({ yaml: "text", text })),
        fc.constantFrom(7, true, null).map((value): YamlNode => ({ yaml: "literal", value })),
        fc.array(tie("tree"), { maxLength: 4 }).map((items) => yamlList(items)),
        fc
          .uniqueArray(fc.tuple(keys, tie("tree")), { maxLength: 4, selector: ([key]) => key })
          .map((entries) => yamlMap(entries)),
      ),
      fc.record(
        { comment: fc.constantFrom("one", "one\ntwo", "", " "), blankBefore: fc.boolean(), marked: fc.constant(true) },
        { requiredKeys: [] },
      ),
    )
    .map(([node, { marked, ...decoration }]) =>
      marked === true ? markNode(decorate(node, decoration)) : decorate(node, decoration),
    ),
}));

let count = 0;
function markNode(node: YamlNode): YamlNode {
  const mark: YamlMark = { op: `op:${++count}`, machine: "main", spans: [] };
  return decorate(node, { mark });
}

/** The lines of the marked nodes by reading the text back: the two trees have the same shape. */
function readBack(root: YamlNode, text: string): readonly (readonly [op: string, from: number, to: number])[] {
  const counter = new LineCounter();
  const parsed = parseDocument(text, { version: "1.1", lineCounter: counter, logLevel: "silent", uniqueKeys: false });
  const found: [string, number, number][] = [];
  const visit = (node: YamlNode, made: unknown, keyStart: number | undefined): void => {
    if (!isCollection(made) && !isScalar(made)) return;
    const [start = 0, end = 0] = made.range ?? [];
    const last = text.slice(start, end).trimEnd().length;
    const mark = node.mark as YamlMark | undefined;
    if (mark !== undefined)
      found.push([
        mark.op,
        counter.linePos(keyStart ?? start).line,
        counter.linePos(start + Math.max(0, last - 1)).line,
      ]);
    if (node.yaml === "list" && isCollection(made))
      for (const [index, item] of node.items.entries()) visit(item, made.items[index], undefined);
    if (node.yaml === "map" && isMap(made))
      for (const [index, [, value]] of node.entries.entries()) {
        const pair = made.items[index];
        visit(value, pair?.value, isScalar(pair?.key) ? pair.key.range?.[0] : undefined);
      }
  };
  visit(root, parsed.contents, undefined);
  return found;
}

it("the lines of the source map are those on which a reader finds the nodes", () => {
  fc.assert(
    fc.property(tree, (root) => {
      fc.pre(root.yaml === "list" || root.yaml === "map");
      const { text, map } = printYaml({ root });
      const counted = map.map(({ op, from, to }) => [op, from, to] as const);
      const sort = (rows: readonly (readonly [string, number, number])[]): unknown =>
        [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(sort(counted), text).toEqual(sort(readBack(root, text)));
    }),
    { numRuns: runs },
  );
});
