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
  // A byte order mark is no part of the text (YAML 1.1, 5.2).
  const document = parseDocument(text.replace(/^\uFEFF/, ""), {
    version: "1.1",
    lineCounter: lines,
    prettyErrors: false,
  });
  const at = (offset: number, problem: string): ReadYaml => ({
    problem: `line ${lines.linePos(offset).line}: ${problem}`,
  });
  const [error] = document.errors;
  if (error !== undefined) return at(error.pos[0], error.message);
  const { version, explicit } = document.directives?.yaml ?? {};
  if (explicit === true && version !== "1.1") return at(0, `it is read as YAML 1.1, not as YAML ${version ?? "1.2"}`);
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
  /** What the aliases stand for that are being read. */
  readonly #open = new Set<Node>();
  #nodes = 0;

  constructor(document: Document, reader: YamlReader) {
    this.#document = document;
    this.#reader = reader;
  }

  read(node: Node | null): YamlNode {
    this.#count(node);
    if (isAlias(node)) {
      const { comment: _, ...copy } = this.#through(node, (meant) => this.read(meant));
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

  #checkTag(node: Node | null, local = this.#reader.localTags): void {
    const tag = isScalar(node) || isMap(node) || isSeq(node) ? node.tag : undefined;
    if (tag === undefined) return;
    const isNumber = tag.endsWith(":int") || tag.endsWith(":float");
    if (plainTag.test(tag) && (!isNumber || (isScalar(node) && typeof node.value === "number"))) return;
    if (local && isScalar(node) && tag.startsWith("!")) return;
    const written = tag.replace("tag:yaml.org,2002:", "!!");
    throw new Unreadable(node, `the tag \`${written}\` cannot be taken over here; write the value without it`);
  }

  /** By key, in the order in which they stand; what a map says itself counts more than what is merged into it. */
  #entries(map: YAMLMap): Map<string, YamlNode> {
    const own = new Map<string, YamlNode>();
    let merged: Map<string, YamlNode> | undefined;
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      if (isScalar(pair.key) && pair.key.source === "<<" && pair.key.type === "PLAIN") {
        if (merged !== undefined) throw new Unreadable(pair.key, "`<<` stands here twice; write `<<: [*one, *two]`");
        merged = new Map();
        for (const [name, value] of this.#merged(pair.value)) if (!merged.has(name)) merged.set(name, value);
      } else {
        own.set(this.#key(pair.key), withComment(this.read(pair.value), pair.key.commentBefore));
      }
    }
    return new Map([...[...(merged ?? [])].filter(([name]) => !own.has(name)), ...own]);
  }

  /** Ansible and cloud-init have texts for keys; a number or `on` as a key would be another thing than its text. */
  #key(key: Node): string {
    this.#checkTag(key, false);
    if (!isScalar(key)) throw new Unreadable(key, "a key must be one word or text");
    const { value, source = "" } = key;
    // For the library `.` and `e0` are numbers, though none that it could say.
    const isNoNumber = typeof value === "number" && Number.isNaN(value) && !/nan/i.test(source);
    if (typeof value === "string" || isNoNumber || /^[yn]$/i.test(source)) return source;
    throw new Unreadable(key, `the key \`${source}\` is no text; put it in quotes`);
  }

  /** The entries of one map, or of several, the first of which counts most (yaml.org/type/merge.html). */
  #merged(value: Node | null): readonly (readonly [string, YamlNode])[] {
    this.#count(value);
    if (isAlias(value)) return this.#through(value, (meant) => this.#merged(meant));
    if (isMap(value)) return [...this.#entries(value)];
    if (isSeq(value)) return value.items.flatMap((item) => this.#merged(item as Node | null));
    throw new Unreadable(value, "only a map, or a list of maps, can be merged with `<<`");
  }

  #count(node: Node | null): void {
    this.#nodes += 1;
    if (this.#nodes > mostNodes) throw new Unreadable(node, "its aliases stand for too much");
  }

  /** What comes of reading what an alias stands for. */
  #through<T>(alias: Alias, read: (meant: Node) => T): T {
    const meant = alias.resolve(this.#document);
    if (meant === undefined) throw new Unreadable(alias, `there is no \`&${alias.source}\` above`);
    if (this.#open.has(meant)) throw new Unreadable(alias, `\`*${alias.source}\` stands in what it stands for`);
    this.#open.add(meant);
    const result = read(meant);
    this.#open.delete(meant);
    return result;
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
  if (typeof value === "number" && (scalar.type !== "PLAIN" || (String(value) === source && !source.includes("e"))))
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
