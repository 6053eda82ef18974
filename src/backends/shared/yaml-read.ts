/** Reads the YAML that an author wrote for one target into the tree that is printed. */
import { isAlias, isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Alias, Document, Node, Pair, Scalar, YAMLMap } from "yaml";
import { yamlList, yamlMap, yamlText } from "./yaml-node.ts";
import type { YamlNode } from "./yaml-node.ts";

/** The tree; or what is wrong, as `line 2: …`, in the reader's words. */
export type ReadYaml = { readonly root: YamlNode } | { readonly problem: string };

/** What the target's reader knows besides the values of YAML itself. */
export interface YamlReader {
  /** Whether texts may have tags of the program's own, such as Ansible's `!unsafe`. */
  readonly localTags: boolean;
}

/**
 * Reads one document of YAML 1.1, which Ansible and cloud-init read. Aliases and merge keys (`<<`) come out as what they stand
 * for, because the parts may be printed in different files. Comments stay, above what they are about or end. An empty text is null.
 */
export function readYaml(text: string, reader: YamlReader): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.1", lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const at = (offset: number, problem: string): ReadYaml => ({
    problem: `line ${lines.linePos(offset).line}: ${problem}`,
  });
  const [error] = document.errors;
  if (error !== undefined) return at(error.pos[0], error.message);
  try {
    const root = new TreeReader(document, reader).read(document.contents);
    return { root: withEnd(withComment(root, document.commentBefore), document.comment) };
  } catch (thrown) {
    if (thrown instanceof Unreadable) return at(thrown.offset, thrown.message);
    throw thrown;
  }
}

/** Aliases of aliases can stand for any number of nodes; nobody writes as many as this by hand. */
const mostNodes = 100_000;

/** The tags that a node has by its form alone. */
const plainTag = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq|merge)$/;

/** What YAML allows and no target understands. */
class Unreadable extends Error {
  readonly offset: number;

  constructor(node: Node | null, message: string) {
    super(message);
    this.offset = node?.range?.[0] ?? 0;
  }
}

class TreeReader {
  readonly #document: Document;
  readonly #reader: YamlReader;
  #nodes = 0;

  constructor(document: Document, reader: YamlReader) {
    this.#document = document;
    this.#reader = reader;
  }

  read(node: Node | null): YamlNode {
    this.#nodes += 1;
    if (this.#nodes > mostNodes) throw new Unreadable(node, "its aliases stand for too much");
    if (isAlias(node)) {
      const { comment: _, ...copy } = this.read(this.#resolve(node));
      return withComment(copy, node.commentBefore, node.comment);
    }
    if (isScalar(node) || (isCollection(node) && node.flow === true))
      return withComment(this.#withoutComment(node), node.commentBefore, node.comment);
    return withEnd(withComment(this.#withoutComment(node), node?.commentBefore), node?.comment);
  }

  #withoutComment(node: Node | null): YamlNode {
    this.#checkTag(node);
    if (isMap(node)) return yamlMap([...this.#entries(node)]);
    if (isSeq(node)) return yamlList(node.items.map((item) => this.read(item as Node | null)));
    return isScalar(node) ? readScalar(node) : { yaml: "literal", value: null };
  }

  #checkTag(node: Node | null): void {
    const tag = isScalar(node) || isMap(node) || isSeq(node) ? node.tag : undefined;
    if (tag === undefined || plainTag.test(tag)) return;
    if (this.#reader.localTags && isScalar(node) && tag.startsWith("!")) return;
    const written = tag.replace("tag:yaml.org,2002:", "!!");
    throw new Unreadable(node, `the tag \`${written}\` cannot be taken over here; write the value without it`);
  }

  /** By key, in the order in which they stand; what a map says itself counts more than what is merged into it. */
  #entries(map: YAMLMap): Map<string, YamlNode> {
    const own = new Map<string, YamlNode>();
    const merged = new Map<string, YamlNode>();
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      if (!isScalar(pair.key)) throw new Unreadable(pair.key, "a key must be one word or text");
      const key = pair.key.source ?? String(pair.key.value);
      if (key === "<<" && pair.key.type === "PLAIN") {
        for (const [name, value] of this.#merged(pair.value)) if (!merged.has(name)) merged.set(name, value);
      } else {
        own.set(key, withComment(this.read(pair.value), pair.key.commentBefore));
      }
    }
    return own.size === 0 ? merged : new Map([...[...merged].filter(([name]) => !own.has(name)), ...own]);
  }

  /** The entries of one map, or of several, the first of which counts most (yaml.org/type/merge.html). */
  #merged(value: Node | null): readonly (readonly [string, YamlNode])[] {
    const node = isAlias(value) ? this.#resolve(value) : value;
    if (isMap(node)) return [...this.#entries(node)];
    if (isSeq(node)) return node.items.flatMap((item) => this.#merged(item as Node | null));
    throw new Unreadable(value, "only a map, or a list of maps, can be merged with `<<`");
  }

  #resolve(alias: Alias): Node {
    const node = alias.resolve(this.#document);
    if (node === undefined) throw new Unreadable(alias, `there is no \`&${alias.source}\` above`);
    return node;
  }
}

/**
 * What readers differ in stays as it is written: for PyYAML, which Ansible and cloud-init use, `y`, `08` and `1e3` are texts
 * (resolver.py), for the library they are not.
 */
function readScalar(scalar: Scalar): YamlNode {
  const { value, source = "" } = scalar;
  if (typeof value === "string") {
    const tag = scalar.tag?.startsWith("!") === true ? { tag: scalar.tag } : {};
    return yamlText(value, tag);
  }
  if (value === null || (typeof value === "boolean" && !/^[yn]$/i.test(source))) return { yaml: "literal", value };
  if (typeof value === "number" && (scalar.type !== "PLAIN" || String(value) === source))
    return { yaml: "literal", value };
  return { yaml: "plain", source };
}

type Comment = string | null | undefined;

/** The node with these comments above it: what stands over it comes before what it has already, which comes before what follows it. */
function withComment(node: YamlNode, above: Comment, behind?: Comment): YamlNode {
  const lines = [stripped(above), node.comment, stripped(behind)].filter((text) => text !== undefined);
  return lines.length === 0 ? node : { ...node, comment: lines.join("\n") };
}

/** Without the blank behind each `#`. */
function stripped(comment: Comment): string | undefined {
  return typeof comment === "string" && comment !== "" ? comment.replace(/^ /gm, "") : undefined;
}

/** A comment at the end of a list or a map stands above the last of what is in it. */
function withEnd(node: YamlNode, comment: Comment): YamlNode {
  if (typeof comment !== "string") return node;
  if (node.yaml === "list") {
    const last = node.items.at(-1);
    if (last !== undefined) return { ...node, items: [...node.items.slice(0, -1), withComment(last, null, comment)] };
  }
  if (node.yaml === "map") {
    const last = node.entries.at(-1);
    if (last !== undefined)
      return { ...node, entries: [...node.entries.slice(0, -1), [last[0], withComment(last[1], null, comment)]] };
  }
  return withComment(node, null, comment);
}
