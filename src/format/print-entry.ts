/** Entries and bodies as source text. */
import type { Body, Entry, ValueNode } from "../parser/ast.ts";
import { hasComments, indentation, needsLines, printInner, withComments } from "./comments.ts";
import { maxWidth, printLabel, printPath, printString, printType, printValue } from "./print-value.ts";

/** The lines of entries at a depth. `follows` says that something stands above the first of them. */
export function printEntries(entries: readonly Entry[], depth: number, follows: boolean): string[] {
  const lines: string[] = [];
  let before: Entry | undefined;
  let beforeIsTall = false;
  for (const entry of entries) {
    const printed = printEntry(entry, depth);
    const isTall = hasBody(entry) && printed.length > 1;
    const isFirst = before === undefined && !follows;
    const around = withComments(entry, printed, depth, isFirst);
    const apart = beforeIsTall || (isTall && before !== undefined) || (before === undefined && follows);
    if (apart && around[0] !== "") lines.push("");
    lines.push(...around);
    before = entry;
    beforeIsTall = isTall;
  }
  return lines;
}

/** The lines of entries as they stand inside braces. */
export function printBody(entries: readonly Entry[], depth: number): string[] {
  return printEntries(entries, depth, false);
}

function hasBody(entry: Entry): boolean {
  return "body" in entry && entry.body !== undefined;
}

/** One entry without the comments around it. */
function printEntry(entry: Entry, depth: number): string[] {
  const indent = indentation(depth);
  const head = printHead(entry, depth);
  const body = "body" in entry ? entry.body : undefined;
  if (body === undefined) return (indent + head).split("\n");
  const first = `${indent}${head === "" ? "" : `${head} `}`;
  const isApart = entry.trailing !== undefined && entry.closing !== undefined;
  const line = isApart ? undefined : printOneLineBody(body, first.length - first.lastIndexOf("\n") - 1, depth);
  if (line !== undefined) return (first + line).split("\n");
  return [
    ...`${first}{`.split("\n"),
    ...printEntries(body.entries, depth + 1, false),
    ...printInner(body.inner, depth + 1, body.entries.length === 0),
    `${indent}}`,
  ];
}

/** `{ a = 1, b = 2 }`, or undefined when the body needs several lines or was written so. */
function printOneLineBody(body: Body, column: number, depth: number): string | undefined {
  if (hasComments(body.inner)) return undefined;
  if (body.entries.length === 0) return "{}";
  if (!body.oneLine || body.entries.some(needsLines)) return undefined;
  const parts: string[] = [];
  for (const entry of body.entries) {
    const lines = printEntry(entry, depth);
    if (lines.length > 1) return undefined;
    parts.push((lines[0] ?? "").trimStart());
  }
  const line = `{ ${parts.join(", ")} }`;
  return column + line.length <= maxWidth ? line : undefined;
}

/** An entry up to its body. */
function printHead(entry: Entry, depth: number): string {
  const column = depth * 2;
  const label = (before: string, node: Parameters<typeof printLabel>[0] | undefined): string =>
    node === undefined ? before : `${before} ${printLabel(node, { depth, column: column + before.length + 1 })}`;
  const value = (before: string, node: ValueNode | undefined): string => {
    if (node === undefined) return before;
    const taken = before.length - before.lastIndexOf("\n") - 1;
    return `${before} = ${printValue(node, { depth, column: column + taken + 3 })}`;
  };
  switch (entry.type) {
    case "use":
      return `use ${printString(entry.path)}`;
    case "environment":
    case "module":
      return `${entry.type} ${entry.name.text}`;
    case "let":
      return value(
        entry.valueType === undefined
          ? `let ${entry.name.text}`
          : `let ${entry.name.text}: ${printType(entry.valueType)}`,
        entry.value,
      );
    case "param":
      return value(`param ${entry.name.text}: ${printType(entry.valueType)}`, entry.value);
    case "secret":
      return value(label("secret", entry.label), entry.value);
    case "output":
      return value(`output ${entry.name.text}`, entry.value);
    case "remove":
      return label(`remove ${printPath(entry.path)}`, entry.label);
    case "spread":
      return `...${printPath(entry.path)}`;
    case "attribute":
      return value(printPath(entry.key), entry.value);
    case "block":
      return label(entry.absent ? `absent ${entry.kind.text}` : entry.kind.text, entry.label);
  }
}
