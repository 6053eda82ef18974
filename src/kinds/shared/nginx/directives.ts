/** An nginx configuration as a tree, and its printer. */
import { type Text, joinTexts, literalText } from "../../../ir/text.ts";
import { type NginxWord, holdsDollar } from "./words.ts";

/** A directive with its words; with `block` the braces and what is in them. */
export interface Directive {
  readonly name: string;
  readonly words: readonly NginxWord[];
  readonly block?: readonly Entry[];
}

/** A directive, a comment above what follows, or lines that the author wrote. */
export type Entry = Directive | Repeated | { readonly comment: string } | { readonly verbatim: Text };

/** The text of several things, given what makes that of one: so that they can stay a reference to all there are. */
export type Piecewise = (piece: (word: Text) => Text) => Text;

/** A directive for each of several things. */
export interface Repeated {
  readonly each: Piecewise;
  readonly directive: (word: Text) => Directive;
}

/** A directive without a block. */
export function directive(name: string, ...words: readonly NginxWord[]): Directive {
  return { name, words };
}

/** A directive with a block. */
export function block(name: string, words: readonly NginxWord[], entries: readonly Entry[]): Directive {
  return { name, words, block: entries };
}

/** A comment; a line end in it would end it, so there is none. */
export function comment(text: string): Entry {
  // oxlint-disable-next-line no-control-regex -- control characters are what is replaced
  return { comment: text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ") };
}

/** The file. Blocks and what begins with a comment stand apart; the variable for a `$` is defined where one is needed. */
export function printNginx(entries: readonly Entry[]): Text {
  const dollar = needsDollar(entries) ? [dollarDefinition] : [];
  return printEntries([...dollar, ...entries], "");
}

const dollarDefinition = block("geo", [literalText("$literal_dollar")], [directive("default", literalText('"$"'))]);

function needsDollar(entries: readonly Entry[]): boolean {
  return entries.some((entry) => "name" in entry && (holdsDollar(entry.words) || needsDollar(entry.block ?? [])));
}

function printEntries(entries: readonly Entry[], indent: string): Text {
  return joinTexts(
    ...entries.flatMap((entry, index) => {
      const before = entries[index - 1];
      return [literalText(before !== undefined && standsApart(before, entry) ? "\n" : ""), printEntry(entry, indent)];
    }),
  );
}

function standsApart(before: Entry, entry: Entry): boolean {
  if ("comment" in before) return false;
  return "comment" in entry || "verbatim" in entry || isBlock(entry) || isBlock(before);
}

function isBlock(entry: Entry): boolean {
  return "name" in entry && entry.block !== undefined;
}

/** A directive with more words than this that would be longer than this has each on a line of its own. */
const mostWords = 4;
const longestLine = 100;

function lengthOf(words: readonly NginxWord[]): number {
  return joinTexts(...words).reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), words.length);
}

function printEntry(entry: Entry, indent: string): Text {
  if ("comment" in entry) return literalText(`${indent}# ${entry.comment}\n`);
  if ("each" in entry) return entry.each((word) => printEntry(entry.directive(word), indent));
  if ("verbatim" in entry) return indentLines(entry.verbatim, indent);
  const isList = entry.words.length > mostWords && lengthOf(entry.words) > longestLine;
  const gap = literalText(isList ? `\n${indent}    ` : " ");
  const head = [literalText(indent + entry.name), ...entry.words.flatMap((word) => [gap, word])];
  if (entry.block === undefined) return joinTexts(...head, literalText(";\n"));
  return joinTexts(
    ...head,
    literalText(" {\n"),
    printEntries(entry.block, `${indent}    `),
    literalText(`${indent}}\n`),
  );
}

/** The author's lines, each with the indentation of its place in front; a quoted word over several lines is not theirs to write. */
function indentLines(text: Text, indent: string): Text {
  const ended = text.at(-1);
  const lines = text.map((part) => (typeof part === "string" ? part.replace(/\n(?=[^\n])/g, `\n${indent}`) : part));
  const close = typeof ended === "string" && ended.endsWith("\n") ? "" : "\n";
  return joinTexts(literalText(indent), lines, literalText(close));
}
