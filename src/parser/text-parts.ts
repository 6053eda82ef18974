/** Collecting the parts of a text while it is scanned. Plain characters are copied in whole runs. */
import type { Path, TextPart } from "./ast.ts";

/** A text that is being read. Make it with {@link startParts}. */
export interface PartBuffer {
  readonly file: string;
  readonly source: string;
  readonly parts: TextPart[];
  /** Literal characters read since the last path. */
  literal: string;
  /** Offset where that literal starts. */
  literalStart: number;
  /** Offset of the first character that is not copied yet. */
  runStart: number;
}

/** An empty text whose first character stands at `start`. */
export function startParts(file: string, source: string, start: number): PartBuffer {
  return { file, source, parts: [], literal: "", literalStart: start, runStart: start };
}

/** Copies the plain characters before `start`, then adds `value` for what stands in the source up to `end`. */
export function addLiteral(buffer: PartBuffer, value: string, start: number, end: number): void {
  buffer.literal += buffer.source.slice(buffer.runStart, start) + value;
  buffer.runStart = end;
}

/** Adds an interpolated path, written from `start` to `end` with everything that marks it. */
export function addPath(buffer: PartBuffer, path: Path, start: number, end: number): void {
  flush(buffer, start);
  buffer.parts.push({ part: "path", path, span: { file: buffer.file, start, end } });
  buffer.runStart = end;
  buffer.literalStart = end;
}

/** Ends the text at `end`, the offset behind its last character, and gives its parts; an empty text has none. */
export function finishParts(buffer: PartBuffer, end: number): readonly TextPart[] {
  flush(buffer, end);
  return buffer.parts;
}

function flush(buffer: PartBuffer, end: number): void {
  addLiteral(buffer, "", Math.max(end, buffer.runStart), Math.max(end, buffer.runStart));
  if (buffer.literal === "") return;
  buffer.parts.push({
    part: "literal",
    text: buffer.literal,
    span: { file: buffer.file, start: buffer.literalStart, end: Math.max(end, buffer.literalStart) },
  });
  buffer.literal = "";
}
