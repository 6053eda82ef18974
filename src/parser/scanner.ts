/** The state of one scan and the few steps that all parts of the scanner share. */
import type { TokenType } from "chevrotain";
import { type Details, type Code, type Params, diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic, Fix, TextEdit } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";
import type { TextPart, Trivia } from "./ast.ts";
import { type Mistake, type Token, makeToken } from "./tokens.ts";

/** How deep brackets of all kinds may be nested. The parser's stack holds about twice as much. */
export const maxDepth = 100;

/** How many mistakes are reported; a file with more is something else than an `.envspec` file, and is not read on. */
export const maxDiagnostics = 1000;

/** The state of one scan; it lives as long as the call of `scan`. */
export interface Scanner {
  readonly source: SourceFile;
  readonly text: string;
  /** Offset of the next character. */
  position: number;
  /** 1-based line of `position`. */
  line: number;
  /** The first token of the current line is still to come. */
  atLineStart: boolean;
  /** Width of the current line's indentation. */
  indent: number;
  /** Open round and square brackets, as far as the scanner can tell. */
  brackets: number;
  /** Open brackets of all kinds. */
  depth: number;
  /** Comments and blank lines that the next token gets. */
  pending: Trivia[];
  readonly tokens: Token[];
  readonly diagnostics: Diagnostic[];
  /** Lines that hold one word only, by that word: where a heredoc may end. Filled when first asked for. */
  wordLines: Map<string, number[]> | undefined;
  /** Closing marks (three quotes, a star and a slash) of which none follows any more: nobody looks for them twice. */
  readonly withoutClosing: Set<string>;
}

/** A scanner at the start of a file. */
export function startScanner(source: SourceFile): Scanner {
  return {
    source,
    text: source.text,
    position: 0,
    line: 1,
    atLineStart: true,
    indent: 0,
    brackets: 0,
    depth: 0,
    pending: [],
    tokens: [],
    diagnostics: [],
    wordLines: undefined,
    withoutClosing: new Set(),
  };
}

/** The span between two offsets of the scanned file. */
export function spanOf(scanner: Scanner, start: number, end: number): Span {
  return { file: scanner.source.path, start, end };
}

/** Reports a mistake right away. */
export function report<C extends Code>(
  scanner: Scanner,
  code: C,
  params: Params<C>,
  start: number,
  end: number,
  details?: Details,
): void {
  if (scanner.diagnostics.length < maxDiagnostics)
    scanner.diagnostics.push(diagnose(code, params, spanOf(scanner, start, end), details));
}

/** One edit of the scanned file. */
export function edit(scanner: Scanner, start: number, end: number, text: string): TextEdit {
  return { span: spanOf(scanner, start, end), text };
}

/** A fix that never changes what correct parts mean. */
export function safeFix(title: string, ...edits: TextEdit[]): Fix {
  return { title, safety: "safe", edits };
}

/** A fix that somebody should look at first. */
export function suggestedFix(title: string, ...edits: TextEdit[]): Fix {
  return { title, safety: "suggested", edits };
}

/** Adds a token that starts at the scanner's position and moves behind it. Text blocks give the line they end in. */
export function emit(
  scanner: Scanner,
  type: TokenType,
  end: number,
  parts?: readonly TextPart[],
  mistake?: Mistake,
  endLine = scanner.line,
): void {
  const start = scanner.position;
  const image = scanner.text.slice(start, end);
  const indent = scanner.atLineStart ? scanner.indent : -1;
  const before = scanner.pending.length === 0 ? undefined : scanner.pending;
  scanner.tokens.push(makeToken(type, image, start, end, scanner.line, endLine, indent, before, parts, mistake));
  if (before !== undefined) scanner.pending = [];
  scanner.atLineStart = false;
  scanner.position = end;
  scanner.line = endLine;
}

/** Offset of the end of the line that `offset` is in, its line end not included. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 10 || code === 13) break;
  }
  return end;
}

/** Offset behind the line end at `offset`; `offset` itself when there is none. */
export function afterLineEnd(text: string, offset: number): number {
  if (text.charCodeAt(offset) === 13) return text.charCodeAt(offset + 1) === 10 ? offset + 2 : offset + 1;
  return text.charCodeAt(offset) === 10 ? offset + 1 : offset;
}

/** Width of the white space between two offsets; a tab reaches to the next multiple of four. */
export function indentWidth(text: string, start: number, end: number): number {
  let width = 0;
  for (let i = start; i < end; i++) width = text.charCodeAt(i) === 9 ? width - (width % 4) + 4 : width + 1;
  return width;
}

/** A piece of source as it fits into a message: one line, at most 40 characters. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= 40) return line;
  const characters = Array.from(line.slice(0, 80));
  return characters.length > 40 ? `${characters.slice(0, 39).join("")}…` : line;
}
