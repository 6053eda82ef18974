/**
 * The writer of every YAML file: it takes a tree and gives text and source map. Which style a scalar gets is decided
 * in `yaml-scalar.ts`; the `yaml` library lays out the document around it.
 */
import {
  Document,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  Pair,
  parseDocument,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from "yaml";
import type { Node, ScalarTag, Tags } from "yaml";
import type { SourceMapEntry } from "../../ir/backend.ts";
import type { YamlDecoration, YamlMark, YamlNode, YamlText } from "./yaml-node.ts";
import { commentLines, encodeScalar } from "./yaml-scalar.ts";

export { decorate, yamlData, yamlList, yamlMap, yamlNode, yamlText } from "./yaml-node.ts";
export type { YamlInput, YamlList, YamlMap, YamlMark, YamlNode, YamlText } from "./yaml-node.ts";
export { commentLines, encodeDoubleQuoted } from "./yaml-scalar.ts";

/** A file with one document. */
export interface YamlDocument {
  /** Lines at the very top, as they are: `#cloud-config`, `# Written by …`, or empty. Each begins with `#` or is empty. */
  readonly header?: readonly string[];
  /** Prints `---` after the header. */
  readonly explicitStart?: boolean;
  /** A list or a map. */
  readonly root: YamlNode;
}

/** The text of a file, ending in a line end, and the lines on which its marked nodes stand. */
export interface PrintedYaml {
  readonly text: string;
  /** Sorted by `from`; a node inside a marked node has an entry of its own. */
  readonly map: readonly SourceMapEntry[];
}

/** Prints a document. The same tree gives the same bytes; the time grows with the size. */
export function printYaml(document: YamlDocument): PrintedYaml {
  const top = [...(document.header ?? []), ...(document.explicitStart === true ? ["---"] : [])];
  const target = new Document(undefined, { version: "1.1", merge: false, customTags: withTextTag });
  target.contents = toLibraryNode(document.root);
  const body = target.toString({ lineWidth: 0, indentSeq: true });
  const prefix = top.map((line) => `${line}\n`).join("");
  return { text: prefix + body, map: mapLines(document.root, body, top.length) };
}

/** The one tag for texts: the library asks it for the characters of every text, keys included. */
const textTag: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  identify: (value) => typeof value === "string",
  resolve: (text) => text,
  stringify: (item, context) =>
    encodeScalar(String(item.value), {
      indent: context.indent === "" ? "  " : context.indent,
      key: context.implicitKey === true,
      quoted: item.type === Scalar.QUOTE_DOUBLE,
    }),
};

/** Ours first; without the merge tag, which would take the text `<<` for itself. */
function withTextTag(tags: Tags): Tags {
  return [textTag, ...tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:merge")];
}

function toLibraryNode(node: YamlNode): Node {
  const made = withoutDecoration(node);
  return decorateLibraryNode(made, node);
}

function withoutDecoration(node: YamlNode): Node {
  switch (node.yaml) {
    case "text":
      return toScalar(node);
    case "literal":
      return new Scalar(node.value);
    case "list": {
      const list = new YAMLSeq();
      list.flow = node.items.length === 0;
      list.items = node.items.map(toLibraryNode);
      return list;
    }
    case "map": {
      const map = new YAMLMap();
      map.flow = node.entries.length === 0;
      // What stands above a value stands above its key; the first key of a map in a list is where the list's item begins.
      map.items = node.entries.map(
        ([key, value]) => new Pair(decorateLibraryNode(new Scalar(key), value), withoutDecoration(value)),
      );
      return map;
    }
  }
}

function toScalar(node: YamlText): Scalar {
  const scalar = new Scalar(node.text);
  if (node.quoted === true || node.tag !== undefined) scalar.type = Scalar.QUOTE_DOUBLE;
  if (node.tag !== undefined) scalar.tag = node.tag;
  return scalar;
}

function decorateLibraryNode<N extends Node>(node: N, decoration: YamlDecoration): N {
  if (decoration.comment !== undefined) {
    const lines = commentLines(decoration.comment);
    // The library puts the `#` itself; a line with nothing but a blank becomes a lone `#`.
    if (lines.length > 0) node.commentBefore = lines.map((line) => ` ${line}`).join("\n");
  }
  if (decoration.blankBefore === true) node.spaceBefore = true;
  return node;
}

/**
 * Finds the marked nodes by reading the printed text back: the two trees have the same shape, so they are walked side
 * by side. Nothing is read when nothing is marked.
 */
function mapLines(root: YamlNode, body: string, linesAbove: number): readonly SourceMapEntry[] {
  if (!hasMark(root)) return [];
  const counter = new LineCounter();
  const parsed = parseDocument(body, { version: "1.1", lineCounter: counter, logLevel: "silent", uniqueKeys: false });
  const entries: SourceMapEntry[] = [];
  const add = (mark: YamlMark, start: number, end: number): void => {
    const last = body.slice(start, end).trimEnd().length;
    entries.push({
      from: counter.linePos(start).line + linesAbove,
      to: counter.linePos(start + Math.max(0, last - 1)).line + linesAbove,
      ...mark,
    });
  };
  const visit = (node: YamlNode, found: unknown, keyStart: number | undefined): void => {
    if (!isCollection(found) && !isScalar(found)) return;
    const range = found.range;
    if (range) for (const mark of marksOf(node)) add(mark, keyStart ?? range[0], range[1]);
    if (node.yaml === "list" && isCollection(found))
      for (const [index, item] of node.items.entries()) visit(item, found.items[index], undefined);
    if (node.yaml === "map" && isMap(found))
      for (const [index, [, value]] of node.entries.entries()) {
        const pair = found.items[index];
        visit(value, pair?.value, isScalar(pair?.key) ? pair.key.range?.[0] : undefined);
      }
  };
  visit(root, parsed.contents, undefined);
  return entries.sort((a, b) => a.from - b.from || b.to - a.to);
}

function marksOf(node: YamlNode): readonly YamlMark[] {
  if (node.mark === undefined) return [];
  return "op" in node.mark ? [node.mark] : node.mark;
}

function hasMark(node: YamlNode): boolean {
  if (node.mark !== undefined) return true;
  if (node.yaml === "list") return node.items.some(hasMark);
  return node.yaml === "map" && node.entries.some(([, value]) => hasMark(value));
}
