/** The TextMate grammar of the language, for editors that colour by regular expressions. */
import { reserved } from "../src/parser/tokens.ts";
import { units } from "../src/parser/units.ts";

const name = "[A-Za-z][A-Za-z0-9_-]*";
const declarations = ["use", "environment", "module", "let", "param", "secret", "output", "remove", "absent"];

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly { readonly include: string }[];
}

const hole = (mark: string): Rule => ({
  name: "meta.interpolation.envspec",
  begin: `${mark}\\{`,
  end: "\\}",
  beginCaptures: { 0: { name: "punctuation.section.interpolation.begin.envspec" } },
  patterns: [{ include: "#path" }],
});

/** Text blocks with as many dollars and quotes as anybody writes; more are rare and stay uncoloured. */
function textBlocks(): Readonly<Record<string, Rule>> {
  const rules: Record<string, Rule> = {};
  for (const quotes of [5, 4, 3])
    for (const dollars of [2, 1, 0]) {
      const fence = '"'.repeat(quotes);
      rules[`text-block-${quotes}-${dollars}`] = {
        name: "string.quoted.triple.envspec",
        begin: `(?<!\\$)${"\\$".repeat(dollars)}${fence}\\s*$`,
        end: `^\\s*${fence}(?!")`,
        ...(dollars === 0 ? {} : { patterns: [{ include: `#hole-${dollars}` }] }),
      };
    }
  return rules;
}

/** The grammar as JSON text. Throws when a reserved word of the language has no colour here. */
export function renderTextmate(): string {
  const coloured = new Set([...declarations, "envspec", "true", "false", "this"]);
  for (const word of reserved.keys())
    if (!coloured.has(word)) throw new Error(`the reserved word ${word} has no colour`);
  const blocks = textBlocks();
  const repository: Record<string, Rule> = {
    comment: { name: "comment.line.number-sign.envspec", match: "#.*$" },
    doc: { name: "comment.line.documentation.envspec", match: "##(?!#).*$" },
    header: {
      match: "^\\s*(envspec)\\s+(\\d+)",
      captures: { 1: { name: "keyword.control.envspec" }, 2: { name: "constant.numeric.envspec" } },
    },
    key: {
      match: `("(?:[^"\\\\]|\\\\.)*"|${name}(?:\\.(?:${name}|"(?:[^"\\\\]|\\\\.)*"))*)\\s*(=)`,
      captures: { 1: { name: "variable.other.property.envspec" }, 2: { name: "keyword.operator.assignment.envspec" } },
    },
    declaration: {
      match: `(?:^|(?<=[{,]))\\s*(${declarations.join("|")})\\b(?!\\s*[=.])(?:\\s+(${name}))?`,
      captures: { 1: { name: "keyword.declaration.envspec" }, 2: { name: "entity.name.type.envspec" } },
    },
    block: {
      match: `(?:^|(?<=[{,]))\\s*(${name})\\b(?!\\s*[=.:(])(?:\\s+(${name}))?`,
      captures: { 1: { name: "support.type.envspec" }, 2: { name: "entity.name.section.envspec" } },
    },
    string: {
      name: "string.quoted.double.envspec",
      begin: '"',
      end: '"|$',
      patterns: [{ include: "#escape" }, { include: "#hole-1" }],
    },
    escape: { name: "constant.character.escape.envspec", match: '\\\\(?:[nt"\\\\$]|u\\{[0-9A-Fa-f]{1,6}\\})' },
    mode: { name: "constant.numeric.octal.envspec", match: "\\b0[0-7]{3,4}\\b" },
    quantity: {
      name: "constant.numeric.quantity.envspec",
      match: `\\b\\d+(?:\\.\\d+)?(?:${units.filter((unit) => unit !== "%").join("|")})\\b|\\b\\d+(?:\\.\\d+)?%`,
    },
    number: { name: "constant.numeric.envspec", match: "(?<![\\w-])-?\\d+(?:\\.\\d+)?\\b" },
    constant: { name: "constant.language.envspec", match: "\\b(?:true|false)\\b" },
    call: { match: `\\b(${name})(?=\\()`, captures: { 1: { name: "support.function.envspec" } } },
    path: {
      match: `\\b(?:(this)|${name})\\b(?:\\.(?:${name}|"(?:[^"\\\\]|\\\\.)*"))*`,
      captures: { 0: { name: "variable.other.envspec" }, 1: { name: "variable.language.envspec" } },
    },
    spread: { name: "keyword.operator.spread.envspec", match: "\\.\\.\\." },
    "hole-1": hole("\\$"),
    "hole-2": hole("\\$\\$"),
    ...blocks,
  };
  const order = [
    "doc",
    "comment",
    "header",
    ...Object.keys(blocks),
    "key",
    "string",
    "declaration",
    "block",
    "mode",
    "quantity",
    "number",
    "constant",
    "call",
    "spread",
    "path",
  ];
  const grammar = {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    name: "envspec",
    scopeName: "source.envspec",
    fileTypes: ["envspec"],
    patterns: order.map((rule) => ({ include: `#${rule}` })),
    repository,
  };
  return `${JSON.stringify(grammar, undefined, 2)}\n`;
}
