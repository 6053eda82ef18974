/** Making nodes from tokens: spans, comments, texts. */
import type { Span } from "../text/span.ts";
import type { Commented, LabelNode, Path, Segment, StringNode, TextPart, Trivia, ValueNode, Word } from "./ast.ts";
import { Name, type Token } from "./tokens.ts";

/** The span of one token. */
export function tokenSpan(file: string, token: Token): Span {
  return { file, start: token.start, end: token.end };
}

/** The span from the start of one token to the end of another; an empty one when they stand in the wrong order. */
export function spanBetween(file: string, first: Token, last: Token): Span {
  return { file, start: first.start, end: Math.max(first.start, last.end) };
}

/** A bare word. */
export function makeWord(file: string, token: Token): Word {
  return { text: token.image, span: tokenSpan(file, token) };
}

/** A one-line text. */
export function makeString(file: string, token: Token): StringNode {
  return { type: "string", parts: token.parts, span: tokenSpan(file, token) };
}

/** A text without interpolation, for a word that should have stood in quotes. */
export function makeLiteral(text: string, span: Span): StringNode {
  return { type: "string", parts: text === "" ? [] : [{ part: "literal", text, span }], span };
}

/** A text block. */
export function makeTextBlock(file: string, token: Token): ValueNode {
  const opening = /^(\$*)("+)/.exec(token.image);
  return {
    type: "text-block",
    parts: token.parts,
    dollars: opening?.[1]?.length ?? 0,
    quotes: opening?.[2]?.length ?? 3,
    span: tokenSpan(file, token),
  };
}

/** A step of a path from a word or a text; what is interpolated in the text is left out. */
export function makeSegment(file: string, token: Token): Segment {
  const quoted = token.tokenType !== Name && token.image.startsWith('"');
  return { text: quoted ? literalText(token.parts) : token.image, quoted, span: tokenSpan(file, token) };
}

/** A path from its steps; there is at least one. */
export function makePath(segments: readonly Segment[]): Path {
  const first = segments[0]?.span ?? { file: "", start: 0, end: 0 };
  return { segments, span: { ...first, end: segments.at(-1)?.span.end ?? first.end } };
}

/** The literal characters of a text. */
export function literalText(parts: readonly TextPart[]): string {
  return parts.map((part) => (part.part === "literal" ? part.text : "")).join("");
}

/** A label of one word or one text. */
export function makeLabel(file: string, token: Token): LabelNode {
  const span = tokenSpan(file, token);
  return token.tokenType === Name
    ? { label: "word", text: token.image, span }
    : { label: "string", value: makeString(file, token), span };
}

const nothing: readonly Trivia[] = [];

/** Comments and blank lines in front of `first`; a blank line at the very start of a body says nothing. */
export function leadingOf(first: Token, isFirst: boolean): readonly Trivia[] {
  if (first.before.length === 0) return nothing;
  return isFirst && first.before[0]?.trivia === "blank" ? first.before.slice(1) : first.before;
}

/** Comments in front of a closing bracket; blank lines at their ends say nothing. */
export function innerOf(closer: Token, isEmpty: boolean): readonly Trivia[] {
  const leading = leadingOf(closer, isEmpty);
  return leading.at(-1)?.trivia === "blank" ? leading.slice(0, -1) : leading;
}

/**
 * The comments around an entry or item which starts with `first` and ends with `last`. `opening` is the bracket that
 * ends its first line, `separator` the comma behind it; both may carry a comment.
 */
export function commentsOf(first: Token, last: Token, isFirst: boolean, opening?: Token, separator?: Token): Commented {
  const leading = leadingOf(first, isFirst);
  const atEnd = last.comment ?? separator?.comment;
  const oneLine = last.endLine === first.line;
  const trailing = oneLine ? atEnd : opening?.comment;
  const closing = oneLine ? undefined : atEnd;
  if (trailing === undefined && closing === undefined) return { leading };
  if (closing === undefined) return { leading, trailing: trailing ?? "" };
  return trailing === undefined ? { leading, closing } : { leading, trailing, closing };
}
