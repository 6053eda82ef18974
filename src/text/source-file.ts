import type { Position, Span } from "./span.ts";

/** The text of one file, with an index of where its lines start. Build it with {@link createSourceFile}. */
export interface SourceFile {
  /** Path relative to the root file's folder, forward slashes; the `file` of every span in it. */
  readonly path: string;
  /** The text as read, a leading byte order mark removed; line ends are kept as they are. */
  readonly text: string;
  /** UTF-16 offset of the first character of each line; always starts with 0. */
  readonly lineStarts: readonly number[];
}

/** Indexes a file's text. `\n`, `\r\n` and a lone `\r` each end a line. A leading byte order mark is dropped. */
export function createSourceFile(path: string, text: string): SourceFile {
  const clean = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const lineStarts = [0];
  for (let i = 0; i < clean.length; i++) {
    const code = clean.charCodeAt(i);
    if (code === 10 || (code === 13 && clean.charCodeAt(i + 1) !== 10)) lineStarts.push(i + 1);
  }
  return { path, text: clean, lineStarts };
}

/** The position of an offset; an offset past the end gives the end, a negative one the start. */
export function positionAt(source: SourceFile, offset: number): Position {
  const target = Math.max(0, Math.min(offset, source.text.length));
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= target) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: target - (source.lineStarts[low] ?? 0) + 1 };
}

/** The text of a 1-based line without its line end; an empty string for a line that does not exist. */
export function lineText(source: SourceFile, line: number): string {
  const start = source.lineStarts[line - 1];
  if (start === undefined) return "";
  const end = source.lineStarts[line] ?? source.text.length;
  return source.text.slice(start, end).replace(/[\r\n]+$/, "");
}

/** `path:line:column` of a span's start, the form that terminals and editors make clickable. */
export function describeSpan(source: SourceFile, span: Span): string {
  const { line, column } = positionAt(source, span.start);
  return `${source.path}:${line}:${column}`;
}
