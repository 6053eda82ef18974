import { describe, expect, it } from "vitest";
import { formatFile } from "../../src/format/format.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { createSourceFile } from "../../src/text/source-file.ts";

/** Formats a file without its header; what is given must be free of mistakes. */
function format(text: string): string {
  const source = createSourceFile("main.envspec", `envspec 1\n\n${text}`);
  const { file, diagnostics } = parseFile(source);
  expect(diagnostics).toEqual([]);
  return formatFile(file, source).replace("envspec 1\n\n", "");
}

const long = "a".repeat(60);

describe("the canonical form", () => {
  it.each([
    ["indents by two spaces", "a x {\n        b y {\n\tc = 1\n}\n}\n", "a x {\n  b y {\n    c = 1\n  }\n}\n"],
    ["aligns nothing", "a    =   1\nbcd  = 2\n", "a = 1\nbcd = 2\n"],
    ["keeps the order", "b = 1\na = 2\n", "b = 1\na = 2\n"],
    ["makes several blank lines one", "a = 1\n\n\n\nb = 2\n", "a = 1\n\nb = 2\n"],
    ["adds none between attributes", "a = 1\nb = 2\n", "a = 1\nb = 2\n"],
    [
      "puts one between blocks with bodies",
      "a x {\n  b = 1\n}\nc y {\n  d = 1\n}\n",
      "a x {\n  b = 1\n}\n\nc y {\n  d = 1\n}\n",
    ],
    ["keeps short blocks together", "a x { b = 1 }\na y { b = 2 }\n", "a x { b = 1 }\na y { b = 2 }\n"],
    [
      "sets a block apart from the attribute above it",
      "a x {\n  b = 1\n  c {\n    d = 2\n  }\n  e = 3\n}\n",
      "a x {\n  b = 1\n\n  c {\n    d = 2\n  }\n\n  e = 3\n}\n",
    ],
    [
      "keeps a block on one line where it is",
      "a x {\n  b = 1\n  c { d = 2 }\n}\n",
      "a x {\n  b = 1\n  c { d = 2 }\n}\n",
    ],
    [
      "sets a block's comment apart with it",
      "b = 1\n# note\na x {\n  c = 2\n}\n",
      "b = 1\n\n# note\na x {\n  c = 2\n}\n",
    ],
    ["drops blank lines at the ends of a body", "a x {\n\n  b = 1\n\n}\n", "a x {\n  b = 1\n}\n"],
    ["keeps a body of several lines", "a x {\n  b = 1\n}\n", "a x {\n  b = 1\n}\n"],
    [
      "breaks a body that is too long",
      `a x { b = "${long}", c = "${long}" }\n`,
      `a x {\n  b = "${long}"\n  c = "${long}"\n}\n`,
    ],
    ["breaks a list that is too long", `a = ["${long}", "${long}"]\n`, `a = [\n  "${long}",\n  "${long}",\n]\n`],
    ["keeps a list of several lines", "a = [\n1, 2]\n", "a = [\n  1,\n  2,\n]\n"],
    ["removes commas before line ends in bodies", "a x {\n  b = 1,\n  c = 2,\n}\n", "a x {\n  b = 1\n  c = 2\n}\n"],
    ["writes an empty body short", "a x {\n}\n", "a x {}\n"],
    ["puts a missing comma into a list", "a = [1 2]\n", "a = [1, 2]\n"],
    ["escapes only what must be", 'a = "\\u{20ac}\\$x\\u{7}"\n', 'a = "€$x\\u{7}"\n'],
    [
      "keeps a comment between two blocks with the one below",
      "a x {\n  b = 1\n}\n# c\nd y {\n  e = 1\n}\n",
      "a x {\n  b = 1\n}\n\n# c\nd y {\n  e = 1\n}\n",
    ],
    ["ends with one line end", "a = 1\n\n\n", "a = 1\n"],
    ["adds a missing line end", "a = 1", "a = 1\n"],
    ["prints LF", "a = 1\r\nb = 2\r\n", "a = 1\nb = 2\n"],
  ])("%s", (_, text, expected) => {
    expect(format(text)).toBe(expected);
    expect(format(expected)).toBe(expected);
  });

  it("gives two comments of one shortened line a place each", () => {
    expect(format("a = [ # first\n] # second\n")).toBe("# first\na = [] # second\n");
  });

  it("leaves a file of comments alone", () => {
    expect(formatFile(parseFile(createSourceFile("a", "# only\n")).file)).toBe("# only\n");
  });
});
