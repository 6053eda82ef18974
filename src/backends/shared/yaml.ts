/**
 * The writer of every YAML file: it takes a tree and gives text and source map. Which style a scalar gets is decided
 * in `yaml-scalar.ts`; the `yaml` library lays out the document around it.
 */
import { Document, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import type { Node, ScalarTag, Tags } from "yaml";
import type { SourceMapEntry } from "../../ir/backend.ts";
import { mapLines } from "./yaml-lines.ts";
import type { YamlDecoration, YamlNode, YamlPlain, YamlText } from "./yaml-node.ts";
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
  const scalars = new Map<unknown, string>();
  const target = new Document(undefined, { version: "1.1", merge: false, customTags: withTextTag(scalars) });
  const root = toLibraryNode(document.root);
  target.contents = root;
  const body = target.toString({ lineWidth: 0, indentSeq: true });
  const prefix = top.map((line) => `${line}\n`).join("");
  return { text: prefix + body, map: mapLines(document.root, root, scalars, top.length) };
}

/**
 * The one tag for texts: the library asks it for the characters of every text, keys included. What it gave is kept, by
 * the library's node: the lines of the source map are counted with it.
 */
function createTextTag(scalars: Map<unknown, string>): ScalarTag {
  return {
    tag: "tag:yaml.org,2002:str",
    default: true,
    identify: (value) => typeof value === "string",
    resolve: (text) => text,
    stringify: (item, context) => {
      const text = String(item.value);
      const encoded =
        item.type === Scalar.PLAIN
          ? text
          : encodeScalar(text, {
              indent: context.indent === "" ? "  " : context.indent,
              key: context.implicitKey === true,
              quoted: item.type === Scalar.QUOTE_DOUBLE,
            });
      scalars.set(item, encoded);
      return encoded;
    },
  };
}

/** Ours first; without the merge tag, which would take the text `<<` for itself. */
function withTextTag(scalars: Map<unknown, string>): (tags: Tags) => Tags {
  const textTag = createTextTag(scalars);
  return (tags) => [textTag, ...tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:merge")];
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
    case "plain":
      return toPlain(node);
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

/** The text tag knows it by its type, which it gives to nothing else. */
function toPlain(node: YamlPlain): Scalar {
  const scalar = new Scalar(node.source);
  scalar.type = Scalar.PLAIN;
  return scalar;
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
