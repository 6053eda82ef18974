import type { SourceMapEntry } from "../../ir/backend.ts";

/** Where a node comes from: it becomes an entry of the source map. */
export type YamlMark = Pick<SourceMapEntry, "op" | "machine" | "spans">;

/** What any node may carry besides its value. */
export interface YamlDecoration {
  /** Printed above the node, each line behind a `# `. For a mapping's value: above its key. */
  readonly comment?: string;
  /** A blank line above the node (and its comment). */
  readonly blankBefore?: boolean;
  readonly mark?: YamlMark | readonly YamlMark[];
}

/** A text. */
export interface YamlText extends YamlDecoration {
  readonly yaml: "text";
  readonly text: string;
  /** Always in double quotes: for file modes, versions, ports that are texts. */
  readonly quoted?: boolean;
  /** A local tag such as `!unsafe`. */
  readonly tag?: string;
}

/** A number, a boolean or null. Numbers are finite; integers are printed without an exponent. */
export interface YamlLiteral extends YamlDecoration {
  readonly yaml: "literal";
  readonly value: number | boolean | null;
}

/** A scalar on one line as somebody wrote it, without quotes: `0644`, `2026-01-01`. What it means is up to the reader. */
export interface YamlPlain extends YamlDecoration {
  readonly yaml: "plain";
  readonly source: string;
}

/** A sequence. An empty one is printed as `[]`. */
export interface YamlList extends YamlDecoration {
  readonly yaml: "list";
  readonly items: readonly YamlNode[];
}

/** A mapping, in this order. Keys are unique. An empty one is printed as `{}`. */
export interface YamlMap extends YamlDecoration {
  readonly yaml: "map";
  readonly entries: readonly (readonly [string, YamlNode])[];
}

/** Any node. */
export type YamlNode = YamlText | YamlLiteral | YamlPlain | YamlList | YamlMap;

/** What the constructors take: nodes as they are, plain values wrapped; `undefined` is left out of lists and maps. */
export type YamlInput = YamlNode | string | number | boolean | null | readonly (YamlInput | undefined)[];

/** A text node. */
export function yamlText(text: string, options: Omit<YamlText, "yaml" | "text"> = {}): YamlText {
  return { yaml: "text", text, ...options };
}

/** A sequence of these, without the undefined ones. */
export function yamlList(items: readonly (YamlInput | undefined)[], decoration: YamlDecoration = {}): YamlList {
  return { yaml: "list", items: items.filter((item) => item !== undefined).map(yamlNode), ...decoration };
}

/** A mapping of these entries in this order, without those whose value is undefined. */
export function yamlMap(
  entries: readonly (readonly [string, YamlInput | undefined])[],
  decoration: YamlDecoration = {},
): YamlMap {
  const kept: [string, YamlNode][] = [];
  for (const [key, value] of entries) if (value !== undefined) kept.push([key, yamlNode(value)]);
  return { yaml: "map", entries: kept, ...decoration };
}

/** The node for a plain value; a node is given back as it is. */
export function yamlNode(input: YamlInput): YamlNode {
  if (typeof input === "string") return { yaml: "text", text: input };
  if (input === null || typeof input === "number" || typeof input === "boolean")
    return { yaml: "literal", value: input };
  return isList(input) ? yamlList(input) : input;
}

/** The same node with more decoration. */
export function decorate<N extends YamlNode>(node: N, decoration: YamlDecoration): N {
  return { ...node, ...decoration };
}

/**
 * The plain data that a reader of the printed node must get; tags are not part of it. `readPlain` is how this reader understands
 * a scalar that stands as somebody wrote it; without it that is a text.
 */
export function yamlData(node: YamlNode, readPlain: (source: string) => unknown = String): unknown {
  switch (node.yaml) {
    case "text":
      return node.text;
    case "literal":
      return node.value;
    case "plain":
      return readPlain(node.source);
    case "list":
      return node.items.map((item) => yamlData(item, readPlain));
    case "map":
      return Object.fromEntries(node.entries.map(([key, value]) => [key, yamlData(value, readPlain)]));
  }
}

function isList(input: YamlNode | readonly (YamlInput | undefined)[]): input is readonly (YamlInput | undefined)[] {
  return Array.isArray(input);
}
