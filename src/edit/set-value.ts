/** Setting a value in a spec: where it is written, or as a patch in an environment, a host or a block. Comments and form stay. */
import type { TextEdit } from "../diagnostics/diagnostic.ts";
import type { AttributeNode, BlockNode, Body, Entry, FileNode, Path, ValueNode } from "../parser/ast.ts";
import { isWord, quoteText } from "../parser/quote.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";

/** The files of a project, by path. */
export interface SpecFiles {
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly asts: ReadonlyMap<string, FileNode>;
}

/** Where a value is written. */
export interface WrittenValue {
  /** `made` from other values (a reference, a text with `${…}`, a call): another value in its place would cut that tie. */
  readonly form: "literal" | "made";
  readonly span: Span;
  /** How it is written. */
  readonly spelling: Spelling;
  /** For a verbatim text block: its quotes, and what stands in front of the closing ones. */
  readonly block: { readonly quotes: number; readonly indent: string } | undefined;
  readonly environment: string | undefined;
  readonly module: string | undefined;
  readonly host: string | undefined;
}

/** What stands at the span of a value, or of an attribute as a whole; undefined when no value stands there. */
export function findWritten(files: SpecFiles, span: Span): WrittenValue | undefined {
  const file = files.asts.get(span.file);
  if (file === undefined) return undefined;
  const where: { environment?: string; module?: string; host?: string } = {};
  let entries: readonly Entry[] = file.entries;
  for (;;) {
    const entry = entries.find((one) => one.span.start <= span.start && span.end <= one.span.end);
    if (entry === undefined) return undefined;
    if (entry.type === "environment") where.environment = entry.name.text;
    if (entry.type === "module") where.module = entry.name.text;
    if (entry.type === "block" && entry.kind.text === "host") where.host = labelOf(entry);
    const value = "value" in entry ? entry.value : undefined;
    if (isValue(value) && (isSame(value.span, span) || isSame(entry.span, span)))
      return {
        form: formOf(value),
        span: value.span,
        spelling: spellingOf(value),
        block: blockOf(value, files.sources.get(span.file)?.text ?? ""),
        environment: where.environment,
        module: where.module,
        host: where.host,
      };
    if (!("body" in entry) || entry.body === undefined) return undefined;
    entries = entry.body.entries;
  }
}

function isValue(value: unknown): value is ValueNode {
  return typeof value === "object" && value !== null && "type" in value && "span" in value;
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function spellingOf(value: ValueNode): Spelling {
  switch (value.type) {
    case "mode":
    case "quantity":
    case "number":
    case "bool":
      return value.type;
    case "path":
      return "word";
    case "string":
    case "text-block":
    case "list":
    case "call":
    case "bad":
      return "text";
  }
}

function blockOf(value: ValueNode, text: string): WrittenValue["block"] {
  if (value.type !== "text-block" || value.dollars > 0) return undefined;
  return { quotes: value.quotes, indent: text.slice(lineStart(text, value.span.end), value.span.end - value.quotes) };
}

/** A text as a verbatim text block; undefined when it cannot be one: it must end in a line end and hold no such quotes. */
export function spellBlock({ quotes, indent }: NonNullable<WrittenValue["block"]>, value: string): string | undefined {
  const mark = '"'.repeat(quotes);
  if (!/^[ \t]*$/.test(indent) || !value.endsWith("\n") || value.includes(mark) || /[^\P{C}\n\t]/u.test(value))
    return undefined;
  const lines = value.slice(0, -1).split("\n");
  return `${mark}\n${lines.map((line) => (line === "" ? "\n" : `${indent}${line}\n`)).join("")}${indent}${mark}`;
}

function formOf(value: ValueNode): "literal" | "made" {
  switch (value.type) {
    case "string":
    case "text-block":
      return value.parts.every((part) => part.part === "literal") ? "literal" : "made";
    case "list":
      return value.items.every((item) => !item.spread && formOf(item.value) === "literal") ? "literal" : "made";
    case "mode":
    case "quantity":
    case "number":
    case "bool":
      return "literal";
    case "path":
    case "call":
    case "bad":
      return "made";
  }
}

/** The edit that sets a patch in an environment: in place of the one that is there, or as a new line. */
export function setInEnvironment(
  files: SpecFiles,
  environment: string,
  path: readonly string[],
  value: string,
): TextEdit | undefined {
  for (const [name, file] of files.asts)
    for (const entry of file.entries)
      if (entry.type === "environment" && entry.name.text === environment)
        return setInBody(files, name, entry.body, path, value);
  return undefined;
}

/**
 * The edit that sets an attribute of a block, `ssh.port` of a nested one too; blocks of an environment are looked for
 * first, and without a kind the label has to do. undefined when there is no such block, or when what is there is made from other values.
 */
export function setInBlock(
  files: SpecFiles,
  block: { readonly kind: string | undefined; readonly label: string; readonly environment: string | undefined },
  path: readonly string[],
  value: string,
): TextEdit | undefined {
  const found: { readonly file: string; readonly node: BlockNode; readonly environment: string | undefined }[] = [];
  for (const [file, ast] of files.asts)
    walkBlocks(ast.entries, undefined, (node, environment) => {
      if ((block.kind ?? node.kind.text) === node.kind.text && labelOf(node) === block.label)
        found.push({ file, node, environment });
    });
  const own =
    found.find(({ environment }) => environment === block.environment) ??
    found.find(({ environment }) => environment === undefined);
  if (own?.node.body === undefined) return undefined;
  const [first, ...rest] = path;
  const nested = own.node.body.entries.find(
    (entry): entry is BlockNode => entry.type === "block" && entry.kind.text === first && entry.label === undefined,
  );
  if (rest.length > 0 && nested?.body !== undefined) return setInBody(files, own.file, nested.body, rest, value);
  return rest.length > 0 && own.node.kind.text === "host"
    ? undefined
    : setInBody(files, own.file, own.node.body, path, value);
}

function walkBlocks(
  entries: readonly Entry[],
  environment: string | undefined,
  visit: (node: BlockNode, environment: string | undefined) => void,
): void {
  for (const entry of entries) {
    if (entry.type === "environment") walkBlocks(entry.body.entries, entry.name.text, visit);
    if (entry.type !== "block") continue;
    visit(entry, environment);
    if (entry.body !== undefined) walkBlocks(entry.body.entries, environment, visit);
  }
}

function labelOf(block: BlockNode): string | undefined {
  if (block.label?.label === "word") return block.label.text;
  const [only] = block.label?.label === "string" ? block.label.value.parts : [];
  return only?.part === "literal" ? only.text : undefined;
}

function setInBody(
  files: SpecFiles,
  file: string,
  body: Body,
  path: readonly string[],
  value: string,
): TextEdit | undefined {
  const present = body.entries.find(
    (entry): entry is AttributeNode => entry.type === "attribute" && spells(entry.key, path),
  );
  if (present !== undefined)
    return formOf(present.value) === "literal" ? { span: present.value.span, text: value } : undefined;
  const source = files.sources.get(file);
  return source === undefined ? undefined : insertLine(source, body, `${spellPath(path)} = ${value}`);
}

function spells(key: Path, path: readonly string[]): boolean {
  return key.segments.length === path.length && key.segments.every((segment, index) => segment.text === path[index]);
}

/** A path as it is written: names bare, everything else in quotes. */
export function spellPath(path: readonly string[]): string {
  return path.map((step) => (isWord(step) ? step : quoteText(step))).join(".");
}

/** After the last attribute, so that blocks stay behind; in a body of one line behind a comma. */
function insertLine(source: SourceFile, body: Body, line: string): TextEdit {
  const at = (offset: number, text: string): TextEdit => ({
    span: { file: source.path, start: offset, end: offset },
    text,
  });
  const { text } = source;
  const last = body.entries.findLast((entry) => entry.type === "attribute");
  const open = body.span.start + 1;
  if (body.oneLine) {
    const final = body.entries.at(-1);
    if (final !== undefined) return at(final.span.end, `, ${line}`);
    return { span: { file: source.path, start: open, end: body.span.end - 1 }, text: ` ${line} ` };
  }
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const indentOf = (offset: number): string => /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? "";
  if (last !== undefined) {
    const isClosed = /^[ \t]*\}/.test(text.slice(last.span.end));
    const place = isClosed ? last.span.end : lineEnd(text, last.span.end);
    return at(place, `${end}${indentOf(last.span.start)}${line}`);
  }
  const [first] = body.entries;
  const indent = first === undefined ? `${indentOf(body.span.start)}  ` : indentOf(first.span.start);
  return at(lineEnd(text, open), `${end}${indent}${line}${first === undefined ? "" : end}`);
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

function lineEnd(text: string, offset: number): number {
  const rest = /[\r\n]/.exec(text.slice(offset));
  return rest === null ? text.length : offset + rest.index;
}

/** How values of a type are written; undefined when the characters cannot be one. */
export type Spelling = "text" | "number" | "bool" | "mode" | "quantity" | "word";

/** The characters of a value as the language writes it. */
export function spellValue(spelling: Spelling, value: string): string | undefined {
  switch (spelling) {
    case "text":
      return quoteText(value);
    case "number":
      return /^-?\d+(\.\d+)?$/.test(value) ? value : undefined;
    case "bool":
      return value === "true" || value === "false" ? value : undefined;
    case "mode":
      return /^0[0-7]{3,4}$/.test(value) ? value : undefined;
    case "quantity":
      return /^\d+(\.\d+)?([A-Za-z]+|%)$/.test(value) ? value : undefined;
    case "word":
      return isWord(value) ? value : undefined;
  }
}
