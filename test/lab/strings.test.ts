import { describe, expect, test } from "vitest";
import { differences } from "./checks.ts";
import { readGroups } from "./inventory.ts";
import {
  entryKey,
  expectedFiles,
  expectedSight,
  printStringSpec,
  quoteBlock,
  quoteString,
  readNastyStrings,
} from "./strings.ts";

describe("the nasty strings", () => {
  test("are all there, the long one too", () => {
    const strings = readNastyStrings();
    expect(Object.keys(strings).length).toBeGreaterThanOrEqual(122);
    expect(Math.max(...Object.values(strings).map((text) => text.length))).toBe(5000);
  });

  test("every string goes every way that it can go", () => {
    const { text, lines } = printStringSpec(new Set());
    const entries = new Set([...lines.values()].map(entryKey));
    for (const name of Object.keys(readNastyStrings())) {
      for (const way of ["quoted", "argument", "environment"] as const)
        expect(entries).toContain(entryKey({ name, way }));
    }
    expect([...entries].filter((entry) => entry.startsWith("block ")).length).toBeGreaterThan(15);
    expect(text.split("\n").length).toBeGreaterThan(500);
  });

  test("each line of an entry is its own, so that a refusal hits one string", () => {
    const { text, lines } = printStringSpec(new Set());
    const printed = text.split("\n");
    for (const [line, entry] of lines) {
      if (entry.way === "argument") expect(printed[line - 1]).toMatch(/^ {4}".*",$/);
      if (entry.way === "environment") expect(printed[line - 1]).toMatch(/^ {4}LAB_\d+ = ".*"$/);
    }
  });

  test("a refused string is neither printed nor expected", () => {
    const refused = new Set(["argument crlf", "quoted crlf"]);
    const full = expectedSight(new Set()) as { arguments: string[] };
    const less = expectedSight(refused) as { arguments: string[] };
    expect(less.arguments).toHaveLength(full.arguments.length - 1);
    expect(Object.keys(expectedFiles(refused))).toHaveLength(Object.keys(expectedFiles(new Set())).length - 1);
    expect([...printStringSpec(refused).lines.values()].map(entryKey)).not.toContain("argument crlf");
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
