import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
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

  it("names every reserved word and every unit", () => {
    for (const word of [...reserved.keys(), ...units]) expect(spec).toContain(`\`${word}\``);
  });

  it("names every function and every type, and no other", () => {
    const listed = (start: string): string[] => {
      const sentence = spec.slice(spec.indexOf(start)).split(/\.\n/)[0] ?? "";
      return [...sentence.matchAll(/`([a-z]+)(?:\([a-z]\w*\))?`/g)].map((match) => match[1] ?? "");
    };
    expect(
      listed("**Functions** are")
        .filter((word) => word !== "when")
        .sort(),
    ).toEqual([...functionNames].sort());
    expect(listed("Types are").sort()).toEqual([...typeNames].sort());
  });
});
