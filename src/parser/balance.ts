/**
 * Makes every bracket have its partner, so that the grammar never meets an open end: a closing bracket that was left
 * out is added where the indentation says it belongs, a stray one is taken out, and what is nested too deeply is cut.
 */
import type { TokenType } from "chevrotain";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type SourceFile } from "../text/source-file.ts";
import { lineEnd, maxDepth, maxDiagnostics } from "./scanner.ts";
import {
  Equals,
  LBrace,
  LBracket,
  LParen,
  Newline,
  RBrace,
  RBracket,
  RParen,
  type Token,
  WrongEquals,
  makeToken,
} from "./tokens.ts";

/** Tokens whose brackets all have partners, and what was wrong with the others. */
export interface Balanced {
  readonly tokens: readonly Token[];
  readonly diagnostics: readonly Diagnostic[];
  /** Number of brackets without partner, reported or not. */
  readonly mistakes: number;
}

const partner: ReadonlyMap<TokenType, TokenType> = new Map([
  [LBrace, RBrace],
  [LBracket, RBracket],
  [LParen, RParen],
]);
const closers: ReadonlyMap<TokenType, string> = new Map([
  [RBrace, "}"],
  [RBracket, "]"],
  [RParen, ")"],
]);

/** Balances the tokens of a file. A file without such mistakes is given back as it is. */
export function balance(source: SourceFile, tokens: readonly Token[]): Balanced {
  if (isBalanced(tokens)) return { tokens, diagnostics: [], mistakes: 0 };
  const matched = matchBrackets(tokens);
  const byIndent = repair(source, tokens, matched, true);
  // Where every brace stands at the margin, indentation says nothing and would only add complaints.
  const plain = repair(source, tokens, matched, false);
  return plain.mistakes < byIndent.mistakes ? plain : byIndent;
}

function isBalanced(tokens: readonly Token[]): boolean {
  const stack: (TokenType | undefined)[] = [];
  for (const { tokenType } of tokens) {
    if (partner.has(tokenType)) {
      if (stack.length === maxDepth) return false;
      stack.push(partner.get(tokenType));
    } else if (closers.has(tokenType) && stack.pop() !== tokenType) return false;
  }
  return stack.length === 0;
}

/** The round and square brackets that have a partner with nothing in between which cannot stand inside brackets. */
function matchBrackets(tokens: readonly Token[]): ReadonlySet<Token> {
  const matched = new Set<Token>();
  const stack: Token[] = [];
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === LBracket || type === LParen) stack.push(token);
    else if (type === RBracket || type === RParen) {
      let open = stack.pop();
      if (open !== undefined && partner.get(open.tokenType) !== type) open = stack.pop();
      if (open !== undefined && partner.get(open.tokenType) === type) matched.add(open).add(token);
    } else if (type === LBrace || type === RBrace || type === Equals || type === WrongEquals) stack.length = 0;
  }
  return matched;
}

/** An open bracket with the indentation of its line. */
interface Open {
  readonly token: Token;
  readonly lineIndent: number;
  /** False when it is known to be left open. */
  readonly matched: boolean;
}

/** The state of one repair. */
interface Repair {
  readonly source: SourceFile;
  readonly out: Token[];
  readonly stack: Open[];
  readonly diagnostics: Diagnostic[];
  mistakes: number;
  /** Nesting at which cutting started; undefined while nothing is cut. */
  cutAt: number | undefined;
  /** The last token that stands in the file. */
  last: Token | undefined;
}

function repair(
  source: SourceFile,
  tokens: readonly Token[],
  matched: ReadonlySet<Token>,
  byIndent: boolean,
): Balanced {
  const state: Repair = { source, out: [], stack: [], diagnostics: [], mistakes: 0, cutAt: undefined, last: undefined };
  const entryLines = new Set<number>();
  for (const { tokenType, line } of tokens)
    if (tokenType === Equals || tokenType === WrongEquals || tokenType === LBrace) entryLines.add(line);
  let lineIndent = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.indent >= 0) {
      lineIndent = token.indent;
      closeAtLine(state, token, entryLines, byIndent, index === tokens.length - 1);
    }
    const type = token.tokenType;
    if (partner.has(type)) {
      if (type === LBrace) closeBrackets(state);
      open(state, { token, lineIndent, matched: type === LBrace || matched.has(token) });
    } else if (closers.has(type)) close(state, token, byIndent);
    else keep(state, token);
    if (type !== Newline) state.last = token;
  }
  return { tokens: state.out, diagnostics: state.diagnostics, mistakes: state.mistakes };
}

function keep(state: Repair, token: Token): void {
  if (state.cutAt === undefined) state.out.push(token);
}

function open(state: Repair, bracket: Open): void {
  if (state.stack.length >= maxDepth && state.cutAt === undefined) {
    state.cutAt = state.stack.length;
    const { start, end } = bracket.token;
    state.diagnostics.push(diagnose("E0131", { depth: maxDepth }, { file: state.source.path, start, end }));
  }
  keep(state, bracket.token);
  state.stack.push(bracket);
}

/** Takes the innermost open bracket off the stack; `token` is its partner, or undefined when none was written. */
function pop(state: Repair, token: Token | undefined): void {
  const top = state.stack.pop();
  if (top === undefined) return;
  const at = state.last?.end ?? 0;
  const type = partner.get(top.token.tokenType) ?? RBrace;
  if (token === undefined) state.mistakes++;
  if (token === undefined && state.cutAt === undefined && state.diagnostics.length < maxDiagnostics)
    reportOpen(state, top, closers.get(type) ?? "}");
  if (state.cutAt !== undefined) {
    if (state.stack.length === state.cutAt) state.cutAt = undefined;
    return;
  }
  if (token !== undefined) {
    state.out.push(token);
    return;
  }
  // A line end that came before the added bracket stays behind it.
  const newline = state.out.at(-1)?.tokenType === Newline && type !== RBrace ? state.out.pop() : undefined;
  state.out.push(makeToken(type, "", at, at, state.last?.endLine ?? 1));
  if (newline !== undefined) state.out.push(newline);
  else if (type === RBrace) state.out.push(makeToken(Newline, "", at, at, state.last?.endLine ?? 1));
}

function reportOpen(state: Repair, { token, lineIndent }: Open, closer: string): void {
  const { source } = state;
  const span = { file: source.path, start: token.start, end: token.end };
  const at =
    token.tokenType === LBrace ? lineEnd(source.text, state.last?.end ?? token.end) : (state.last?.end ?? token.end);
  const text =
    token.tokenType === LBrace && state.last?.endLine !== token.line ? `\n${" ".repeat(lineIndent)}}` : ` ${closer}`;
  const fix = {
    title: "close it here",
    safety: "suggested" as const,
    edits: [{ span: { file: source.path, start: at, end: at }, text: token.tokenType === LBrace ? text : closer }],
  };
  if (token.tokenType === LBrace) state.diagnostics.push(diagnose("E0115", {}, span, { fixes: [fix] }));
  else state.diagnostics.push(diagnose("E0117", { opening: token.image, closing: closer }, span, { fixes: [fix] }));
}

/** At the start of a line: closes what must have ended before it. */
function closeAtLine(
  state: Repair,
  token: Token,
  entryLines: ReadonlySet<number>,
  byIndent: boolean,
  isEnd: boolean,
): void {
  if (isEnd) {
    while (state.stack.length > 0) pop(state, undefined);
    return;
  }
  for (let top = state.stack.at(-1); top !== undefined; top = state.stack.at(-1)) {
    const isBrace = top.token.tokenType === LBrace;
    if (token.tokenType === partner.get(top.token.tokenType)) return;
    if (isBrace && (!byIndent || token.tokenType === RBracket || token.tokenType === RParen)) return;
    const isOver = isBrace
      ? token.indent <= top.lineIndent && token.tokenType !== RBrace
      : !top.matched && (entryLines.has(token.line) || token.tokenType === RBrace || token.indent <= top.lineIndent);
    if (!isOver) return;
    pop(state, undefined);
  }
}

/** Braces never stand inside brackets: what is open there was left open. */
function closeBrackets(state: Repair): void {
  for (
    let top = state.stack.at(-1);
    top !== undefined && top.token.tokenType !== LBrace && !top.matched;
    top = state.stack.at(-1)
  )
    pop(state, undefined);
}

function close(state: Repair, token: Token, byIndent: boolean): void {
  if (token.tokenType !== RBrace) {
    const closes = (depth: number): boolean => {
      const type = state.stack.at(depth)?.token.tokenType;
      return type !== undefined && partner.get(type) === token.tokenType;
    };
    // `[f(a]`: the inner one was left open.
    if (!closes(-1) && closes(-2) && state.stack.at(-1)?.token.tokenType !== LBrace) pop(state, undefined);
    if (closes(-1)) pop(state, token);
    else reportStray(state, token);
    return;
  }
  closeBrackets(state);
  if (byIndent && token.indent >= 0 && state.stack.length <= 2 * maxDepth) {
    // A brace at the start of a line closes the block that starts at the same indentation, when there is one.
    const wanted = state.stack.findLastIndex((open) => open.lineIndent <= token.indent);
    if (state.stack[wanted]?.lineIndent === token.indent) while (state.stack.length > wanted + 1) pop(state, undefined);
    else if (wanted === state.stack.length - 1 && wanted >= 0) {
      const outer = state.stack[wanted];
      if (outer !== undefined && token.indent > outer.lineIndent && closedHere(state, token.indent)) {
        reportStray(state, token);
        return;
      }
    }
  }
  if (state.stack.at(-1)?.token.tokenType === LBrace) pop(state, token);
  else reportStray(state, token);
}

/** True when a block at this indentation was closed just before: the brace at hand is one too many. */
function closedHere(state: Repair, indent: number): boolean {
  const last = state.last;
  return last?.tokenType === RBrace && last.indent === indent;
}

function reportStray(state: Repair, token: Token): void {
  state.mistakes++;
  if (state.cutAt !== undefined || state.diagnostics.length >= maxDiagnostics) return;
  const span = { file: state.source.path, start: token.start, end: token.end };
  const fix = { title: "remove it", safety: "suggested" as const, edits: [{ span, text: "" }] };
  state.diagnostics.push(diagnose("E0116", { seen: token.image }, span, { fixes: [fix] }));
}
