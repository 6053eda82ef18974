import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/parser/ast.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { createSourceFile } from "../../src/text/source-file.ts";

const parse = (text: string) => parseFile(createSourceFile("main.envspec", `envspec 1\n${text}`));
const codes = (text: string): readonly string[] => parse(text).diagnostics.map((one) => one.code);

/** Entries as `type name` with their bodies in brackets. */
function outline(entries: readonly Entry[]): string {
  return entries
    .map((entry) => {
      const body = "body" in entry && entry.body !== undefined ? `{${outline(entry.body.entries)}}` : "";
      if (entry.type === "attribute") return entry.key.segments.map((segment) => segment.text).join(".");
      return `${entry.type === "block" ? entry.kind.text : entry.type}${body}`;
    })
    .join(" ");
}

describe("where entries end", () => {
  it.each([
    ["at line ends", "a = 1\nb = 2\n", "a b"],
    ["at the end of the file", "a = 1\nb", "a b"],
    ["at a comma in a body", "h x { a = 1, b = 2 }", "h{a b}"],
    ["at a comma at a line end in a body", "h x {\n  a = 1,\n  b = 2,\n}", "h{a b}"],
    ["in front of a closing brace", "h x { a = 1 }", "h{a}"],
    ["not inside brackets", "a = [\n1,\n\n2\n]\nb = f(\n1\n)", "a b"],
    ["with any line ends", "a = 1\r\nb = 2\rc = 3\n", "a b c"],
    ["bodies in bodies on one line", "h x { i y { a = 1 }, b = 2 }", "h{i{a} b}"],
    ["below a quoted key that holds a colon and a hash sign", 'h x {\n  "a:#" = """\n    """\n  b = 1\n}', "h{a:# b}"],
    ["an empty body", "h x {\n\n}\ni y {}", "h{} i{}"],
  ])("%s", (_, text, expected) => {
    const { file, diagnostics } = parse(text);
    expect(diagnostics).toEqual([]);
    expect(outline(file.entries)).toBe(expected);
  });
});

describe("reserved words", () => {
  it.each([
    "envspec",
    "use",
    "environment",
    "module",
    "let",
    "param",
    "secret",
    "output",
    "remove",
    "absent",
    "true",
    "false",
    "this",
  ])("%s is a key and a step of a path", (word) => {
    const { file, diagnostics } = parse(`h x { ${word} = 1 }\n${word}.a = b.${word}\n`);
    expect(diagnostics).toEqual([]);
    expect(outline(file.entries)).toBe(`h{${word}} ${word}.a`);
  });

  it.each(["use", "module", "let", "true", "this"])("%s is no name", (word) => {
    expect(codes(`let ${word} = 1`)).toEqual(["E0136"]);
  });

  it("a kind is none", () => expect(codes("let package = 1\nmachine = 2\nif = 3")).toEqual([]));
});

describe("braces that are missing", () => {
  /** The offset of the opening brace that is blamed, as `line`. */
  const blamed = (text: string): readonly number[] =>
    parse(text).diagnostics.map((one) => `envspec 1\n${text}`.slice(0, one.span.start).split("\n").length - 1);

  it.each([
    ["the block above the next one", "a x {\n  b = 1\n\nc y {\n  d = 2\n}\n", [1]],
    ["the inner of two", "a x {\n  b y {\n    c = 1\n  d = 2\n}\n", [2]],
    ["one of many", "a x {\n  b = 1\n}\nc y {\n  d = 2\ne z {\n  f = 3\n}\n", [4]],
    ["the last one", "a x {\n  b = 1\n", [1]],
    ["two of them", "a x {\n  b = 1\nc y {\n  d = 1\ne = 2\n", [1, 3]],
  ])("%s", (_, text, lines) => {
    expect(codes(text)).toEqual(lines.map(() => "E0115"));
    expect(blamed(text)).toEqual(lines);
  });

  it("does not look at indentation while the braces match", () => {
    expect(codes("a x {\nb = 1\nc y {\nd = 2\n}\n}\n  e = 3\n")).toEqual([]);
  });

  it("does not look into text blocks", () => {
    expect(codes('a x {\n  t = """\n}\n{ {\n"""\n}\n')).toEqual([]);
    expect(codes('a x {\n  t = """\n}\n"""\n\nb = 1\n')).toEqual(["E0115"]);
  });

  it("goes on behind the mistake", () => {
    expect(outline(parse("a x {\n  b = 1\n\nc y {\n  d = 2\n}\n").file.entries)).toBe("a{b} c{d}");
  });
});

describe("all mistakes in one run", () => {
  it("in source order, each once", () => {
    const text =
      "a: 1\nb = 'x'\nc = 15m\npackage git curl\nd = {\n  e = 007\n}\nf = 10.0.0.1; # g\nif x == y {\n}\nh = 1\n";
    expect(codes(text)).toEqual(["E0105", "E0108", "E0128", "E0110", "E0106", "E0126", "E0114", "E0107", "E0145"]);
  });

  it("says nothing but the version about a newer file", () => {
    const source = createSourceFile("main.envspec", "envspec 2\n???\n}\n");
    expect(parseFile(source).diagnostics.map((one) => one.code)).toEqual(["E0102"]);
  });

  it("keeps no state between files", () => {
    const first = parse("a = [\n");
    parse("}}}}");
    expect(parse("a = [\n")).toEqual(first);
  });

  it("reports the same for a file with Windows line ends", () => {
    const text = "a: 1\nb = 'x'\nc {\n  d = 15m\n\ne = 1\n";
    expect(codes(text.replaceAll("\n", "\r\n"))).toEqual(codes(text));
  });
});
