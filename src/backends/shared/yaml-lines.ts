/** On which lines of a printed document the marked nodes stand: counted, because to read the text back costs more than to print it. */
import { isCollection, isMap, isNode, type Node } from "yaml";
import type { SourceMapEntry } from "../../ir/backend.ts";
import type { YamlMark, YamlNode } from "./yaml-node.ts";

/** A longer key is printed behind a `? ` on a line of its own (YAML 1.2.2, 7.4.2: an implicit key has 1024 characters at most). */
const longestKey = 1024;

/**
 * Walks the tree side by side with the library's nodes that it was printed from, in the block form in which the library
 * lays them out. `scalars`: the characters of each printed text, keys included, by the library's node. Sorted by `from`.
 */
export function mapLines(
  root: YamlNode,
  printed: Node,
  scalars: ReadonlyMap<unknown, string>,
  linesAbove: number,
): readonly SourceMapEntry[] {
  const entries: (SourceMapEntry & { to: number })[] = [];
  const start = linesAbove + 1 + linesOf(printed.commentBefore);
  visit(root, printed, start, firstLine(printed, start));
  return entries.sort((a, b) => a.from - b.from || b.to - a.to);

  /** `line` is where its text begins, `from` where its entry does; gives the line behind it. */
  function visit(node: YamlNode, made: unknown, line: number, from: number): number {
    // What holds others comes before them where both are the same lines.
    const open = marksOf(node).map((mark) => ({ from, to: from, ...mark }));
    entries.push(...open);
    const next = visitInside(node, made, line);
    for (const entry of open) entry.to = next - 1;
    return next;
  }

  function visitInside(node: YamlNode, made: unknown, line: number): number {
    let at = line;
    if (node.yaml === "list" && isCollection(made) && node.items.length > 0) {
      for (const [index, item] of node.items.entries()) {
        const child = made.items[index];
        at += linesBefore(child);
        at = visit(item, child, at, firstLine(child, at));
      }
      return at;
    }
    if (node.yaml === "map" && isMap(made) && node.entries.length > 0) {
      for (const [index, [, value]] of node.entries.entries()) {
        const pair = made.items[index];
        at += linesBefore(pair?.key);
        at = visit(value, pair?.value, valueLine(pair?.key, value, at), at);
      }
      return at;
    }
    return line + (scalars.get(made) ?? "").split("\n").length;
  }

  /** Where a value begins whose key is on this line. */
  function valueLine(key: unknown, value: YamlNode, line: number): number {
    if ((scalars.get(key) ?? "").length > longestKey) return line + 1;
    const isBlock =
      (value.yaml === "list" && value.items.length > 0) || (value.yaml === "map" && value.entries.length > 0);
    return isBlock ? line + 1 : line;
  }
}

/** The line of the first key or item of a node that begins on this line. */
function firstLine(made: unknown, line: number): number {
  if (!isCollection(made)) return line;
  return line + linesBefore(isMap(made) ? made.items[0]?.key : made.items[0]);
}

/** The blank line and the comment above a node. */
function linesBefore(made: unknown): number {
  return isNode(made) ? (made.spaceBefore === true ? 1 : 0) + linesOf(made.commentBefore) : 0;
}

function linesOf(comment: string | null | undefined): number {
  return comment === null || comment === undefined || comment === "" ? 0 : comment.split("\n").length;
}

function marksOf(node: YamlNode): readonly YamlMark[] {
  if (node.mark === undefined) return [];
  return "op" in node.mark ? [node.mark] : node.mark;
}
