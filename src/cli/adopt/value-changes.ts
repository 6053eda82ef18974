import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { readJsonLeaves } from "./json-leaves.ts";
import type { Leaf } from "./leaf.ts";

/** What a scalar of YAML 1.1 can be, besides nothing. */
type ScalarValue = string | number | bigint | boolean | Date;

/** A value that somebody changed in a file. */
export interface ValueChange {
  readonly keys: readonly string[];
  readonly before: string;
  readonly after: string;
  /** In the changed file, 1-based. */
  readonly line: number;
}

/** What somebody did to the values of a file. */
export interface ValueChanges {
  readonly changed: readonly ValueChange[];
  readonly added: readonly Leaf[];
  /** Where they were; the line is that of the file before. */
  readonly removed: readonly Leaf[];
}

/**
 * Compares the values of two YAML files, scalar by scalar. undefined when one of them is no YAML, or has something that
 * no output of envc has: a repeated key, an anchor, several documents.
 */
export function compareValues(before: string, after: string): ValueChanges | undefined {
  const [old, current] = [readLeaves(before), readLeaves(after)];
  return old === undefined || current === undefined ? undefined : compareLeaves(old, current);
}

/** What is different between the values of two files. */
export function compareLeaves(old: ReadonlyMap<string, Leaf>, current: ReadonlyMap<string, Leaf>): ValueChanges {
  const changed: ValueChange[] = [];
  const added: Leaf[] = [];
  for (const [id, leaf] of current) {
    const was = old.get(id);
    if (was === undefined) added.push(leaf);
    else if (was.value !== leaf.value)
      changed.push({ keys: leaf.keys, before: was.value, after: leaf.value, line: leaf.line });
  }
  const removed = [...old].filter(([id]) => !current.has(id)).map(([, leaf]) => leaf);
  return { changed, added, removed };
}

/** Every scalar of a file by its path; undefined for what is no plain YAML or JSON. */
export function readLeaves(text: string): ReadonlyMap<string, Leaf> | undefined {
  if (text.startsWith("{")) return readJsonLeaves(text);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: "1.1", merge: false, logLevel: "silent" });
  if (document.errors.length > 0) return undefined;
  const leaves = new Map<string, Leaf>();
  const walk = (node: Node | null, keys: readonly string[]): boolean => {
    if (isMap(node))
      return node.items.every(
        (pair) => isScalar(pair.key) && walk(pair.value as Node | null, [...keys, String(pair.key.value)]),
      );
    if (isSeq(node)) return node.items.every((item, index) => walk(item as Node, [...keys, String(index)]));
    if (node !== null && !isScalar(node)) return false;
    const offset = node?.range?.[0] ?? 0;
    const value = (node?.value ?? "") as ScalarValue;
    leaves.set(JSON.stringify(keys), { keys, value: String(value), line: lines.linePos(offset).line });
    return true;
  };
  return walk(document.contents, []) ? leaves : undefined;
}
