/** What people paste from other languages: comments, YAML lines, heredocs. */
import {
  type Scanner,
  afterLineEnd,
  edit,
  emit,
  indentWidth,
  lineEnd,
  report,
  safeFix,
  suggestedFix,
} from "./scanner.ts";
import { BadWord, Yaml } from "./tokens.ts";

const yamlItem = /(?:-(?=[ \t]|$)|---[ \t]*$)/y;
const yamlKey = /^(["']?)[\w.-]+\1:[ \t]*(?:[|>][-+]?[ \t]*)?(?:#.*)?$/;

/** Scans a comment of another language (slashes, or a slash and a star) at the scanner's position, and reports it. */
export function scanForeignComment(scanner: Scanner): void {
  const { text, position } = scanner;
  const isBlock = text[position + 1] === "*";
  let end = lineEnd(text, position);
  if (!isBlock) {
    report(scanner, "E0109", { seen: "//" }, position, end, {
      fixes: [safeFix("write it with `#`", edit(scanner, position, position + 2, "#"))],
    });
    keepComment(scanner, `#${text.slice(position + 2, end).trimEnd()}`, end);
    return;
  }
  const close = scanner.withoutClosing.has("*/") ? -1 : text.indexOf("*/", position + 2);
  if (close < 0) scanner.withoutClosing.add("*/");
  const isOneLine = close >= 0 && close < end;
  const endsLine = isOneLine && text.slice(close + 2, end).trim() === "";
  const content = text.slice(position + 2, close).trim();
  if (close >= 0) end = close + 2;
  report(scanner, "E0109", { seen: "/*" }, position, isOneLine ? end : position + 2, {
    fixes: endsLine ? [safeFix("write it with `#`", edit(scanner, position, end, `# ${content}`))] : [],
  });
  for (let at = lineEnd(text, position); at < end; at = lineEnd(text, afterLineEnd(text, at))) {
    if (afterLineEnd(text, at) === at) break;
    scanner.line++;
  }
  scanner.position = end;
}

/** Keeps a comment whose line ends at `end`: above the next token, or behind the last one. */
export function keepComment(scanner: Scanner, comment: string, end: number): void {
  const { position } = scanner;
  const last = scanner.tokens.at(-1);
  if (scanner.atLineStart || last === undefined) {
    const doc = comment.startsWith("##") && comment[2] !== "#";
    const span = { file: scanner.source.path, start: position, end };
    scanner.pending.push({ trivia: "comment", text: comment, doc, span });
  } else {
    last.comment = comment;
  }
  scanner.position = end;
}

/** Scans pasted YAML at the start of a line, all lines that belong to it at once; false when the line is none. */
export function scanYaml(scanner: Scanner): boolean {
  if (scanner.brackets > 0) return false;
  const { text, position } = scanner;
  let end = lineEnd(text, position);
  const line = text.slice(position, Math.min(end, position + 200));
  yamlItem.lastIndex = 0;
  const isItem = yamlItem.test(line);
  if (!isItem && !(yamlKey.test(line) && hasYamlBelow(scanner, end))) return false;
  for (
    let before = end, at = afterLineEnd(text, end);
    at > before && at < text.length;
    at = afterLineEnd(text, before)
  ) {
    const stop = lineEnd(text, at);
    const first = skipIndent(text, at, stop);
    if (first < stop) {
      if (!belongsTo(scanner, at, first)) break;
      end = stop;
    }
    before = stop;
  }
  report(
    scanner,
    "E0113",
    {},
    position,
    lineEnd(text, position),
    isItem
      ? {}
      : {
          help: "write a block: the name, an opening brace, one attribute per line, a closing brace",
        },
  );
  emit(scanner, Yaml, end, undefined, undefined, scanner.line + countLines(text, position, end));
  return true;
}

function hasYamlBelow(scanner: Scanner, end: number): boolean {
  const { text } = scanner;
  for (let at = afterLineEnd(text, end); at < text.length;) {
    const stop = lineEnd(text, at);
    const first = skipIndent(text, at, stop);
    if (first < stop) return belongsTo(scanner, at, first) && !/^[{}]/.test(text.slice(first, first + 1));
    const next = afterLineEnd(text, stop);
    if (next === stop) return false;
    at = next;
  }
  return false;
}

/** A line belongs to the YAML above it when it is deeper, or the next item of the same list. */
function belongsTo(scanner: Scanner, lineStart: number, first: number): boolean {
  const width = indentWidth(scanner.text, lineStart, first);
  if (width !== scanner.indent) return width > scanner.indent;
  return /^-(?:\s|$)/.test(scanner.text.slice(first, first + 2));
}

function countLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) count++;
  }
  return count;
}

function skipIndent(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (text[at] === " " || text[at] === "\t")) at++;
  return at;
}

const heredoc = /<<[-~]?[ \t]*["']?([A-Za-z_]\w*)["']?[ \t]*(?=[\r\n]|$)/y;

/** Scans `<<WORD` at the scanner's position up to the line that holds WORD alone; false when it is none. */
export function scanHeredoc(scanner: Scanner): boolean {
  const { text, position } = scanner;
  heredoc.lastIndex = position;
  const found = heredoc.exec(text);
  const word = found?.[1];
  if (found === null || word === undefined) return false;
  const start = position + found[0].length;
  scanner.wordLines ??= findWordLines(text);
  const closing = firstAfter(scanner.wordLines.get(word) ?? [], start);
  const end = closing === undefined ? start : lineEnd(text, closing);
  report(scanner, "E0144", {}, position, start, {
    fixes:
      closing === undefined
        ? []
        : [suggestedFix("use a text block", edit(scanner, position, start, '"""'), edit(scanner, closing, end, '"""'))],
  });
  emit(scanner, BadWord, end, undefined, undefined, scanner.line + countLines(text, position, end));
  return true;
}

/** Offsets of the lines that hold one word only, by that word. */
function findWordLines(text: string): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const match of text.matchAll(/^[ \t]*([A-Za-z_]\w*)[ \t]*$/gm)) {
    const word = match[1] ?? "";
    const offset = match.index + match[0].indexOf(word);
    const known = lines.get(word);
    if (known === undefined) lines.set(word, [offset]);
    else known.push(offset);
  }
  return lines;
}

function firstAfter(sorted: readonly number[], offset: number): number | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}
