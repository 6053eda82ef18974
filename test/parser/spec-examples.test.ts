import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { analyseText } from "../analysis/helpers.ts";
import { functionNames } from "../../src/analysis/calls.ts";
import { typeNames } from "../../src/analysis/value-types.ts";
import { formatFile } from "../../src/format/format.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { reserved } from "../../src/parser/tokens.ts";
import { units } from "../../src/parser/units.ts";
import { createSourceFile } from "../../src/text/source-file.ts";

const spec = readFileSync(fileURLToPath(new URL("../../grammar/spec.md", import.meta.url)), "utf8");
const examples = [...spec.matchAll(/^```envspec\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");

describe("grammar/spec.md", () => {
  it("has examples", () => {
    expect(examples.length).toBeGreaterThan(7);
  });

  it.each(examples.map((text, index) => [index + 1, text] as const))(
    "example %i is correct and in canonical form",
    (_, text) => {
      const source = createSourceFile("example.envspec", text);
      const { file, diagnostics } = parseFile(source);
      expect(diagnostics).toEqual([]);
      expect(formatFile(file, source)).toBe(text);
    },
  );

  it.each(examples.map((text, index) => [index + 1, text] as const))(
    "example %i says nothing wrong, but for what stands elsewhere",
    (_, text) => {
      const result = analyseText(text);
      // A part of a file has no system, and names what the rest of the file would declare, or files of a project.
      const elsewhere = /^(?:E0317 the machine needs `os`|E0202 no .* is declared here|E0318 .*there is no such file)$/;
      const errors = result.diagnostics.filter(({ severity }) => severity === "error");
      expect(errors.map(({ code, title }) => `${code} ${title}`).filter((one) => !elsewhere.test(one))).toEqual([]);
    },
  );

  it("names every reserved word and every unit", () => {
    for (const word of [...reserved.keys(), ...units]) expect(spec).toContain(`\`${word}\``);
  });

  it("names every function and every type, and no other", () => {
    const table = /^\| Function \|.*\n(?:\|.*\n)+/m.exec(spec)?.[0] ?? "";
    const first = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = ""]) => [...cell.matchAll(/`([a-z]+)/g)]);
    expect(new Set(first.map(([, name]) => name))).toEqual(new Set(functionNames));
    const types = /^Types are [^]*?\.\n/m.exec(spec)?.[0] ?? "";
    const named = [...types.matchAll(/`([a-z]+)(?:\([a-z]\w*\))?`/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(typeNames));
  });
});
