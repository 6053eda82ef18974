/** Projects that are far too large end early, with a message that says why and none that is not true. */
import { describe, expect, it } from "vitest";
import { maxThings } from "../../src/analysis/budget.ts";
import { maxKept } from "../../src/analysis/report.ts";
import { maxTokens } from "../../src/parser/scan.ts";
import { analyseBody, analyseText } from "./helpers.ts";

const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join("");
const codes = (result: ReturnType<typeof analyseText>): readonly string[] => result.diagnostics.map((one) => one.code);

describe("a file that is too long", () => {
  it("is not read on, and what would stand in it is not missed", () => {
    expect(codes(analyseBody("let a = 1\n".repeat(maxTokens / 5 + 100)))).toEqual(["E0220"]);
  });

  it("that nests too deeply is not missed either", () => {
    expect(codes(analyseBody("a{".repeat(10_000)))).toEqual(["E0131"]);
  });
});

describe("very many mistakes", () => {
  it("are counted, and the first ones are kept", () => {
    const { diagnostics, omitted } = analyseBody("prot = 3000\n".repeat(5000));
    expect(diagnostics).toHaveLength(maxKept);
    expect(diagnostics[0]?.span.start).toBeLessThan(60);
    expect(omitted).toEqual({ error: 5000 - maxKept, warning: 0, note: 0 });
  });

  it("never hide an error behind warnings", () => {
    const { diagnostics, omitted } = analyseBody(`${repeat(maxKept + 100, (i) => `package "p${i}"\n`)}thing x\n`);
    expect(omitted).toEqual({ error: 0, warning: 100, note: 0 });
    expect(diagnostics.some((one) => one.code === "E0201")).toBe(true);
  });

  it("leave nothing out where there are few", () => {
    expect(analyseBody("prot = 3000\n").omitted).toEqual({ error: 0, warning: 0, note: 0 });
  });
});

describe("too many things", () => {
  const tooMany = (text: string): void => {
    const { diagnostics } = analyseBody(text);
    expect(diagnostics.map((one) => [one.code, one.data["what"]])).toEqual([["E0220", "things in one project"]]);
  };

  it("in modules that use each other twice", () => {
    const modules = repeat(30, (i) => `module m${i + 1} { param x: text\n m${i} a { x = x }\n m${i} b { x = x }\n}\n`);
    tooMany(`module m0 { param x: text\n file "/\${this.name}" { text = x }\n}\n${modules}m30 top { x = "x" }\n`);
  });

  it("in environments that each have all of them", () => {
    tooMany(`${repeat(1000, (i) => `environment e${i} { }\n`)}package [${repeat(100, (i) => `p${i}, `)}]\n`);
  });

  it("in variables of many environments", () => {
    tooMany(`${repeat(1000, (i) => `environment e${i} { }\n`)}${repeat(100, (i) => `let a${i} = "x"\n`)}`);
  });

  it("but not in ten thousand", () => {
    expect(codes(analyseBody(repeat(10_000, (i) => `package p${i}\n`)))).toEqual([]);
    expect(maxThings).toBeGreaterThan(20_000);
  });
});

describe("too many files", () => {
  it("are one mistake, not one for each", () => {
    const files = Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`f${i}.envspec`, "envspec 1\n"]));
    expect(
      codes(analyseText(`envspec 1\nos = "debian-12"\n${repeat(2100, (i) => `use "./f${i}.envspec"\n`)}`, files)),
    ).toEqual(["E0220"]);
  });

  it("that use each other in a chain end it", () => {
    const files = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`f${i}.envspec`, `envspec 1\nuse "./f${i + 1}.envspec"\n`]),
    );
    expect(codes(analyseBody('use "./f0.envspec"\n', files))).toEqual(["E0220"]);
  });
});
