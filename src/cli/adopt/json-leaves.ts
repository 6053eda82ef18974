import type { Leaf } from "./leaf.ts";

/** A text, a bracket, a comma, a colon, or a bare word (RFC 8259, section 2). */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\n/g;

/**
 * Every scalar of a JSON text by its path, as {@link Leaf}s of YAML are; undefined for what is no JSON, and for a key
 * that stands there twice. JSON is YAML, but a reader of YAML takes seconds for the hosts of a large fleet.
 */
export function readJsonLeaves(text: string): ReadonlyMap<string, Leaf> | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const leaves = new Map<string, Leaf>();
  const path: { key: string; readonly isList: boolean }[] = [];
  let line = 1;
  let isKey = false;
  for (const [word] of text.matchAll(token)) {
    const inside = path.at(-1);
    if (word === "\n") line += 1;
    else if (word === "{" || word === "[") {
      path.push({ key: word === "[" ? "0" : "", isList: word === "[" });
      isKey = word === "{";
    } else if (word === "}" || word === "]") {
      path.pop();
      isKey = false;
    } else if (word === ":") isKey = false;
    else if (word === ",") {
      if (inside?.isList === true) inside.key = String(Number(inside.key) + 1);
      isKey = inside?.isList === false;
    } else if (isKey && inside !== undefined) inside.key = String(JSON.parse(word));
    else {
      const keys = path.map(({ key }) => key);
      const id = JSON.stringify(keys);
      if (leaves.has(id)) return undefined;
      const value = JSON.parse(word) as string | number | boolean | null;
      leaves.set(id, { keys, value: value === null ? "" : String(value), line });
    }
  }
  return leaves;
}
