/** The syntax errors that only the grammar can see: what stands where something else should. Pure functions. */
import type { TokenType } from "chevrotain";
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";
import type { Body, Entry, Segment } from "./ast.ts";
import { literalText } from "./build.ts";
import { isAtom } from "./look-ahead.ts";
import { isWord, quoteText } from "./quote.ts";
import { excerpt } from "./scanner.ts";
import {
  BadWord,
  Comma,
  Equals,
  False,
  LBrace,
  Mode,
  Name,
  Newline,
  Num,
  Quantity,
  RBrace,
  Text,
  type Token,
  True,
  WrongEquals,
  reserved,
} from "./tokens.ts";

/** How a token is named in a message: as it is written, or what it is when it cannot be seen. */
export function describe(token: Token): string {
  if (token.tokenType.name === "EOF") return "the end of the file";
  if (token.tokenType === Newline) return token.image === "," ? "`,`" : "the end of the line";
  if (token.start === token.end) return "the end of the block";
  return `\`${excerpt(token.image)}\``;
}

function spanFrom(source: SourceFile, first: Token, last: Token): { file: string; start: number; end: number } {
  return { file: source.path, start: first.start, end: Math.max(first.start, last.end) };
}

function replace(
  source: SourceFile,
  start: number,
  end: number,
  text: string,
  title: string,
  safety: Fix["safety"],
): Fix {
  return { title, safety, edits: [{ span: { file: source.path, start, end: Math.max(start, end) }, text }] };
}

/** `key: value`, `key := value`. */
export function wrongEquals(source: SourceFile, key: string, sign: Token): Diagnostic {
  const spaceBefore = /\s/.test(source.text[sign.start - 1] ?? " ");
  const spaceAfter = /\s/.test(source.text[sign.end] ?? " ");
  const text = `${spaceBefore ? "" : " "}=${spaceAfter ? "" : " "}`;
  return diagnose("E0105", { name: excerpt(key), seen: sign.image }, spanFrom(source, sign, sign), {
    fixes: [replace(source, sign.start, sign.end, text, "write `=`", "safe")],
  });
}

/** `key = {`, `proxy = front {` and `service: nginx`. `before` is the token in front of the sign. */
export function equalsBeforeBrace(source: SourceFile, before: Token, sign: Token, name: string): Diagnostic {
  const after = /[^\s]/.exec(source.text.slice(sign.end))?.index ?? 0;
  return diagnose("E0106", { name: excerpt(name), seen: sign.image }, spanFrom(source, sign, sign), {
    fixes: [replace(source, before.end, sign.end + after, " ", "remove the sign", "safe")],
  });
}

/**
 * `site.www.basic-auth { client = pw }`, with a sign in front of the brace or without: braces behind a path with dots.
 * `depth` is the number of bodies around it: outside of all of them no path says anything.
 */
export function bracesBehindPath(
  source: SourceFile,
  segments: readonly Segment[],
  body: Body,
  depth: number,
): Diagnostic {
  const [first, last] = [segments[0], segments.at(-1)];
  if (first === undefined || last === undefined) throw new Error("bracesBehindPath: there is no path");
  const key = { file: source.path, start: first.span.start, end: last.span.end };
  const name = textOf(source, key);
  const [, second] = segments;
  if (depth === 0 && second !== undefined && segments.length === 2) {
    const text = `${first.text} ${textOf(source, second.span)}`;
    return diagnose("E0155", { name: excerpt(name) }, key, {
      help: `write the block: \`${excerpt(text)} { … }\``,
      fixes: [replace(source, key.start, body.span.start, `${text} `, "write the block", "suggested")],
    });
  }
  const entries = depth === 0 ? undefined : spellOut(source, name, body);
  if (entries === undefined || entries.length === 0) return diagnose("E0155", { name: excerpt(name) }, key);
  const indent = /^[ \t]*/.exec(source.text.slice(source.text.lastIndexOf("\n", key.start) + 1))?.[0] ?? "";
  const text = entries.join(body.oneLine ? ", " : `\n${indent}`);
  return diagnose("E0155", { name: excerpt(name) }, key, {
    help: `write the whole path: ${entries.map((entry) => `\`${excerpt(entry)}\``).join(" and ")}`,
    fixes: [replace(source, key.start, body.span.end, text, "write the whole path", "safe")],
  });
}

/** What a body says, one entry with its whole path each; undefined when it holds what no path can say, or a comment. */
function spellOut(source: SourceFile, name: string, body: Body): readonly string[] | undefined {
  if (body.inner.some((trivia) => trivia.trivia === "comment")) return undefined;
  const all: string[] = [];
  for (const entry of body.entries) {
    if (hasComment(entry)) return undefined;
    if (entry.type === "attribute") {
      if (entry.value.type === "bad") return undefined;
      all.push(`${name}.${textOf(source, entry.key.span)} = ${textOf(source, entry.value.span)}`);
    } else if (entry.type === "block" && !entry.absent && entry.label?.label !== "list" && entry.body !== undefined) {
      const label = entry.label === undefined ? "" : `.${textOf(source, entry.label.span)}`;
      const inside = spellOut(source, `${name}.${entry.kind.text}${label}`, entry.body);
      if (inside === undefined) return undefined;
      all.push(...inside);
    } else return undefined;
  }
  return all;
}

function hasComment(entry: Entry): boolean {
  return (
    entry.trailing !== undefined ||
    entry.closing !== undefined ||
    entry.leading.some((trivia) => trivia.trivia === "comment")
  );
}

function textOf(source: SourceFile, span: Span): string {
  return source.text.slice(span.start, span.end);
}

/** `port 3000`: a value without its sign. */
export function missingEquals(
  source: SourceFile,
  key: string,
  before: Token,
  value: Token,
  isSafe: boolean,
): Diagnostic {
  const fix = replace(source, before.end, before.end, " =", "put `=` between them", isSafe ? "safe" : "suggested");
  const hasValue = value.tokenType !== Newline && value.tokenType !== LBrace && value.tokenType !== RBrace;
  return diagnose("E0134", { name: excerpt(key) }, spanFrom(source, before, before), { fixes: hasValue ? [fix] : [] });
}

/** `package git curl`, `package git, curl`, `packages = git, curl`: brackets are missing around `items`. */
export function missingBrackets(
  source: SourceFile,
  name: string,
  items: readonly Token[],
  what: "names" | "values",
): Diagnostic {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) throw new Error("missingBrackets: there are no items");
  const list: string[] = [];
  let glued = false;
  for (const item of items) {
    if (item.tokenType === Comma) continue;
    const text = item.tokenType === BadWord ? quoteText(item.image) : source.text.slice(item.start, item.end);
    const isDot = item.image === ".";
    if (isDot || glued) list.push(`${list.pop() ?? ""}${text}`);
    else list.push(text);
    glued = isDot;
  }
  return diagnose(
    "E0110",
    { name: excerpt(name), what, list: excerpt(`[${list.join(", ")}]`) },
    spanFrom(source, first, last),
    {
      fixes: [
        replace(
          source,
          first.start,
          last.end,
          `[${list.join(", ")}]`,
          "put them in square brackets",
          areItems(name, items) ? "safe" : "suggested",
        ),
      ],
    },
  );
}

/**
 * Whether words without brackets are the items of a list for certain. Behind a kind and without commas, one of them may
 * be an attribute, `user anna groups sudo`, and a list of both says something else: only several packages are written so.
 */
function areItems(name: string, items: readonly Token[]): boolean {
  // `RUN apt-get install -y nginx`: somebody wrote a command, and a list of its words is hardly what was meant.
  if (items.some((item) => item.image.startsWith("-"))) return false;
  const isAttribute = (item: Token): boolean => item.image === "version" || item.image === "hold";
  if (name === "package" && !items.some(isAttribute)) return true;
  return items.every((item, index) => {
    const next = items[index + 1];
    return next === undefined || item.tokenType === Comma || [item, next].some((one) => isSeparator(one));
  });
}

function isSeparator({ tokenType, image }: Token): boolean {
  return tokenType === Comma || image === ".";
}

/**
 * The attributes that were meant by what stands behind a block's name, `allow ssh from "198.51.100.7"`: words and values in
 * turns, one of which can be no name. Undefined when it is something else; `items` starts with the name.
 */
export function attributesBehindName(
  source: SourceFile,
  items: readonly Token[],
): readonly { readonly key: Token; readonly value: Token }[] | undefined {
  const behind = items.slice(1);
  const pairs: { key: Token; value: Token }[] = [];
  for (let i = 0; i < behind.length; i += 2) {
    const [key, value] = [behind[i], behind[i + 1]];
    if (key?.tokenType !== Name || value === undefined || isSeparator(value)) return undefined;
    if (!isWord(source.text.slice(key.start, key.end))) return undefined;
    pairs.push({ key, value });
  }
  const values: readonly TokenType[] = [Text, Num, Quantity, Mode, True, False];
  return pairs.some(({ value }) => values.includes(value.tokenType)) ? pairs : undefined;
}

/** `allow ssh from "198.51.100.7"`: attributes that belong into braces. `isOpen` says that braces follow. */
export function attributesWithoutBraces(
  source: SourceFile,
  kind: string,
  items: readonly Token[],
  pairs: readonly { readonly key: Token; readonly value: Token }[],
  isOpen: boolean,
): Diagnostic {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) throw new Error("attributesWithoutBraces: there are no items");
  const label = source.text.slice(first.start, first.end);
  const body = pairs.map(({ key, value }) => {
    const text = value.tokenType === BadWord ? quoteText(value.image) : source.text.slice(value.start, value.end);
    return `${key.image} = ${text}`;
  });
  const block = `${kind} ${label} { ${body.join(", ")} }`;
  return diagnose(
    "E0156",
    { name: excerpt(`${kind} ${label}`), block: excerpt(block) },
    spanFrom(source, items[1] ?? first, last),
    {
      fixes: isOpen
        ? []
        : [replace(source, first.end, last.end, ` { ${body.join(", ")} }`, "put them in braces", "safe")],
    },
  );
}

/** The kinds of which one often wants several with the same body, so that several names are several blocks. */
const oftenSeveral: readonly string[] = ["package", "user", "group", "service", "directory"];

/**
 * The name that was meant by words behind a kind, `schedule nightly backup`: undefined when they are rather several names,
 * because of the kind, a comma, or a word that cannot be a part of a name.
 */
export function joinedName(kind: string, items: readonly Token[]): string | undefined {
  const name = items.map((item) => item.image).join("-");
  const areWords = items.every((item) => /^[A-Za-z0-9_][\w-]*$/.test(item.image));
  return areWords && isWord(name) && !oftenSeveral.includes(kind) ? name : undefined;
}

/** `schedule nightly backup`: one name of several words. */
export function nameOfSeveralWords(
  source: SourceFile,
  kind: string,
  items: readonly Token[],
  name: string,
): Diagnostic {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) throw new Error("nameOfSeveralWords: there are no items");
  const span = spanFrom(source, first, last);
  const seen = source.text.slice(span.start, span.end);
  return diagnose("E0154", { kind: excerpt(kind), seen: excerpt(seen), name: excerpt(name) }, span, {
    fixes: [replace(source, span.start, span.end, name, "join the words with `-`", "suggested")],
  });
}

/** A word or number that should have stood in quotes, for tokens that are fine elsewhere. */
export function shouldBeQuoted(source: SourceFile, first: Token, last: Token): Diagnostic {
  const span = spanFrom(source, first, last);
  const raw = source.text.slice(span.start, span.end);
  return diagnose("E0114", { seen: excerpt(raw) }, span, {
    fixes: [replace(source, span.start, span.end, quoteText(raw), "put it in quotes", "safe")],
  });
}

/** A reserved word where a name or a value is wanted. */
export function reservedWord(source: SourceFile, token: Token, where: "name" | "value"): Diagnostic {
  const behind = token.image === "secret" ? source.text.slice(token.end) : "";
  const secret = /^\.([a-z][A-Za-z0-9_-]*)/.exec(behind)?.[1];
  if (where === "value" && secret !== undefined)
    return diagnose("E0136", { word: token.image }, spanFrom(source, token, token), {
      help: `a secret is written as its name alone: \`${secret}\``,
      fixes: [replace(source, token.start, token.end + 1, "", `write \`${secret}\``, "safe")],
    });
  return diagnose("E0136", { word: token.image }, spanFrom(source, token, token), {
    help: where === "name" ? "take another name" : `write "${token.image}" in quotes if you mean the text`,
    fixes:
      where === "name"
        ? []
        : [replace(source, token.start, token.end, `"${token.image}"`, "put it in quotes", "suggested")],
  });
}

/** What stands where the name of a declaration is wanted; `what` names the declaration. */
export function badName(source: SourceFile, what: string, token: Token): Diagnostic {
  const span = spanFrom(source, token, token);
  const text = token.tokenType === Text ? literalText(token.parts) : token.image;
  if (reserved.has(token.image)) return reservedWord(source, token, "name");
  if (token.tokenType === Text && isWord(text))
    return diagnose("E0151", { name: text }, span, {
      fixes: [replace(source, token.start, token.end, text, "remove the quotes", "safe")],
    });
  if (token.tokenType === Text || token.tokenType === BadWord || (isAtom(token.tokenType) && token.image !== ""))
    return diagnose("E0152", { seen: excerpt(token.image) }, span);
  return diagnose("E0135", { what }, span);
}

/** What is wrong with the value of a list, or with an argument. */
export function notAValue(source: SourceFile, token: Token, where: string): Diagnostic {
  if (reserved.has(token.image)) return reservedWord(source, token, "value");
  return diagnose("E0142", { seen: describe(token), where }, spanFrom(source, token, token));
}

/** What stands behind `entry` when it is complete; `rest` is everything up to the end of its line. */
export function leftover(source: SourceFile, entry: Leftover, rest: readonly Token[]): Diagnostic {
  const [first, last] = [rest[0], rest.at(-1)];
  if (first === undefined || last === undefined) throw new Error("leftover: there is no rest");
  const operator = rest.find((token) => token.mistake?.code === "E0146")?.mistake?.make();
  if (operator !== undefined) return operator;
  const areItems = rest.every((token) => isAtom(token.tokenType) || token.tokenType === Comma || token.image === ".");
  if (entry.valueStart !== undefined && areItems) {
    if (rest.some((token) => token.tokenType === Comma)) {
      const value = entry.value.filter((token) => token !== first);
      return missingBrackets(source, entry.name, [...value, ...rest], "values");
    }
    const raw = source.text.slice(entry.valueStart.start, last.end);
    const fixes = raw.includes('"')
      ? []
      : [replace(source, entry.valueStart.start, last.end, quoteText(raw), "put all of it in quotes", "suggested")];
    return diagnose("E0138", { seen: excerpt(raw) }, spanFrom(source, entry.valueStart, last), { fixes });
  }
  return diagnose("E0143", { seen: describe(first) }, spanFrom(source, first, first));
}

/** The complete entry in front of a leftover. */
export interface Leftover {
  readonly name: string;
  /** First token of the value, when the entry has one. */
  readonly valueStart: Token | undefined;
  /** The tokens of the value when it is a word, a path or a text. */
  readonly value: readonly Token[];
}

/** True for the token types that can only begin a new entry when they follow a complete one. */
export function beginsEntry(first: Token, second: Token): boolean {
  const signs: readonly TokenType[] = [Equals, WrongEquals];
  if (reserved.has(first.image) && !["true", "false", "this"].includes(first.image)) return true;
  return isWord(first.image) && signs.includes(second.tokenType);
}

/** Words that other languages branch and loop with. */
export function isControlWord(word: string): boolean {
  return ["if", "else", "elseif", "elif", "unless", "for", "foreach", "while", "switch", "case"].includes(word);
}
