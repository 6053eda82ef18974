/** The bundle looks ahead with a table, everything else as Chevrotain works it out: both must read the same. */
import fc from "fast-check";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeLookAheadTable } from "../../scripts/look-ahead-table.ts";
import { balance } from "../../src/parser/balance.ts";
import { EnvspecGrammar } from "../../src/parser/grammar.ts";
import { layOut } from "../../src/parser/layout.ts";
import { scan } from "../../src/parser/scan.ts";
import { vocabulary } from "../../src/parser/tokens.ts";
import { createSourceFile } from "../../src/text/source-file.ts";

const table = makeLookAheadTable();
const prepared = new EnvspecGrammar({ table });
const analysed = new EnvspecGrammar();

function read(grammar: EnvspecGrammar, text: string): unknown {
  const source = createSourceFile("main.envspec", text);
  const { tokens } = scan(source);
  if (tokens.length === 0) return undefined;
  grammar.start(source, layOut(source, balance(source, tokens).tokens).tokens);
  return { file: grammar.fileRule(), diagnostics: grammar.finish() };
}

function expectSame(text: string): void {
  expect(read(prepared, text)).toEqual(read(analysed, text));
}

/** Every spec below a folder of the project. */
function specsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".envspec"))
    .map((path) => readFileSync(join(folder, path), "utf8"));
}

describe("the table", () => {
  it.each(["examples", "test/cases", "test/errors", "test/lab/specs"])(
    "reads every spec in %s as Chevrotain does",
    (folder) => {
      const specs = specsIn(folder);
      expect(specs.length).toBeGreaterThan(2);
      for (const spec of specs) expectSame(spec);
    },
  );

  it("has every place of the grammar once", () => {
    expect(table.length).toBeGreaterThan(50);
    expect(new Set(table.map((place) => place.key)).size).toBe(table.length);
  });

  it("reads any words and signs as Chevrotain does", () => {
    const images: readonly string[] = vocabulary.map(({ name }) => samples[name] ?? (/^[a-z]/.test(name) ? name : "x"));
    const soup = fc
      .array(fc.constantFrom(...images, "\n"), { maxLength: 40 })
      .map((words) => `envspec 1\n${words.join(" ")}\n`);
    fc.assert(
      fc.property(soup, (text) => expectSame(text)),
      { numRuns: process.env["ENVC_LONG"] ? 100_000 : 1000 },
    );
  });
});

const samples: Readonly<Record<string, string>> = {
  Name: "a",
  Text: '"a"',
  TextBlock: '"""\n"""\n',
  Mode: "0644",
  Quantity: "15m",
  Num: "3",
  BadWord: "7zip",
  Yaml: "\n- a\n",
  Equals: "=",
  WrongEquals: "==",
  Colon: ":",
  Dot: ".",
  Comma: ",",
  Semicolon: ";",
  Ellipsis: "...",
  LBrace: "{",
  RBrace: "}",
  LBracket: "[",
  RBracket: "]",
  LParen: "(",
  RParen: ")",
  Newline: "\n",
};
