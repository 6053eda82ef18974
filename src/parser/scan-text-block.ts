/**
 * Text blocks. The opening quotes end their line, the closing quotes stand first on theirs, the indentation of the
 * closing quotes is removed from every line, and the line end before them belongs to the text.
 */
import { endOfBadInterpolation, readInterpolation } from "./interpolation.ts";
import { quoteText } from "./quote.ts";
import {
  type Scanner,
  afterLineEnd,
  edit,
  emit,
  excerpt,
  indentWidth,
  lineEnd,
  report,
  safeFix,
  suggestedFix,
} from "./scanner.ts";
import { type PartBuffer, addLiteral, addPath, finishParts, startParts } from "./text-parts.ts";
import { Text, TextBlock } from "./tokens.ts";

/** The opening of a text block. */
interface Opening {
  readonly dollars: number;
  readonly quotes: number;
  /** Offset behind the quotes. */
  readonly end: number;
}

/** Where a text block ends. */
interface Ending {
  /** Offset where the content ends: the start of the closing line. */
  readonly content: number;
  /** Offset of the closing quotes; where there are none, the end of the content. */
  readonly closing: number;
  readonly end: number;
  /** What is wrong with the closing. */
  readonly mistake?: "missing" | "misplaced";
}

const opening = /(\$*)("{3,})/y;
const blockLine = /(?:[=([,]|^)[ \t]*\$*("{3,})[ \t]*$/;

/** The opening of a text block at the scanner's position, or undefined when none stands there. */
function readOpening(scanner: Scanner): Opening | undefined {
  opening.lastIndex = scanner.position;
  const found = opening.exec(scanner.text);
  if (found === null) return undefined;
  const [all, dollars = "", quotes = ""] = found;
  return { dollars: dollars.length, quotes: quotes.length, end: scanner.position + all.length };
}

/** Scans a text block at the scanner's position; false, and nothing done, when none starts there. */
export function scanTextBlock(scanner: Scanner): boolean {
  const open = readOpening(scanner);
  if (open === undefined) return false;
  const { text } = scanner;
  const firstEnd = lineEnd(text, open.end);
  const rest = text.slice(open.end, firstEnd);
  const contentStart = afterLineEnd(text, firstEnd);
  if (rest.trim() !== "" && scanOneLineBlock(scanner, open, rest)) return true;
  if (rest.trim() !== "") {
    report(scanner, "E0120", { seen: excerpt(rest) }, open.end, firstEnd, {
      fixes: [suggestedFix("move it to the next line", edit(scanner, open.end, open.end, "\n"))],
    });
  }
  const ending = findEnding(scanner, open, contentStart);
  if (ending.mistake === "missing") reportMissing(scanner, open);
  const lines = countLineEnds(text, open.end, ending.closing);
  const parts = readContent(scanner, open, contentStart, ending);
  emit(scanner, TextBlock, Math.max(ending.end, open.end), parts, undefined, scanner.line + lines);
  return true;
}

/** `"""text"""` on one line: reported, and read as the text that was meant. */
function scanOneLineBlock(scanner: Scanner, open: Opening, rest: string): boolean {
  const close = rest.indexOf('"'.repeat(open.quotes));
  if (close < 0) return false;
  const content = rest.slice(0, close);
  const end = open.end + close + open.quotes;
  report(scanner, "E0120", { seen: excerpt(content) }, scanner.position, end, {
    help: "a text of one line stands between single double quotes",
    fixes: [safeFix("write it between double quotes", edit(scanner, scanner.position, end, quoteText(content)))],
  });
  const span = { file: scanner.source.path, start: open.end, end: open.end + close };
  emit(scanner, Text, end, content === "" ? [] : [{ part: "literal", text: content, span }]);
  return true;
}

/**
 * Looks for the closing line. Another block's opening at most as deep as ours, or the end of the file, means that ours
 * was not closed: it ends at quotes that stand at the end of a line of text, or before the first line at most as deep.
 */
function findEnding(scanner: Scanner, open: Opening, contentStart: number): Ending {
  const { text } = scanner;
  const limit = scanner.indent;
  let misplaced: Ending | undefined;
  let shallow: number | undefined;
  const mark = '"'.repeat(open.quotes);
  const known = scanner.withoutClosing.has(mark);
  for (let at = contentStart; at < text.length;) {
    const end = lineEnd(text, at);
    const first = skipIndent(text, at, end);
    const quotes = countQuotes(text, first);
    if (quotes === open.quotes && !known) return { content: at, closing: first, end: first + quotes };
    const atMostAsDeep = first < end && indentWidth(text, at, first) <= limit;
    if (atMostAsDeep && shallow === undefined) shallow = at;
    if (first < end && quotes < open.quotes) {
      const line = text.slice(first, end);
      if (atMostAsDeep && (blockLine.exec(line)?.[1]?.length ?? 0) >= open.quotes) break;
      misplaced ??= misplacedEnding(line, first, open);
    }
    if (known && shallow !== undefined) break;
    at = afterLineEnd(text, end);
    if (at === end) {
      scanner.withoutClosing.add(mark);
      break;
    }
  }
  if (misplaced !== undefined && (shallow === undefined || misplaced.closing < shallow)) return misplaced;
  const stop = shallow === undefined ? text.length : beforeLineEnd(text, shallow);
  return { content: Math.max(stop, contentStart), closing: Math.max(stop, open.end), end: stop, mistake: "missing" };
}

function misplacedEnding(line: string, start: number, open: Opening): Ending | undefined {
  const trimmed = line.trimEnd();
  const quotes = trimmed.length - trimmed.replace(/"+$/, "").length;
  if (quotes !== open.quotes || quotes === trimmed.length || blockLine.test(trimmed)) return undefined;
  const closing = start + trimmed.length - quotes;
  return { content: closing, closing, end: closing + quotes, mistake: "misplaced" };
}

function reportMissing(scanner: Scanner, open: Opening): void {
  const quotes = '"'.repeat(open.quotes);
  report(scanner, "E0119", { quotes }, scanner.position, open.end);
}

/** Reads the lines of a block, indentation removed, and reports lines that are less indented than the closing quotes. */
function readContent(scanner: Scanner, open: Opening, start: number, ending: Ending): PartBuffer["parts"] {
  const { text } = scanner;
  const parts = startParts(scanner.source.path, text, start);
  const indent =
    ending.mistake === undefined
      ? text.slice(ending.content, ending.closing)
      : commonIndent(text, start, ending.content);
  let reported = false;
  for (let at = start; at < ending.content;) {
    const end = Math.min(lineEnd(text, at), ending.content);
    const first = skipIndent(text, at, end);
    let contentAt = at + indent.length;
    if (!text.startsWith(indent, at) || contentAt > end) {
      if (first < end && !reported && ending.mistake === undefined) {
        reportIndentation(scanner, text.slice(at, first), indent, at, first, end);
        reported = true;
      }
      contentAt = Math.min(first, at + indent.length);
    }
    addLiteral(parts, "", at, contentAt);
    readLine(scanner, parts, open, contentAt, end);
    const next = afterLineEnd(text, end);
    addLiteral(parts, "\n", end, Math.max(next, end));
    if (next === end) break;
    at = next;
  }
  if (ending.mistake === "misplaced") {
    const close = edit(scanner, ending.closing, ending.closing, `\n${indent}`);
    const span = [ending.closing, ending.end] as const;
    report(scanner, "E0122", { quotes: '"'.repeat(open.quotes) }, ...span, {
      fixes: [safeFix("move them to a line of their own", close)],
    });
  }
  return [...finishParts(parts, Math.max(start, ending.content))];
}

/** Copies one line and reads its interpolations: as many dollars as stand in front of the quotes, then `{path}`. */
function readLine(scanner: Scanner, parts: PartBuffer, open: Opening, start: number, end: number): void {
  if (open.dollars === 0) return;
  const { text } = scanner;
  const mark = `${"$".repeat(open.dollars)}{`;
  for (let at = text.indexOf(mark, start); at >= 0 && at < end; at = text.indexOf(mark, at)) {
    const found = readInterpolation(scanner.source.path, text, at + mark.length);
    if (found !== undefined && found.end <= end) {
      addPath(parts, found.path, at, found.end);
      at = found.end;
      continue;
    }
    const close = Math.min(endOfBadInterpolation(text, at + mark.length) ?? at + mark.length, end);
    const seen = excerpt(text.slice(at, close));
    report(scanner, "E0124", { seen }, at, close, {
      help: `write a path such as ${mark}db.host}, or one more dollar in front of the opening quotes to keep this as it is`,
    });
    at = Math.max(close, at + 1);
  }
}

function reportIndentation(
  scanner: Scanner,
  found: string,
  wanted: string,
  start: number,
  first: number,
  end: number,
): void {
  const mixed = indentWidth(found, 0, found.length) >= indentWidth(wanted, 0, wanted.length);
  report(scanner, "E0121", {}, start, first === start ? Math.min(start + 1, end) : first, {
    ...(mixed ? { help: "use the same spaces or tabs in front of every line and of the closing quotes" } : {}),
    fixes: [safeFix("indent it like the closing quotes", edit(scanner, start, first, wanted))],
  });
}

/** The indentation that all lines with content share. */
function commonIndent(text: string, start: number, stop: number): string {
  let common: string | undefined;
  for (let at = start; at < stop;) {
    const end = lineEnd(text, at);
    const first = skipIndent(text, at, end);
    if (first < end) {
      const indent = text.slice(at, first);
      common = common === undefined ? indent : sharedStart(common, indent);
    }
    const next = afterLineEnd(text, end);
    if (next === end) break;
    at = next;
  }
  return common ?? "";
}

function sharedStart(a: string, b: string): string {
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return a.slice(0, same);
}

function skipIndent(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (text[at] === " " || text[at] === "\t")) at++;
  return at;
}

function countQuotes(text: string, start: number): number {
  let end = start;
  while (text[end] === '"') end++;
  return end - start;
}

function countLineEnds(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = lineEnd(text, start); at < end; at = lineEnd(text, afterLineEnd(text, at))) {
    if (afterLineEnd(text, at) === at || afterLineEnd(text, at) > end) break;
    count++;
  }
  return count;
}

/** The offset before the line end in front of `offset`. */
function beforeLineEnd(text: string, offset: number): number {
  const feed = text[offset - 1] === "\n" ? offset - 1 : offset;
  return text[feed - 1] === "\r" ? feed - 1 : feed;
}
