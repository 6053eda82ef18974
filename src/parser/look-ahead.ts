/** What the layout and the grammar guess from the tokens of one line. Each looks at that line only. */
import type { TokenType } from "chevrotain";
import {
  BadWord,
  Comma,
  Dot,
  False,
  LBrace,
  LBracket,
  LParen,
  Mode,
  Name,
  Newline,
  Num,
  Quantity,
  RBrace,
  Semicolon,
  Text,
  TextBlock,
  This,
  type Token,
  True,
} from "./tokens.ts";

const atoms: readonly TokenType[] = [Name, Text, BadWord, Num, Quantity, Mode, True, False, This];
const plainValues: readonly TokenType[] = [Text, TextBlock, BadWord, Num, Quantity, Mode, True, False, LBracket, This];

/** True for what may be one item of a list that was written without its brackets. */
export function isAtom(type: TokenType): boolean {
  return atoms.includes(type);
}

/** True for a token that can only start a value. */
export function isPlainValue(type: TokenType): boolean {
  return plainValues.includes(type);
}

/**
 * True when the comma at `comma` and everything behind it on its line are more items: `, curl, unzip`. Looks at most
 * 200 tokens ahead.
 */
export function isListTail(tokens: readonly Token[], comma: number): boolean {
  let expectsItem = true;
  for (let i = comma + 1; i < tokens.length && i < comma + 200; i++) {
    const type = tokens[i]?.tokenType;
    if (
      type === undefined ||
      type === Newline ||
      type === LBrace ||
      type === RBrace ||
      type === Semicolon ||
      type.name === "EOF"
    )
      return !expectsItem;
    if (expectsItem) {
      if (!isAtom(type)) return false;
      expectsItem = false;
    } else if (type === Comma) expectsItem = true;
    else if (type === Dot) expectsItem = true;
    else return false;
  }
  return false;
}

/** True when the line that starts at `index` is a value which was meant to stand behind the `=` of the line above. */
export function isValueLine(tokens: readonly Token[], index: number, indent: number): boolean {
  const first = tokens[index];
  if (first === undefined || first.indent <= indent) return false;
  const next = tokens[index + 1]?.tokenType;
  if (isPlainValue(first.tokenType)) return first.tokenType !== Text || next === Newline || next === undefined;
  if (first.tokenType !== Name) return false;
  return next === Newline || next === LParen || (next === Dot && tokens[index + 3]?.tokenType === Newline);
}
