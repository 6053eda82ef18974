/** The text of a vault: variables in YAML. Only the lines of one variable are changed; what else stands there stays. */
import { isMap, isScalar, parseDocument } from "yaml";
import { encodeDoubleQuoted } from "../../backends/shared/yaml.ts";

/** One variable as it stands in the text. */
interface Place {
  readonly name: string;
  readonly start: number;
  /** Behind the value, before a comment or the line end. */
  readonly end: number;
  readonly empty: boolean;
}

/** The names of the variables that have a value; undefined when the text is no mapping in lines. Values are not given out. */
export function namesIn(text: string): readonly string[] | undefined {
  return placesIn(text)?.flatMap((place) => (place.empty ? [] : [place.name]));
}

/**
 * The text with one variable set, or (undefined) taken out. undefined when the text is no mapping in lines, or one that
 * cannot be changed without touching something else.
 */
export function withValue(text: string, name: string, value: string | undefined): string | undefined {
  const changed = changeLines(text, name, value);
  const [before, after] = [dataOf(text), changed === undefined ? undefined : dataOf(changed)];
  if (before === undefined || after === undefined) return undefined;
  if (value === undefined) before.delete(name);
  else before.set(name, value);
  return JSON.stringify([...before].sort(byName)) === JSON.stringify([...after].sort(byName)) ? changed : undefined;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function dataOf(text: string): Map<string, unknown> | undefined {
  const document = parseDocument(text, { version: "1.1", logLevel: "silent", prettyErrors: false });
  if (document.errors.length > 0) return undefined;
  try {
    return new Map(Object.entries((document.toJS({ maxAliasCount: 100 }) ?? {}) as Record<string, unknown>));
  } catch {
    return undefined;
  }
}

function changeLines(text: string, name: string, value: string | undefined): string | undefined {
  const places = placesIn(text);
  if (places === undefined) return undefined;
  const place = places.find((each) => each.name === name);
  if (value === undefined) {
    if (place === undefined) return text;
    const end = text.indexOf("\n", place.end);
    return text.slice(0, place.start) + (end < 0 ? "" : text.slice(end + 1));
  }
  const line = `${name}: ${encodeValue(value)}`;
  if (place !== undefined) return text.slice(0, place.start) + line + text.slice(place.end);
  const start = text.trim() === "" ? "---\n" : text.endsWith("\n") ? text : `${text}\n`;
  return `${start}${line}\n`;
}

/**
 * A value as Ansible reads it back, character by character. Without the tag it would be a template, in which braces
 * mean something.
 */
function encodeValue(value: string): string {
  const written = encodeDoubleQuoted(value);
  return /\{[{%#]/.test(value) ? `!unsafe ${written}` : written;
}

function placesIn(text: string): readonly Place[] | undefined {
  // The reader's messages quote the text, which is secret: they are never looked at.
  const document = parseDocument(text, { version: "1.1", logLevel: "silent", prettyErrors: false });
  const root = document.contents;
  if (document.errors.length > 0) return undefined;
  if (root === null || (isScalar(root) && root.value === null)) return [];
  if (!isMap(root) || root.flow === true) return undefined;
  const places = root.items.map(({ key, value }): Place | undefined => {
    const keyRange = isScalar(key) ? key.range : undefined;
    const range = (value as { readonly range?: readonly number[] | null } | null)?.range;
    if (!isScalar(key) || !keyRange) return undefined;
    let end = range?.[1] ?? keyRange[1] + 1;
    // The range of a block of lines includes their line end.
    while (end > keyRange[1] && text[end - 1] === "\n") end--;
    return { name: String(key.value), start: keyRange[0], end, empty: isScalar(value) && value.value === null };
  });
  return places.some((place) => place === undefined) ? undefined : places.filter((place) => place !== undefined);
}
