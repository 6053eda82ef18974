import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderDiff } from "../../src/cli/line-diff.ts";
import { createPalette } from "../../src/diagnostics/palette.ts";
import { mergeThree } from "../../src/cli/output/three-way.ts";

const base = "a\nb\nc\nd\ne\n";

describe("two changes of one text", () => {
  it.each([
    ["far from each other", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n"],
    ["only theirs", "a\nB\nc\nd\ne\n", base, "a\nB\nc\nd\ne\n"],
    ["only ours", base, "a\nb\nc\ne\n", "a\nb\nc\ne\n"],
    ["the same in both", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n"],
    ["the same, and one more", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\nE\n", "a\nX\nc\nd\nE\n"],
    ["lines more at both ends", `top\n${base}`, `${base}end\n`, `top\n${base}end\n`],
    ["a removal and an addition", "a\nb\nd\ne\n", `${base}f\n`, "a\nb\nd\ne\nf\n"],
    ["without a line end at the end", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\ne", "A\nb\nc\nd\ne"],
  ])("%s", (_, theirs, ours, merged) => {
    expect(mergeThree(base, theirs, ours)).toEqual({ merged, overlaps: [] });
    expect(mergeThree(base, ours, theirs).merged).toBe(merged);
  });

  it.each([
    ["the same line", "a\nX\nc\nd\ne\n", "a\nY\nc\nd\ne\n", 2, 2],
    ["neighbours", "a\nX\nc\nd\ne\n", "a\nb\nY\nd\ne\n", 2, 3],
    ["a change and a removal", "a\nb\nX\nd\ne\n", "a\nb\nd\ne\n", 3, 3],
    ["additions at one place", "a\nX\nb\nc\nd\ne\n", "a\nY\nb\nc\nd\ne\n", 2, 2],
  ])("%s: nobody but a person can tell", (_, theirs, ours, from, to) => {
    expect(mergeThree(base, theirs, ours)).toEqual({ merged: undefined, overlaps: [{ from, to }] });
  });

  it("the line ends of Windows in the user's file stay, and are no change", () => {
    const theirs = "A\nb\nc\nd\ne\n".replaceAll("\n", "\r\n");
    expect(mergeThree(base, theirs, "a\nb\nc\nd\nE\n").merged).toBe("A\r\nb\r\nc\r\nd\r\nE\r\n");
  });

  it("what is large and wholly different is one change, at once", () => {
    const long = (letter: string): string => Array.from({ length: 3000 }, (_, i) => `${letter}${i}\n`).join("");
    const result = mergeThree(long("a"), long("b"), long("c"));
    expect(result.overlaps).toEqual([{ from: 1, to: 3000 }]);
  });

  it("one line of each in a large file is merged, however often lines repeat", () => {
    const hosts = Array.from({ length: 10_000 }, (_, i) => [`  web-${i}:`, '    ansible_user: "admin"']).flat();
    const edit = (line: number, text: string): string => hosts.with(line, text).join("\n");
    const { merged } = mergeThree(hosts.join("\n"), edit(9000, "  theirs:"), edit(9010, "  ours:"));
    expect(merged).toBe(hosts.with(9000, "  theirs:").with(9010, "  ours:").join("\n"));
  });
});

it("edits far from each other in a large file are merged, and of its lines only those are shown", () => {
  const hosts = Array.from({ length: 10_000 }, (_, i) => [`  web-${i}:`, '    ansible_user: "admin"']).flat();
  const theirs = hosts.with(20, "  theirs:").with(19_000, "  theirs too:");
  const ours = hosts.with(500, "  ours:").toSpliced(12_000, 2);
  const both = theirs.with(500, "  ours:").toSpliced(12_000, 2);
  expect(mergeThree(hosts.join("\n"), theirs.join("\n"), ours.join("\n")).merged).toBe(both.join("\n"));
  expect(mergeThree(hosts.join("\n"), theirs.join("\n"), hosts.with(19_000, "x").join("\n")).overlaps).toEqual([
    { from: 19_001, to: 19_001 },
  ]);
  const diff = renderDiff("x", hosts.join("\n"), theirs.join("\n"), createPalette(false)).split("\n");
  expect(diff.filter((each) => /^[-+] /.test(each))).toEqual([
    "-  web-10:",
    "+  theirs:",
    "-  web-9500:",
    "+  theirs too:",
  ]);
});

const line = fc.constantFrom("a", "b", "c", "constructor", "__proto__", "", "\u0000");
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));
const runs = process.env["ENVC_LONG"] ? 10_000 : 300;

describe("for any three texts", () => {
  it("no change of one side is the other side's text, whoever comes first", () => {
    fc.assert(
      fc.property(text, text, (o, x) => {
        expect(mergeThree(o, x, o).merged).toBe(x);
        expect(mergeThree(o, o, x).merged).toBe(x);
        expect(mergeThree(o, x, x).merged).toBe(x);
      }),
      { numRuns: runs },
    );
  });

  it("a merge has every line that either side added", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(12)), fc.array(fc.nat(12)), (o, mine, yours) => {
        const insert = (places: readonly number[], name: string): string => {
          const lines = o.split("\n");
          for (const [index, place] of [...places].sort((a, b) => b - a).entries())
            lines.splice(place, 0, `${name}${index}`);
          return lines.join("\n");
        };
        const [theirs, ours] = [insert(mine, "mine"), insert(yours, "yours")];
        const { merged, overlaps } = mergeThree(o, theirs, ours);
        if (merged === undefined) expect(overlaps).not.toEqual([]);
        else
          for (const added of [...theirs.split("\n"), ...ours.split("\n")]) expect(merged.split("\n")).toContain(added);
        expect(mergeThree(o, ours, theirs).merged).toBe(merged);
      }),
      { numRuns: runs },
    );
  });
});
