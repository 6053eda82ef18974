import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { renderTextmate } from "../../scripts/textmate.ts";

const path = fileURLToPath(new URL("../../grammar/envspec.tmLanguage.json", import.meta.url));

interface Rule {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly patterns?: readonly { readonly include: string }[];
}

const grammar = JSON.parse(renderTextmate()) as { patterns: { include: string }[]; repository: Record<string, Rule> };

/** The scope of the first rule that matches a line, by the order of the grammar. */
function firstRule(line: string): string | undefined {
  let best: { readonly index: number; readonly rule: string } | undefined;
  for (const { include } of grammar.patterns) {
    const rule = grammar.repository[include.slice(1)];
    const index = new RegExp(rule?.match ?? rule?.begin ?? "$^").exec(line)?.index;
    if (index !== undefined && (best === undefined || index < best.index)) best = { index, rule: include.slice(1) };
  }
  return best?.rule;
}

describe("grammar/envspec.tmLanguage.json", () => {
  it("is what scripts/generate-textmate.ts writes", () => {
    expect(readFileSync(path, "utf8")).toBe(renderTextmate());
  });

  it("includes only rules that it has", () => {
    const included = [...grammar.patterns, ...Object.values(grammar.repository).flatMap((rule) => rule.patterns ?? [])];
    expect(included.filter(({ include }) => !(include.slice(1) in grammar.repository))).toEqual([]);
  });

  it.each([
    ["envspec 1", "header"],
    ["# plain", "comment"],
    ["## doc", "doc"],
    ['os = "debian-12"', "key"],
    ["let = 3", "key"],
    ["let domain: text", "declaration"],
    ["package nginx", "block"],
    ['"X-Key" = "a"', "key"],
    ["...common", "spread"],
  ])("sees %s as %s", (line, rule) => {
    expect(firstRule(line)).toBe(rule);
  });

  it("colours every kind of value", () => {
    const value = (text: string): string | undefined => firstRule(`[${text}`);
    expect(["0644", "30s", "85%", "-1.5", "true", "env(", '"text"', '$"""', '"""'].map(value)).toEqual([
      "mode",
      "quantity",
      "quantity",
      "number",
      "constant",
      "call",
      "string",
      "text-block-3-1",
      "text-block-3-0",
    ]);
  });
});
