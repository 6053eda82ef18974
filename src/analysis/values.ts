/** Small questions about values of the Model. */
import { type Hole, type Text, literalOf } from "../ir/text.ts";
import { type Value, unwrapValue } from "../ir/value.ts";
import type { ValueType } from "../ir/value-type.ts";
import type { Span } from "../text/span.ts";

/** A text value of literal characters. */
export function textValue(text: string): Value {
  return { is: "text", text: text === "" ? [] : [text] };
}

/** Whether a value is or contains a secret. */
export function holdsSecretValue(value: Value | undefined): boolean {
  if (value === undefined) return false;
  switch (value.is) {
    case "secret":
      return true;
    case "text":
      return value.text.some((part) => typeof part !== "string" && part.hole === "secret");
    case "list":
      return value.items.some(holdsSecretValue);
    case "map":
      return Object.values(value.entries).some(holdsSecretValue);
    case "bound":
      return holdsSecretValue(value.value);
    case "number":
    case "bool":
    case "duration":
    case "size":
    case "file":
    case "folder":
    case "ref":
      return false;
  }
}

/**
 * Whether a value can stay open in what is built: everything in it is written in the file, or is a variable with one
 * value for all hosts. Secrets, addresses, files, references and what differs from host to host are copied to where
 * they are used instead: a variable of the whole environment cannot be made from one that only each host has.
 */
export function canFlow(value: Value): boolean {
  switch (value.is) {
    case "text":
      return value.text.every(
        (part) => typeof part === "string" || (part.hole === "variable" && part.value !== undefined),
      );
    case "number":
    case "bool":
    case "duration":
    case "size":
      return true;
    case "list":
      return value.items.every(canFlow);
    case "map":
      return Object.values(value.entries).every(canFlow);
    case "bound":
      return value.value !== undefined && canFlow(value.value);
    case "secret":
    case "file":
    case "folder":
    case "ref":
      return false;
  }
}

/** What a hole stands for in this environment; undefined when that is not known while compiling. */
export function holeText(hole: Hole): string | undefined {
  return hole.hole === "variable" ? hole.value : undefined;
}

/** A text with its variables filled in, or undefined when one of its holes is not known while compiling. */
export function knownText(text: Text): string | undefined {
  const literal = literalOf(text);
  if (literal !== undefined) return literal;
  let result = "";
  for (const part of text) {
    const piece = typeof part === "string" ? part : holeText(part);
    if (piece === undefined) return undefined;
    result += piece;
  }
  return result;
}

/** What a value looks like inside a text; undefined when it has no such form or is not known. */
export function printValue(value: Value | undefined): string | undefined {
  const inner = unwrapValue(value);
  switch (inner?.is) {
    case "text":
      return knownText(inner.text);
    case "number":
      return String(inner.value);
    case "bool":
      return inner.value ? "true" : "false";
    case "duration":
      return printDuration(inner.seconds);
    case "size":
      return printSize(inner.bytes);
    case "ref":
      return inner.name;
    default:
      return undefined;
  }
}

/** `90` → `90s`, `5400` → `90min`: the largest unit that divides it. */
export function printDuration(seconds: number): string {
  for (const [unit, factor] of [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
  ] as const)
    if (seconds >= factor && seconds % factor === 0) return `${seconds / factor}${unit}`;
  return `${seconds}s`;
}

/** `268435456` → `256MB`: the largest unit that divides it; sizes count in 1024. */
export function printSize(bytes: number): string {
  for (const [unit, power] of [
    ["TB", 4],
    ["GB", 3],
    ["MB", 2],
    ["KB", 1],
  ] as const) {
    const factor = 1024 ** power;
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  return `${bytes}B`;
}

/** Whether two values say the same in this environment, whatever they are bound to. */
export function sameValue(a: Value, b: Value): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Value | undefined): string {
  if (value?.is === "bound" && value.value === undefined) return `?${value.variable}`;
  const inner = unwrapValue(value);
  switch (inner?.is) {
    case undefined:
      return "-";
    case "text":
      return JSON.stringify(
        knownText(inner.text) ?? inner.text.map((part) => (typeof part === "string" ? part : { ...part, span: 0 })),
      );
    case "list":
      return `[${inner.items.map(canonical).join()}]`;
    case "map":
      return `{${Object.keys(inner.entries)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${canonical(inner.entries[key])}`)
        .join()}}`;
    case "file":
      return `file ${inner.file.path}`;
    case "folder":
      return `folder ${inner.folder.path}`;
    case "ref":
      return `ref ${inner.kind} ${inner.name} ${inner.resource ?? ""}`;
    default:
      return JSON.stringify(inner);
  }
}

/** The type that a value has when nobody said one. */
export function typeOfValue(value: Value): ValueType {
  switch (value.is) {
    case "text":
    case "file":
    case "folder":
      return { type: "text" };
    case "number":
      return Number.isInteger(value.value) ? { type: "int" } : { type: "number" };
    case "bool":
      return { type: "bool" };
    case "duration":
      return { type: "duration" };
    case "size":
      return { type: "size" };
    case "list": {
      const [first] = value.items;
      return { type: "list", of: first === undefined ? { type: "text" } : typeOfValue(first) };
    }
    case "map": {
      const [first] = Object.values(value.entries);
      return { type: "map", of: first === undefined ? { type: "text" } : typeOfValue(first) };
    }
    case "ref":
      return { type: "ref", kinds: [value.kind] };
    case "secret":
      return { type: "secret" };
    case "bound":
      return value.value === undefined ? { type: "text" } : typeOfValue(value.value);
  }
}

/** How a value is called in a message. */
export function describeValue(value: Value): string {
  const inner = unwrapValue(value);
  switch (inner?.is) {
    case "text":
      return "a text";
    case "number":
      return "a number";
    case "bool":
      return inner.value ? "`true`" : "`false`";
    case "duration":
      return "a length of time";
    case "size":
      return "a size";
    case "file":
      return "a file";
    case "folder":
      return "a folder";
    case "list":
      return "a list";
    case "map":
      return "a map";
    case "ref":
      return `the ${inner.kind} \`${inner.name}\``;
    case "secret":
      return "a secret";
    case "bound":
    case undefined:
      return "a value that each host gives";
  }
}

/** A hole for a variable. */
export function variableHole(name: string, value: string | undefined, span: Span): Hole {
  return { hole: "variable", name, value, encoding: "plain", span };
}
