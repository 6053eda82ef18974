import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fix, TextEdit } from "../../src/diagnostics/diagnostic.ts";
import { applyEdits, applyFixes } from "../../src/edit/apply-edits.ts";

const edit = (start: number, end: number, text: string): TextEdit => ({ span: { file: "a", start, end }, text });
const fix = (...edits: TextEdit[]): Fix => ({ title: "mend it", safety: "safe", edits });

describe("applyEdits", () => {
  it.each<[string, TextEdit[], string, number]>([
    ["nothing", [], "abcdef", 0],
    ["in any order", [edit(4, 5, "E"), edit(0, 1, "A")], "AbcdEf", 0],
    ["neighbours", [edit(0, 2, "X"), edit(2, 4, "Y")], "XYef", 0],
    ["insertions at one place, in the order given", [edit(3, 3, "1"), edit(3, 3, "2")], "abc12def", 0],
    ["an insertion in front of a replacement", [edit(2, 4, "X"), edit(2, 2, "-")], "ab-Xef", 0],
    ["the first of two that overlap", [edit(1, 4, "X"), edit(3, 5, "Y")], "aXef", 1],
    ["the first of two that are the same", [edit(1, 2, "X"), edit(1, 2, "X")], "aXcdef", 1],
    ["not an insertion into what is replaced", [edit(1, 4, "X"), edit(2, 2, "Y")], "aXef", 1],
    ["not outside the text", [edit(5, 9, "X"), edit(-1, 0, "Y"), edit(3, 2, "Z")], "abcdef", 3],
    ["deletions", [edit(0, 3, ""), edit(3, 6, "")], "", 0],
  ])("makes %s", (_, edits, text, skipped) => {
    const result = applyEdits("abcdef", edits);
    expect(result.text).toBe(text);
    expect(result.skipped).toHaveLength(skipped);
    expect(result.applied.length + result.skipped.length).toBe(edits.length);
  });

  it("accounts for every edit, and does what one edit after the other from the end does", () => {
    const anyEdit = fc
      .tuple(fc.nat({ max: 20 }), fc.nat({ max: 4 }), fc.string({ maxLength: 3 }))
      .map(([start, length, text]) => edit(start, start + length, text));
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 8 }), (edits) => {
        const text = "abcdefghijklmnopqrst";
        const { text: result, applied, skipped } = applyEdits(text, edits);
        expect(new Set([...applied, ...skipped])).toEqual(new Set(edits));
        const backwards = applied
          .map((one, index) => ({ one, index }))
          .sort((a, b) => b.one.span.start - a.one.span.start || b.one.span.end - a.one.span.end || b.index - a.index);
        let expected = text;
        for (const { one } of backwards)
          expected = expected.slice(0, one.span.start) + one.text + expected.slice(one.span.end);
        expect(result).toBe(expected);
      }),
    );
  });
});

describe("applyFixes", () => {
  it("applies a fix wholly or not at all", () => {
    const first = fix(edit(0, 2, "X"));
    const second = fix(edit(1, 3, "Y"), edit(4, 5, "Z"));
    const third = fix(edit(4, 5, "W"));
    expect(applyFixes("abcdef", [first, second, third])).toEqual({
      text: "XcdWf",
      applied: [first, third],
      skipped: [second],
    });
  });

  it("skips a fix whose own edits overlap", () => {
    const broken = fix(edit(0, 3, "X"), edit(2, 4, "Y"));
    expect(applyFixes("abcdef", [broken])).toEqual({ text: "abcdef", applied: [], skipped: [broken] });
  });
});
