/** The scanner: source text to tokens, comments attached, mistakes inside words and texts reported. */
import type { TokenType } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../text/source-file.ts";
import { keepComment, scanForeignComment, scanHeredoc, scanYaml } from "./scan-foreign.ts";
import { isForeignQuote, scanBareInterpolation, scanForeignText, scanText } from "./scan-text.ts";
import { scanTextBlock } from "./scan-text-block.ts";
import { scanWord } from "./scan-word.ts";
import {
  type Scanner,
  afterLineEnd,
  edit,
  emit,
  indentWidth,
  lineEnd,
  maxDepth,
  maxDiagnostics,
  report,
  safeFix,
  startScanner,
  suggestedFix,
} from "./scanner.ts";
import {
  Comma,
  Equals,
  LBrace,
  LBracket,
  LParen,
  Newline,
  RBrace,
  RBracket,
  RParen,
  Semicolon,
  type Token,
  WrongEquals,
  makeEnd,
  makeToken,
} from "./tokens.ts";

const punctuation: Readonly<Record<string, TokenType>> = {
  "{": LBrace,
  "}": RBrace,
  "[": LBracket,
  "]": RBracket,
  "(": LParen,
  ")": RParen,
  ",": Comma,
  ";": Semicolon,
};

/** Open brackets after which a file is not read on; every one of them may still get its own message. */
const maxOpen = 5000;

/**
 * How many words and signs a file may have; one that has more is not read on. Ten thousand hosts, or ten thousand files
 * with their contents, are less than half of it. Every token costs memory and time in all that follows.
 */
export const maxTokens = 300_000;

/**
 * What {@link scan} gives: every token in order, the last one the end of the file, and what was reported. No tokens at
 * all when so much was reported that the file was not read to its end.
 */
export interface Scanned {
  readonly tokens: readonly Token[];
  readonly diagnostics: Diagnostic[];
}

/**
 * Scans a whole file. Takes any text, never throws, and looks at each character a bounded number of times. Line ends
 * are tokens; several in a row are one, and the blank line is kept with the comments of the next token.
 */
export function scan(source: SourceFile): Scanned {
  const scanner = startScanner(source);
  reportHidden(scanner);
  const { text } = scanner;
  startLine(scanner);
  while (
    scanner.position < text.length &&
    scanner.diagnostics.length < maxDiagnostics &&
    scanner.depth <= maxOpen &&
    scanner.tokens.length <= maxTokens
  ) {
    const code = text.charCodeAt(scanner.position);
    if (code === 10 || code === 13) endLine(scanner);
    else if (code <= 32 || (code >= 127 && isSpace(code))) scanSpace(scanner, code);
    else scanToken(scanner, text[scanner.position] ?? "");
  }
  if (scanner.depth > maxOpen) report(scanner, "E0131", { depth: maxDepth }, scanner.position - 1, scanner.position);
  if (scanner.tokens.length > maxTokens) reportLength(scanner);
  if (scanner.position < text.length || scanner.depth > maxOpen || scanner.tokens.length > maxTokens)
    return { tokens: [], diagnostics: scanner.diagnostics };
  if (!scanner.atLineStart) scanner.tokens.push(makeNewline(scanner, text.length));
  scanner.tokens.push(makeEnd(text.length, scanner.line, scanner.pending));
  return { tokens: scanner.tokens, diagnostics: scanner.diagnostics };
}

/** Says where the file became too long. */
function reportLength(scanner: Scanner): void {
  const last = scanner.tokens.at(-1);
  if (last === undefined) return;
  report(scanner, "E0220", { what: "words and signs in this file", limit: maxTokens }, last.start, last.end, {
    label: "nothing is read from here on",
    help: `a file may have ${maxTokens}; look for what made it so long, such as text that lost its quotes`,
  });
}

function scanToken(scanner: Scanner, character: string): void {
  const { text, position } = scanner;
  if (scanner.atLineStart && scanYaml(scanner)) return;
  if (character === "#") {
    scanComment(scanner);
    return;
  }
  if (character === '"' || character === "$") {
    if (scanTextBlock(scanner)) return;
    if (character === '"') {
      scanText(scanner);
      return;
    }
    if (text[position + 1] === "{") {
      scanBareInterpolation(scanner);
      return;
    }
    if (text[position + 1] === '"') {
      report(scanner, "E0150", {}, position, position + 1, {
        fixes: [safeFix("remove it", edit(scanner, position, position + 1, ""))],
      });
      scanner.position++;
      return;
    }
  }
  if (character === "/" && (text[position + 1] === "/" || text[position + 1] === "*")) {
    scanForeignComment(scanner);
    return;
  }
  if (isForeignQuote(character)) {
    scanForeignText(scanner);
    return;
  }
  if (character === "<" && scanHeredoc(scanner)) return;
  if (character === "=") {
    const next = text[position + 1];
    if (next === "=" || next === ">") emit(scanner, WrongEquals, position + 2);
    else emit(scanner, Equals, position + 1);
    scanner.brackets = 0;
    return;
  }
  const type = punctuation[character];
  if (type === undefined) {
    scanWord(scanner);
    return;
  }
  emit(scanner, type, position + 1);
  countDepth(scanner, type);
  if (type === LBracket || type === LParen) scanner.brackets++;
  else if (type === RBracket || type === RParen) scanner.brackets = Math.max(0, scanner.brackets - 1);
  else if (type === LBrace || type === RBrace) scanner.brackets = 0;
}

/** Far more open brackets than the parser takes are not even read: the file ends for us where they are counted. */
function countDepth(scanner: Scanner, type: TokenType): void {
  if (type === LBrace || type === LBracket || type === LParen) scanner.depth++;
  else if (scanner.depth > 0 && (type === RBrace || type === RBracket || type === RParen)) scanner.depth--;
}

function scanComment(scanner: Scanner): void {
  const { text, position } = scanner;
  const end = lineEnd(text, position);
  const comment = text.slice(position, end).trimEnd();
  if (!scanner.atLineStart && /^##(?!#)/.test(comment)) {
    const start = scanner.tokens.findLast((token) => token.indent >= 0);
    const move =
      start === undefined || start.line !== scanner.line
        ? []
        : [
            safeFix(
              "move it above the line",
              edit(
                scanner,
                start.start,
                start.start,
                `${comment}\n${text.slice(lineStart(text, start.start), start.start)}`,
              ),
              edit(
                scanner,
                position - (/[ \t]*$/.exec(text.slice(Math.max(0, position - 200), position))?.[0].length ?? 0),
                end,
                "",
              ),
            ),
          ];
    report(scanner, "W0101", {}, position, position + comment.length, { fixes: move });
  }
  keepComment(scanner, comment, position + comment.length);
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text.charCodeAt(start - 1) !== 10 && text.charCodeAt(start - 1) !== 13) start--;
  return start;
}

/** Notes the indentation of the line that starts at the scanner's position. */
function startLine(scanner: Scanner): void {
  const { text, position } = scanner;
  let end = position;
  while (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 9) end++;
  scanner.indent = indentWidth(text, position, end);
  scanner.position = end;
  scanner.atLineStart = true;
}

function endLine(scanner: Scanner): void {
  const { text, position } = scanner;
  const next = afterLineEnd(text, position);
  if (!scanner.atLineStart) scanner.tokens.push(makeNewline(scanner, next));
  else if (isBlankLine(scanner) && scanner.pending.at(-1)?.trivia !== "blank")
    scanner.pending.push({ trivia: "blank" });
  scanner.position = next;
  scanner.line++;
  startLine(scanner);
}

/** A line without a token is blank unless a comment stands on it. */
function isBlankLine(scanner: Scanner): boolean {
  const last = scanner.pending.at(-1);
  if (last === undefined || last.trivia === "blank") return true;
  return last.span.end <= (scanner.source.lineStarts[scanner.line - 1] ?? 0);
}

function makeNewline(scanner: Scanner, end: number): Token {
  return makeToken(Newline, "", scanner.position, end, scanner.line);
}

function scanSpace(scanner: Scanner, code: number): void {
  const { position } = scanner;
  scanner.position++;
  if (code <= 32 || !isOdd(code)) return;
  let end = position + 1;
  while (end < scanner.text.length && isOdd(scanner.text.charCodeAt(end))) end++;
  report(scanner, "E0130", { code: code.toString(16).toUpperCase().padStart(4, "0") }, position, end, {
    fixes: [safeFix("write an ordinary space", edit(scanner, position, end, " "))],
  });
  scanner.position = end;
}

/** Spaces that are not the space bar's, and characters that cannot be seen. */
function isOdd(code: number): boolean {
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200d) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x2060 ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

function isSpace(code: number): boolean {
  return code <= 0x9f || isOdd(code) || isDirectional(code);
}

function isDirectional(code: number): boolean {
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2061 && code <= 0x2069);
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const hidden = /(?:[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Cs})+/gu;

/** Reports control characters, directional controls and broken characters, wherever they stand; a run of them once. */
function reportHidden(scanner: Scanner): void {
  for (const match of scanner.text.matchAll(hidden)) {
    if (scanner.diagnostics.length >= maxDiagnostics) return;
    const { index } = match;
    const end = index + match[0].length;
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    report(scanner, "E0129", { code }, index, end, {
      fixes: [suggestedFix("remove it", edit(scanner, index, end, ""))],
    });
  }
}
