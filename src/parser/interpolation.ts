import type { Path, Segment } from "./ast.ts";
import { unescapeText } from "./quote.ts";

/** The result of reading `path}`: the path and the offset behind the brace. */
export interface Interpolation {
  readonly path: Path;
  readonly end: number;
}

const word = /[A-Za-z][A-Za-z0-9_-]*/y;
const quoted = /"(?:[^"\\\r\n]|\\(?:["\\$nt]|u\{(?:10|0?[0-9A-Fa-f])?[0-9A-Fa-f]{1,4}\}))*"/y;
const anything = /[^"{}\r\n]*(?:"[^"\r\n]*"[^"{}\r\n]*)*\}/y;

/**
 * Reads the path of an interpolation from `start`, the offset behind its opening brace, up to and with the closing
 * brace. Gives undefined when something else than a path stands there.
 */
export function readInterpolation(file: string, text: string, start: number): Interpolation | undefined {
  const segments: Segment[] = [];
  let at = skipSpaces(text, start);
  const pathStart = at;
  for (;;) {
    const found = matchAt(word, text, at);
    const name = found ?? (segments.length === 0 ? undefined : matchAt(quoted, text, at));
    if (name === undefined) return undefined;
    const isQuoted = found === undefined;
    segments.push({
      text: isQuoted ? unescapeText(name.slice(1, -1)) : name,
      quoted: isQuoted,
      span: { file, start: at, end: at + name.length },
    });
    at += name.length;
    if (text[at] !== ".") break;
    at++;
  }
  const path = { segments, span: { file, start: pathStart, end: at } };
  at = skipSpaces(text, at);
  return text[at] === "}" ? { path, end: at + 1 } : undefined;
}

/**
 * The offset behind the brace that closes an interpolation whose content is not a path, or undefined when none does on
 * this line.
 */
export function endOfBadInterpolation(text: string, start: number): number | undefined {
  const found = matchAt(anything, text, start);
  return found === undefined ? undefined : start + found.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function skipSpaces(text: string, at: number): number {
  let end = at;
  while (text[end] === " " || text[end] === "\t") end++;
  return end;
}
