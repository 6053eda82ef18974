/**
 * A half-open range `[start, end)` of UTF-16 offsets in one source file.
 * `file` is the file's path as the project names it: relative to the folder of
 * the root file, with forward slashes on every platform.
 */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A 1-based line and a 1-based column counted in UTF-16 code units, as editors and compilers print them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The smallest span that covers both. Both must be in the same file; the first one's file is kept. */
export function coverSpans(first: Span, last: Span): Span {
  return {
    file: first.file,
    start: Math.min(first.start, last.start),
    end: Math.max(first.end, last.end),
  };
}

/** Orders spans by file name, then start, then end: the order in which diagnostics are shown. */
export function compareSpans(a: Span, b: Span): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}
