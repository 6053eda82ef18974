/**
 * The newline, comma and brace policy. Takes balanced tokens and gives what the grammar reads: one `Newline` behind
 * every entry and nowhere else, commas inside brackets only, comments on the tokens that may carry them.
 */
import type { TokenType } from "chevrotain";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Trivia } from "./ast.ts";
import { isListTail, isValueLine } from "./look-ahead.ts";
import { lineEnd, maxDiagnostics } from "./scanner.ts";
import {
  Colon,
  Comma,
  Dot,
  Ellipsis,
  Envspec,
  Equals,
  LBrace,
  LBracket,
  LParen,
  Name,
  Newline,
  RBrace,
  RBracket,
  RParen,
  Semicolon,
  type Token,
  WrongEquals,
  makeToken,
  reserved,
  retype,
} from "./tokens.ts";

/** A bracket that is open, or the file itself. */
interface Level {
  readonly type: TokenType | undefined;
  /** Line of the opening bracket. */
  readonly line: number;
  /** First token of the current entry or list item: where comments go that can stay nowhere else. */
  start: Token | undefined;
}

interface Layout {
  readonly source: SourceFile;
  readonly raw: readonly Token[];
  readonly out: Token[];
  readonly levels: Level[];
  readonly diagnostics: Diagnostic[];
}

/** What the grammar reads, and what was wrong with line ends, commas and semicolons. */
export interface LaidOut {
  /** They belong to the caller. */
  readonly tokens: Token[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Applies the policy to the tokens of a file; the last token is the end of the file. */
export function layOut(source: SourceFile, raw: readonly Token[]): LaidOut {
  const layout: Layout = {
    source,
    raw,
    out: [],
    levels: [{ type: undefined, line: 0, start: undefined }],
    diagnostics: [],
  };
  for (let index = 0; index < raw.length; index++) place(layout, index);
  return { tokens: layout.out, diagnostics: layout.diagnostics };
}

function place(layout: Layout, index: number): void {
  const token = layout.raw[index];
  if (token === undefined) return;
  const level = topLevel(layout);
  const inBrackets = level.type === LBracket || level.type === LParen;
  switch (token.tokenType) {
    case Newline:
      if (!inBrackets) placeNewline(layout, index);
      return;
    case Comma:
      if (inBrackets) push(layout, token);
      else placeComma(layout, index, level);
      return;
    case Semicolon:
      placeSemicolon(layout, index, inBrackets);
      return;
    case LBrace:
    case LBracket:
    case LParen:
      push(layout, token);
      layout.levels.push({
        type: token.tokenType,
        line: token.line,
        start: token.tokenType === LParen ? topLevel(layout).start : undefined,
      });
      return;
    case RBrace:
      endEntry(layout);
      layout.levels.pop();
      push(layout, token);
      return;
    case RBracket:
    case RParen:
      // Pushed first: comments in front of it belong to what is inside.
      push(layout, token);
      layout.levels.pop();
      return;
    default:
      if (index === layout.raw.length - 1) endEntry(layout);
      push(layout, asWord(layout, index, token));
  }
}

function topLevel(layout: Layout): Level {
  return layout.levels.at(-1) ?? { type: undefined, line: 0, start: undefined };
}

/** Reserved words are ordinary ones in keys and behind a dot. */
function asWord(layout: Layout, index: number, token: Token): Token {
  if (token.tokenType === Name || !reserved.has(token.image)) return token;
  const before = layout.out.at(-1)?.tokenType;
  if (before === Dot) return retype(token, Name);
  if (before !== undefined && before !== Newline && before !== LBrace) return token;
  const next = layout.raw[index + 1]?.tokenType;
  return next === Equals || next === WrongEquals || next === Dot || next === Colon ? retype(token, Name) : token;
}

// ── comments ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Reports a mistake, unless there are too many already. */
function add(layout: Layout, make: () => Diagnostic): void {
  if (layout.diagnostics.length < maxDiagnostics) layout.diagnostics.push(make());
}

/** Adds a token; comments that it cannot carry move to the start of the entry or item they stand in. */
function push(layout: Layout, token: Token): void {
  const level = topLevel(layout);
  const before = layout.out.at(-1);
  const outer = layout.levels.at(token.tokenType === RBrace ? -1 : -2);
  if (before?.tokenType === LBrace && before.comment !== undefined && before.line !== outer?.start?.line) {
    // The first line of the entry is above, and may have a comment of its own: this one goes into the body.
    token.before = [asTrivia(layout, before, before.comment), ...token.before];
    before.comment = undefined;
  }
  if (before?.comment !== undefined && !mayCarry(layout, before, token, level)) {
    const start = before.tokenType === LBracket ? layout.levels.at(-2)?.start : level.start;
    hoist(start ?? before, [asTrivia(layout, before, before.comment)]);
    before.comment = undefined;
  }
  const starts = startsItem(level, before, token);
  if (starts) level.start = token;
  else if (token.before.length > 0 && !isCloser(token)) {
    hoist(
      level.start ?? token,
      token.before.filter((trivia) => trivia.trivia === "comment"),
    );
    if (level.start !== undefined && level.start !== token) token.before = [];
  }
  layout.out.push(token);
}

function isCloser(token: Token): boolean {
  return token.tokenType === RBrace || token.tokenType === RBracket || token.tokenType.name === "EOF";
}

/** True when a comment behind `before`, in front of `token`, belongs to what ends or opens there. */
function mayCarry(layout: Layout, before: Token, token: Token, level: Level): boolean {
  if (token.tokenType === Newline) return true;
  const type = before.tokenType;
  if (type === LBrace) return true;
  if (level.type !== LBracket && type !== LBracket) return token.tokenType === RBracket;
  // A list inside a call has no entry of its own to carry the comment behind its bracket.
  if (type === LBracket) return layout.levels.at(-2)?.type !== LParen;
  if (type === Comma) return layout.out.at(-2)?.comment === undefined;
  return token.tokenType === Comma || token.tokenType === RBracket || startsItem(level, before, token);
}

function startsItem(level: Level, before: Token | undefined, token: Token): boolean {
  if (isCloser(token) || token.tokenType === Newline || token.tokenType === Comma) return false;
  if (level.type === LParen) return false;
  if (level.type === LBracket) {
    if (token.tokenType === Dot || token.tokenType === LParen || token.tokenType === RParen) return false;
    return before?.tokenType !== Dot && before?.tokenType !== Ellipsis;
  }
  return before === undefined || before.tokenType === Newline || before.tokenType === LBrace;
}

function hoist(target: Token, comments: readonly Trivia[]): void {
  if (comments.length > 0) target.before = [...target.before, ...comments];
}

function asTrivia(layout: Layout, token: Token, text: string): Trivia {
  const end = lineEnd(layout.source.text, token.end);
  const start = token.end + Math.max(0, layout.source.text.slice(token.end, end).indexOf(text));
  return { trivia: "comment", text, doc: false, span: { file: layout.source.path, start, end } };
}

// ── line ends, commas, semicolons ───────────────────────────────────────────────────────────────────────────────

/** Ends the current entry where no line end does: before a closing brace and at the end of the file. */
function endEntry(layout: Layout): void {
  const before = layout.out.at(-1);
  if (before === undefined || before.tokenType === Newline || before.tokenType === LBrace) return;
  push(layout, makeToken(Newline, "", before.end, before.end, before.endLine));
}

function placeNewline(layout: Layout, index: number): void {
  const token = layout.raw[index];
  const next = layout.raw[index + 1];
  const before = layout.out.at(-1);
  if (token === undefined || next === undefined || before === undefined) return;
  const type = before.tokenType;
  if (type === Newline || type === LBrace) return;
  if (
    next.tokenType === LBrace &&
    next.indent >= 0 &&
    type !== RBrace &&
    topLevel(layout).start?.tokenType !== Envspec
  ) {
    reportOwnLine(layout, before, next);
    return;
  }
  if ((type === Equals || type === WrongEquals) && isValueLine(layout.raw, index + 1, lineIndentOf(layout))) {
    reportLine(layout, before, next);
    return;
  }
  push(layout, token);
}

function lineIndentOf(layout: Layout): number {
  return topLevel(layout).start?.indent ?? 0;
}

function reportOwnLine(layout: Layout, before: Token, brace: Token): void {
  const { path } = layout.source;
  const commented = before.comment !== undefined || brace.before.some((trivia) => trivia.trivia === "comment");
  const edits = [{ span: { file: path, start: before.end, end: brace.end }, text: " {" }];
  add(layout, () =>
    diagnose(
      "E0112",
      {},
      { file: path, start: brace.start, end: brace.end },
      {
        fixes: commented ? [] : [{ title: "move it to the line above", safety: "safe", edits }],
      },
    ),
  );
}

function reportLine(layout: Layout, equals: Token, value: Token): void {
  const { path } = layout.source;
  const edits = [{ span: { file: path, start: equals.end, end: value.start }, text: " " }];
  add(layout, () =>
    diagnose(
      "E0133",
      {},
      { file: path, start: equals.start, end: equals.end },
      {
        fixes:
          equals.comment === undefined && value.before.length === 0
            ? [{ title: "move the value up", safety: "safe", edits }]
            : [],
      },
    ),
  );
}

function placeComma(layout: Layout, index: number, level: Level): void {
  const token = layout.raw[index];
  if (token === undefined) return;
  const before = layout.out.at(-1)?.tokenType;
  const next = layout.raw[index + 1];
  const onOneLine = level.type === LBrace && level.line === token.line;
  const endsLine =
    next === undefined || next.tokenType === Newline || next.tokenType === RBrace || next.tokenType.name === "EOF";
  if (before === undefined || before === Newline || before === LBrace || (endsLine && level.type === undefined)) {
    reportComma(layout, token, "remove it", "");
    // The comment behind a comma belongs to the entry before it.
    const last = layout.out.at(-1);
    if (last !== undefined && token.comment !== undefined) last.comment ??= token.comment;
    return;
  }
  if (!endsLine && !onOneLine && isListTail(layout.raw, index)) {
    push(layout, token);
    return;
  }
  if (level.type === undefined) {
    const span = { file: layout.source.path, start: token.start, end: token.end };
    add(layout, () =>
      diagnose("E0139", {}, span, {
        fixes: [
          {
            title: "start a new line",
            safety: "safe",
            edits: [{ span: { ...span, end: next?.start ?? span.end }, text: "\n" }],
          },
        ],
      }),
    );
  }
  const newline = makeToken(Newline, ",", token.start, token.end, token.line);
  newline.comment = token.comment;
  push(layout, newline);
}

function reportComma(layout: Layout, token: Token, title: string, text: string): void {
  const span = { file: layout.source.path, start: token.start, end: token.end };
  add(layout, () => diagnose("E0141", {}, span, { fixes: [{ title, safety: "safe", edits: [{ span, text }] }] }));
}

function placeSemicolon(layout: Layout, index: number, inBrackets: boolean): void {
  const token = layout.raw[index];
  if (token === undefined) return;
  const next = layout.raw[index + 1]?.tokenType;
  const before = layout.out.at(-1);
  const ends = next === undefined || next === Newline || next === RBrace || next === Semicolon || next.name === "EOF";
  const text = ends ? "" : inBrackets || topLevel(layout).type === LBrace ? "," : "\n";
  const span = { file: layout.source.path, start: token.start, end: token.end };
  const edits = [{ span, text }];
  add(layout, () =>
    diagnose("E0107", {}, span, { fixes: [{ title: ends ? "remove it" : "replace it", safety: "safe", edits }] }),
  );
  if (before !== undefined && token.comment !== undefined) before.comment ??= token.comment;
  if (inBrackets) {
    if (!ends) push(layout, makeToken(Comma, "", token.start, token.end, token.line));
  } else endEntry(layout);
}
