import { describe, expect, test } from "vitest";
import { differences } from "./checks.ts";
import { readGroups } from "./inventory.ts";
import {
  expectedFiles,
  expectedSight,
  printStringSpec,
  quoteBlock,
  quoteString,
  readNastyStrings,
  sharedFiles,
  wholeFiles,
} from "./strings.ts";

describe("the nasty strings", () => {
  test("are all there, the long one too", () => {
    const strings = readNastyStrings();
    expect(Object.keys(strings).length).toBeGreaterThanOrEqual(122);
    expect(Math.max(...Object.values(strings).map((text) => text.length))).toBe(5000);
  });

  test("every string goes every way that it can go", () => {
    const spec = printStringSpec();
    const strings = Object.values(readNastyStrings());
    for (const [index, text] of strings.entries()) {
      const quoted = quoteString(text);
      expect(spec).toContain(`let text-${index}: text = ${quoted}\n`);
      expect(spec).toContain(`    LAB_${index} = ${quoted}\n`);
      expect(spec).toContain(`    ${quoted},\n`);
    }
    const texts = (folder: string): string[] =>
      sharedFiles()
        .filter((file) => file.path.startsWith(`${folder}/`))
        .flatMap((file) => file.text.split("\n~\n"));
    expect(texts("quoted")).toEqual(strings);
    expect(texts("variable")).toEqual(texts("quoted"));
    expect(texts("block").length).toBeGreaterThan(80);
    expect(wholeFiles().map((file) => file.text)).toEqual(strings);
  });

  test("what is expected holds every string and the binaries", () => {
    const sight = expectedSight();
    expect(sight.arguments).toHaveLength(Object.keys(readNastyStrings()).length);
    expect(Object.keys(expectedFiles())).toContain("binary/not-utf-8");
    expect(Object.keys(expectedFiles())).toContain("file/nul");
  });
});

describe("writing strings in the language", () => {
  test.each([
    ["plain", '"plain"'],
    ['say "hi" \\ $x ${y}', '"say \\"hi\\" \\\\ \\$x \\${y}"'],
    ["a\nb\tc\rd", '"a\\nb\\tc\\u{d}d"'],
    ["\u007f\u2028\ufeff", '"\\u{7f}\\u{2028}\\u{feff}"'],
    ["Grüße 🙂", '"Grüße 🙂"'],
  ])("%j", (text, quoted) => expect(quoteString(text)).toBe(quoted));

  test("a block has more quotes than its text, and is refused what it cannot hold", () => {
    expect(quoteBlock("a\n\n  b\n", "  ")).toBe('"""\n  a\n\n    b\n  """');
    expect(quoteBlock('x """" y\n', "")).toBe('"""""\nx """" y\n"""""');
    for (const text of ["no line end", "a\r\n", "a\u0007\n", "a\u202eb\n"])
      expect(quoteBlock(text, "")).toBeUndefined();
  });
});

test("differences name the place", () => {
  expect(differences({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }, "x")).toEqual(['x b 1: "2", not "3"']);
  expect(differences({ a: 1 }, { a: 1 }, "x")).toEqual([]);
  expect(differences("text", { a: 1 }, "x")).toHaveLength(1);
  expect(differences({}, { a: 1 }, "x")).toHaveLength(1);
});

test("the groups of an inventory hold the hosts of the groups inside", () => {
  const groups = readGroups(
    "all:\n  children:\n    web:\n      hosts:\n        web-1:\n        web-2: {a: 1}\n    db:\n      hosts: {db-1: null}\n",
  );
  expect(Object.fromEntries(groups)).toEqual({
    all: ["web-1", "web-2", "db-1"],
    web: ["web-1", "web-2"],
    db: ["db-1"],
  });
});
