/** The token types of the grammar and the tokens that the scanner makes: Chevrotain's, with comments attached. */
import { EOF, type IToken, type TokenType, createToken } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { TextPart, Trivia } from "./ast.ts";

/** A mistake that is known but perhaps never reported; making the diagnostic waits until it is. */
export interface Mistake {
  readonly code: string;
  readonly make: () => Diagnostic;
}

/**
 * A token. `startOffset` is Chevrotain's; `start` and `end` (exclusive) are ours and are
 * always inside the file. Tokens which the layout adds (a closing brace that was left out) have `start === end`.
 */
export interface Token extends IToken {
  readonly start: number;
  readonly end: number;
  /** 1-based line where the token starts. */
  readonly line: number;
  /** 1-based line where the token ends; differs from `line` in a text block only. */
  readonly endLine: number;
  /** Width of the indentation when the token is the first of its line, otherwise -1. */
  readonly indent: number;
  /** Comment lines and blank lines above the token. */
  before: readonly Trivia[];
  /** Comment behind the token on the same line, with its `#`. */
  comment: string | undefined;
  /** What a text holds, escapes and interpolations read; empty for everything else. */
  readonly parts: readonly TextPart[];
  /** A mistake that is reported when, and only when, the grammar uses the token. */
  readonly mistake: Mistake | undefined;
}

const make = (name: string): TokenType => createToken({ name });

/** A word that starts with a letter: a key, a kind, a name, a step of a path. A reserved word in a key or behind a dot is one too. */
export const Name = make("Name");
/** A text between double quotes, on one line. */
export const Text = make("Text");
/** A text of several lines between rows of three or more double quotes, with dollars in front when it is interpolated. */
export const TextBlock = make("TextBlock");
/** A file mode: `0` and three or four octal digits, such as `0644`. */
export const Mode = make("Mode");
/** A number with its unit: `30s`, `256MB`, `85%`. */
export const Quantity = make("Quantity");
/** A number without a unit, whole or decimal, perhaps negative. */
export const Num = make("Number");
/** Several characters that mean something only between quotes: a path, a URL, a date. */
export const BadWord = make("BadWord");
/** A line, or several, of YAML. */
export const Yaml = make("Yaml");
/** `=`, between a key and its value. */
export const Equals = make("Equals");
/** `:=`, `=>`, `==`, `+=`: what other languages write for `=`. */
export const WrongEquals = make("WrongEquals");
/** `:`, in front of a type. */
export const Colon = make("Colon");
/** `.`, between the steps of a path. */
export const Dot = make("Dot");
/** `,`, between items, and between the entries of a block on one line. */
export const Comma = make("Comma");
/** `;`, which the language does not have (E0107). */
export const Semicolon = make("Semicolon");
/** `...`, which spreads a list or a map. */
export const Ellipsis = make("Ellipsis");
/** The braces of a body; the layout adds a closing one that was left out. */
export const LBrace = make("LBrace");
export const RBrace = make("RBrace");
/** The brackets of a list. */
export const LBracket = make("LBracket");
export const RBracket = make("RBracket");
/** The parentheses of a call or of a type. */
export const LParen = make("LParen");
export const RParen = make("RParen");
/** The end of a line that ends an entry; the layout drops those inside brackets. */
export const Newline = make("Newline");
/** The reserved words, in the order of {@link reserved}. */
export const Envspec = make("envspec");
export const Use = make("use");
export const Environment = make("environment");
export const Module = make("module");
export const Let = make("let");
export const Param = make("param");
export const Secret = make("secret");
export const Output = make("output");
export const Remove = make("remove");
export const Absent = make("absent");
export const True = make("true");
export const False = make("false");
export const This = make("this");

/** The reserved words. They are ordinary words in keys and behind a dot; see `asWord` in `layout.ts`. */
export const reserved: ReadonlyMap<string, TokenType> = new Map(
  [Envspec, Use, Environment, Module, Let, Param, Secret, Output, Remove, Absent, True, False, This].map((type) => [
    type.name,
    type,
  ]),
);

/** Every token type; the grammar's vocabulary. */
export const vocabulary: readonly TokenType[] = [
  Name,
  Text,
  TextBlock,
  Mode,
  Quantity,
  Num,
  BadWord,
  Yaml,
  Equals,
  WrongEquals,
  Colon,
  Dot,
  Comma,
  Semicolon,
  Ellipsis,
  LBrace,
  RBrace,
  LBracket,
  RBracket,
  LParen,
  RParen,
  Newline,
  ...reserved.values(),
];

const noTrivia: readonly Trivia[] = [];
const noParts: readonly TextPart[] = [];

/** Makes a token; all of them have the same fields in the same order, which keeps the parser fast. */
export function makeToken(
  type: TokenType,
  image: string,
  start: number,
  end: number,
  line: number,
  endLine = line,
  indent = -1,
  before: readonly Trivia[] = noTrivia,
  parts: readonly TextPart[] = noParts,
  mistake?: Mistake,
): Token {
  return {
    image,
    startOffset: start,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
    tokenType: type,
    start,
    end,
    line,
    endLine,
    indent,
    before,
    comment: undefined,
    parts,
    mistake,
  };
}

/** The token behind the last one. */
export function makeEnd(offset: number, line: number, before: readonly Trivia[]): Token {
  return makeToken(EOF, "", offset, offset, line, line, 0, before);
}

/** The same token under another type: a reserved word that is used as an ordinary one. */
export function retype(token: Token, type: TokenType): Token {
  return { ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx ?? 0 };
}
