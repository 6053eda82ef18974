/** Values, paths, labels and types as source text. */
import type {
  Commented,
  LabelItem,
  LabelNode,
  ListItem,
  ListNode,
  Path,
  StringNode,
  TextBlockNode,
  TypeNode,
  ValueNode,
} from "../parser/ast.ts";
import { escapeText, quoteText } from "../parser/quote.ts";
import { hasComments, indentation, needsLines, printInner, withComments } from "./comments.ts";

/** Where something is printed: its depth of nesting, and how much of the first line is taken. */
export interface Place {
  readonly depth: number;
  /** Columns in front of the value on its first line. */
  readonly column: number;
}

/** The width that one line may have before a list or a body is broken into several. */
export const maxWidth = 100;

/** A value; the lines after the first are indented for `place`. */
export function printValue(value: ValueNode, place: Place): string {
  switch (value.type) {
    case "string":
      return printString(value);
    case "text-block":
      return printTextBlock(value, place.depth);
    case "mode":
    case "number":
      return value.text;
    case "quantity":
      return value.amount + value.unit;
    case "bool":
      return String(value.value);
    case "path":
      return printPath(value.path);
    case "call":
      return `${printPath(value.callee)}(${value.args.map((arg) => printArgument(arg, place)).join(", ")})`;
    case "list":
      return printList(value, place, true);
    case "bad":
      return "";
  }
}

/** Lists inside a call are broken only where they were: a comment behind their bracket would have no place. */
function printArgument(value: ValueNode, place: Place): string {
  return value.type === "list" ? printList(value, place, false) : printValue(value, place);
}

/** `"…"` with its escapes. */
export function printString(node: StringNode): string {
  const parts = node.parts.map((part) =>
    part.part === "literal" ? escapeText(part.text) : `\${${printPath(part.path)}}`,
  );
  return `"${parts.join("")}"`;
}

/** A path, quoted steps in quotes. */
export function printPath(path: Path): string {
  return path.segments.map((segment) => (segment.quoted ? quoteText(segment.text) : segment.text)).join(".");
}

/** A text block with enough quotes and dollars that its text cannot end it or be taken for a path. */
function printTextBlock(node: TextBlockNode, depth: number): string {
  const literal = node.parts.map((part) => (part.part === "literal" ? part.text : "\n")).join("");
  const hasPath = node.parts.some((part) => part.part === "path");
  let quotes = node.quotes;
  while (literal.includes('"'.repeat(quotes))) quotes++;
  let dollars = Math.max(node.dollars, hasPath ? 1 : 0);
  while (dollars > 0 && literal.includes(`${"$".repeat(dollars)}{`)) dollars++;
  const mark = "$".repeat(dollars);
  const content = node.parts
    .map((part) => (part.part === "literal" ? part.text : `${mark}{${printPath(part.path)}}`))
    .join("");
  const indent = indentation(depth + 1);
  const lines = content.replace(/\n$/, "").split("\n");
  const body = content === "" ? [] : lines.map((line) => (line === "" ? "" : indent + line));
  const fence = '"'.repeat(quotes);
  return [mark + fence, ...body, indent + fence].join("\n");
}

function printList(node: ListNode, place: Place, mayBreak: boolean): string {
  const isForced = hasComments(node.inner) || node.items.some(needsLines) || (node.multiline && node.items.length > 0);
  if (!isForced) {
    const line = `[${node.items.map((item) => printItem(item, place)).join(", ")}]`;
    if (!line.includes("\n") && (!mayBreak || place.column + line.length <= maxWidth || node.items.length === 0))
      return line;
    if (!mayBreak) return line;
  }
  return bracketed(node.items, place.depth, node.inner, (item, depth) => printItem(item, { depth, column: depth * 2 }));
}

function printItem(item: ListItem, place: Place): string {
  return (item.spread ? "..." : "") + printValue(item.value, place);
}

/** A list over several lines: one item each, a comma behind every one. */
function bracketed<T extends Commented>(
  items: readonly T[],
  depth: number,
  inner: Parameters<typeof printInner>[0],
  print: (item: T, depth: number) => string,
): string {
  const lines = items.flatMap((item, index) => {
    const text = indentation(depth + 1) + print(item, depth + 1);
    return withComments(item, `${text},`.split("\n"), depth + 1, index === 0);
  });
  const end = printInner(inner, depth + 1, items.length === 0);
  return ["[", ...lines, ...end, `${indentation(depth)}]`].join("\n");
}

/** A label; a list is broken as a list of values is. */
export function printLabel(label: LabelNode, place: Place): string {
  switch (label.label) {
    case "word":
      return label.text;
    case "string":
      return printString(label.value);
    case "list": {
      const line = `[${label.items.map(printLabelItem).join(", ")}]`;
      const isForced =
        hasComments(label.inner) || label.items.some(needsLines) || (label.multiline && label.items.length > 0);
      if (!isForced && (place.column + line.length <= maxWidth || label.items.length === 0)) return line;
      return bracketed(label.items, place.depth, label.inner, printLabelItem);
    }
  }
}

function printLabelItem(item: LabelItem): string {
  switch (item.item) {
    case "word":
      return item.text;
    case "string":
      return printString(item.value);
    case "spread":
      return `...${printPath(item.path)}`;
  }
}

/** A type with its arguments. */
export function printType(type: TypeNode): string {
  return type.args.length === 0 ? type.name : `${type.name}(${type.args.map(printType).join(", ")})`;
}
