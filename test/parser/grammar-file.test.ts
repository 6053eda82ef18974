import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EnvspecGrammar } from "../../src/parser/grammar.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { escapeText } from "../../src/parser/quote.ts";
import { reserved } from "../../src/parser/tokens.ts";
import { units } from "../../src/parser/units.ts";
import { createSourceFile } from "../../src/text/source-file.ts";
import { namedRules, readGrammar, sentences } from "./ebnf.ts";

const rules = readGrammar(readFileSync(fileURLToPath(new URL("../../grammar/envspec.ebnf", import.meta.url)), "utf8"));
const numRuns = process.env["ENVC_LONG"] ? 10_000 : 300;

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/).filter((word) => !reserved.has(word));
const digits = fc.stringMatching(/^(?:0|[1-9][0-9]{0,5})(?:\.[0-9]{1,3})?$/);
const plain = fc.string({ maxLength: 8 }).map(escapeText);
const string = fc.array(
  fc.oneof(
    plain,
    name.map((word) => `\${${word}.x}`),
    fc.constantFrom("\\n", "\\u{20ac}", "\\$"),
  ),
  { maxLength: 3 },
);
const line = fc.stringMatching(/^[ -~]{0,12}$/).map((text) => text.replaceAll('"', "'").replaceAll("$", "€"));

const terminals = {
  INT: fc.constant("1"),
  NAME: name,
  NUMBER: fc.tuple(fc.constantFrom("", "-"), digits).map((parts) => parts.join("")),
  MODE: fc.stringMatching(/^0[0-7]{3,4}$/),
  QUANTITY: fc.tuple(digits, fc.constantFrom(...units)).map((parts) => parts.join("")),
  STRING: string.map((parts) => `"${parts.join(" ")}"`),
  PLAINSTRING: plain.map((text) => `"${text}"`),
  TEXT: fc
    .tuple(fc.stringMatching(/^\${0,2}$/), fc.stringMatching(/^"{3,5}$/), fc.array(line, { maxLength: 3 }))
    .map(([dollars, quotes, lines]) => `${dollars}${quotes}\n${lines.map((text) => `${text}\n`).join("")}${quotes}`),
  NL: fc.constant("\n"),
};

/**
 * Puts the tokens of a sentence into a text. An entry ends with a line end; in a body that is still on the line of its
 * brace also with a comma; before a closing brace and at the end of the file with nothing.
 */
function write(tokens: readonly string[], choices: readonly number[]): string {
  const levels: { readonly bracket: string; oneLine: boolean }[] = [];
  let text = "";
  const breakLine = (): void => {
    text += "\n";
    for (const level of levels) level.oneLine = false;
  };
  for (const [index, token] of tokens.entries()) {
    const choice = choices[index % choices.length] ?? 0;
    const next = tokens[index + 1];
    const level = levels.at(-1);
    if (token === "\n") {
      if ((next === "}" || next === undefined) && choice % 3 === 0) text += " ";
      else if (level?.oneLine === true && next !== "}" && choice % 3 === 1) text += ", ";
      else breakLine();
      continue;
    }
    if ("}])".includes(token)) levels.pop();
    text += token === "." || next === "." ? token : `${token} `;
    if (token.includes("\n")) for (const outer of levels) outer.oneLine = false;
    if ("{[(".includes(token)) levels.push({ bracket: token, oneLine: token === "{" });
    if ("{[(,".includes(token) && choice % 2 === 0) breakLine();
  }
  return text;
}

describe("grammar/envspec.ebnf", () => {
  it("names only rules that it has, and has none that nothing names", () => {
    const named = new Set([...rules.values()].flatMap(namedRules));
    expect([...named].filter((rule) => !rules.has(rule))).toEqual([]);
    expect([...rules.keys()].filter((rule) => rule !== "file" && !named.has(rule))).toEqual([]);
  });

  it("has the reserved words of the scanner", () => {
    const rule = rules.get("reserved");
    const words = rule?.is === "choice" ? rule.pieces.map((piece) => (piece.is === "literal" ? piece.text : "")) : [];
    expect(words.sort()).toEqual([...reserved.keys()].sort());
  });

  it("writes only sentences that the parser reads without a complaint", () => {
    const sentence = sentences(rules, "file", terminals);
    const seen = new Set<string>();
    fc.assert(
      fc.property(sentence, fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 20 }), (tokens, choices) => {
        const text = write(tokens, choices);
        const parsed = parseFile(createSourceFile("main.envspec", text));
        for (const entry of parsed.file.entries) seen.add(entry.type);
        expect(parsed.diagnostics.map((one) => `${one.code} ${text}`)).toEqual([]);
      }),
      { numRuns },
    );
    // The sentences are worth something only when every kind of entry is among them.
    expect([...seen].sort()).toEqual([
      "attribute",
      "block",
      "environment",
      "let",
      "module",
      "output",
      "param",
      "remove",
      "secret",
      "spread",
      "use",
    ]);
  }, 600_000);
});

describe("the parser", () => {
  it("is a grammar without ambiguity", () => {
    expect(() => new EnvspecGrammar({ check: true })).not.toThrow();
  });
});
