import { describe, expect, it } from "vitest";
import type { TextPart, ValueNode } from "../../src/parser/ast.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { createSourceFile } from "../../src/text/source-file.ts";

/** The value of the one attribute of a file, and the codes that were reported. */
function read(text: string): { readonly value: ValueNode | undefined; readonly codes: readonly string[] } {
  const { file, diagnostics } = parseFile(createSourceFile("main.envspec", `envspec 1\n${text}`));
  const entry = file.entries[0];
  return {
    value: entry !== undefined && "value" in entry ? entry.value : undefined,
    codes: diagnostics.map((one) => one.code),
  };
}

/** A text with its holes written as `<path>`. */
function textOf(value: ValueNode | undefined): string | undefined {
  if (value?.type !== "string" && value?.type !== "text-block") return undefined;
  const show = (part: TextPart): string =>
    part.part === "literal" ? part.text : `<${part.path.segments.map((segment) => segment.text).join(".")}>`;
  return value.parts.map(show).join("");
}

function expectText(source: string, text: string): void {
  const { value, codes } = read(source);
  expect(codes).toEqual([]);
  expect(textOf(value)).toBe(text);
}

describe("one-line texts", () => {
  it.each([
    ['x = ""', ""],
    ['x = "a\\nb\\tc\\"d\\\\e\\$f"', 'a\nb\tc"d\\e$f'],
    ['x = "\\u{20ac}\\u{1F600}\\u{0}"', "€😀\0"],
    ['x = "$5 and $ and $$"', "$5 and $ and $$"],
    ['x = "${a.b}-${ c }"', "<a.b>-<c>"],
    ['x = "\\${a}"', "${a}"],
    ['x = "$${a}"', "$<a>"],
    ['x = "${file."/etc/a \\"b\\"".mode}"', '<file./etc/a "b".mode>'],
    ['x = "# no comment // { } [ ;"', "# no comment // { } [ ;"],
    ['x = "it\'s"', "it's"],
  ])("%s", expectText);
});

describe("text blocks", () => {
  it.each([
    ["removes the indentation of the closing quotes", 'x = """\n    a\n      b\n    """', "a\n  b\n"],
    ["keeps what is deeper than the closing quotes", 'x = """\n    a\n  """', "  a\n"],
    ["may be empty", 'x = """\n  """', ""],
    ["may be one blank line", 'x = """\n\n  """', "\n"],
    ["takes blank lines of any width", 'x = """\n    a\n  \n \n    b\n    """', "a\n\n\nb\n"],
    ["keeps white space behind the indentation of a blank line", 'x = """\n  a\n     \n  """', "a\n   \n"],
    ["keeps white space at line ends", 'x = """\n  a  \n  """', "a  \n"],
    ["is verbatim", 'x = """\n  ${a} \\n "b" # c\n  """', '${a} \\n "b" # c\n'],
    ["replaces with one dollar", 'x = $"""\n  ${a.b} $${c} $d\n  """', "<a.b> $<c> $d\n"],
    ["replaces with two dollars", 'x = $$"""\n  ${a} $${b} $$${c}\n  """', "${a} <b> $<c>\n"],
    ["has line ends LF whatever the file has", 'x = """\r\n  a\r\n  b\r\n  """\r\n', "a\nb\n"],
    ["has line ends LF for lone carriage returns", 'x = """\r  a\r  """', "a\n"],
    ["takes tabs as indentation", 'x = """\n\t\ta\n\t\t\tb\n\t\t"""', "a\n\tb\n"],
    ["with four quotes holds three", 'x = """"\n  """\n  """"', '"""\n'],
    ["holds quotes that do not start a line", 'x = """\n  say """ and """\n  """', 'say """ and """\n'],
    ["holds more quotes than its own at the start of a line", 'x = """\n  """" \n  """', '"""" \n'],
    ["may stand at the margin", 'x = """\na\n  b\n"""', "a\n  b\n"],
  ])("%s", (_, source, text) => expectText(source, text));

  it.each([
    ["a line with less indentation", 'x = """\n    a\n  b\n    """', ["E0121"]],
    ["several of them are one mistake", 'x = """\n    a\n  b\n c\n    """', ["E0121"]],
    ["other white space than the closing quotes have", 'x = """\n\ta\n    """', ["E0121"]],
    ["text behind the opening quotes", 'x = """a\n  b\n  """', ["E0120"]],
    ["closing quotes behind the last line, another block below", 'x = """\n  a"""\ny = """\n  b\n  """', ["E0122"]],
    ["no closing quotes, another block below", 'x = """\n  a\ny = """\n  b\n  """', ["E0119"]],
    ["no closing quotes at all", 'x = """\n  a\n', ["E0119"]],
  ])("%s", (_, source, codes) => expect(read(source).codes).toEqual(codes));

  it("that is not closed ends in front of the next entry", () => {
    const { file } = parseFile(createSourceFile("main.envspec", 'envspec 1\nx = """\n  a\ny = 3\n'));
    expect(file.entries).toHaveLength(2);
  });
});

describe("bare words", () => {
  it.each([
    ["x = 0644", "mode"],
    ["x = 01777", "mode"],
    ["x = 0", "number"],
    ["x = -1.50", "number"],
    ["x = 1.5GB", "quantity"],
    ["x = 85%", "quantity"],
    ["x = on-failure", "path"],
    ["x = this.name", "path"],
    ["x = true", "bool"],
    ["x = env(a)", "call"],
    ["x = 10.0.0.1", "bad"],
  ])("%s is a %s", (source, type) => expect(read(source).value?.type).toBe(type));

  it.each(["00", "007", "0899", "006440", "0648", "0o644"])("%s is no mode", (word) => {
    expect(read(`x = ${word}`).codes).toEqual(["E0126"]);
  });
});
