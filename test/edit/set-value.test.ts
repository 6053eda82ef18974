import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/edit/apply-edits.ts";
import {
  findWritten,
  setInBlock,
  setInEnvironment,
  spellBlock,
  type SpecFiles,
  spellPath,
  spellValue,
} from "../../src/edit/set-value.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { createSourceFile } from "../../src/text/source-file.ts";

function open(text: string): SpecFiles {
  const source = createSourceFile("a.envspec", text);
  return { sources: new Map([["a.envspec", source]]), asts: new Map([["a.envspec", parseFile(source).file]]) };
}

function inEnvironment(text: string, path: readonly string[], value: string): string | undefined {
  const edit = setInEnvironment(open(text), "prod", path, value);
  return edit === undefined ? undefined : applyEdits(text, [edit]).text;
}

const head = "envspec 1\n\nlet a = 1\n\n";

describe("a patch in an environment", () => {
  it.each([
    ["in place, with its comment", "environment prod {\n  a = 2 # two\n}\n", "environment prod {\n  a = 3 # two\n}\n"],
    [
      "behind the last attribute, in front of the blocks",
      "environment prod {\n  # why\n  b = 1 # one\n\n  host x {\n    machine = web\n  }\n}\n",
      "environment prod {\n  # why\n  b = 1 # one\n  a = 3\n\n  host x {\n    machine = web\n  }\n}\n",
    ],
    [
      "behind a text block",
      'environment prod {\n  b = """\n    x\n    """\n}\n',
      'environment prod {\n  b = """\n    x\n    """\n  a = 3\n}\n',
    ],
    [
      "where there are only blocks",
      "environment prod { # live\n  host x {}\n}\n",
      "environment prod { # live\n  a = 3\n\n  host x {}\n}\n",
    ],
    ["in front of a brace", "environment prod {\n  b = 1 }\n", "environment prod {\n  b = 1\n  a = 3 }\n"],
    ["in one line", "environment prod { b = 1 }\n", "environment prod { b = 1, a = 3 }\n"],
    ["in an empty body", "environment prod {}\n", "environment prod { a = 3 }\n"],
    ["in a body of comments", "environment prod {\n  # later\n}\n", "environment prod {\n  a = 3\n  # later\n}\n"],
    ["with tabs", "environment prod {\n\tb = 1\n}\n", "environment prod {\n\tb = 1\n\ta = 3\n}\n"],
    [
      "with the line ends of Windows",
      "environment prod {\r\n  b = 1\r\n}\r\n",
      "environment prod {\r\n  b = 1\r\n  a = 3\r\n}\r\n",
    ],
  ])("%s", (_, before, after) => {
    expect(inEnvironment(head + before, ["a"], "3")).toBe(head + after);
  });

  it("is never put in place of what is made from other values", () => {
    expect(inEnvironment(`${head}environment prod {\n  a = b\n}\n`, ["a"], "3")).toBeUndefined();
    expect(inEnvironment(`${head}environment prod {\n  a = "x\${b}"\n}\n`, ["a"], "3")).toBeUndefined();
  });

  it("needs the environment", () => {
    expect(inEnvironment(`${head}environment dev {}\n`, ["a"], "3")).toBeUndefined();
  });

  it("spells paths", () => {
    expect(spellPath(["file", "/etc/motd", "text"])).toBe('file."/etc/motd".text');
    expect(inEnvironment(`${head}environment prod {}\n`, ["file", "/etc/motd", "text"], '"x"')).toContain(
      'prod { file."/etc/motd".text = "x" }',
    );
  });
});

describe("an attribute of a block", () => {
  const text = `${head}host a {
  address = "1.1.1.1"
  ssh { user = "admin" }
}

environment prod {
  host a {
    address = "2.2.2.2"
  }

  machine web {
    host b { address = "3.3.3.3" }
  }
}
`;
  const set = (label: string, environment: string | undefined, path: readonly string[], value: string) => {
    const edit = setInBlock(open(text), { kind: "host", label, environment }, path, value);
    return edit === undefined ? undefined : applyEdits(text, [edit]).text;
  };

  it("is looked for in the environment first", () => {
    expect(set("a", "prod", ["address"], '"9"')).toBe(text.replace('"2.2.2.2"', '"9"'));
    expect(set("a", undefined, ["address"], '"9"')).toBe(text.replace('"1.1.1.1"', '"9"'));
    expect(set("b", "prod", ["address"], '"9"')).toBe(text.replace('"3.3.3.3"', '"9"'));
  });

  it("stands in a nested block, or is added to it", () => {
    expect(set("a", undefined, ["ssh", "user"], '"x"')).toBe(text.replace('"admin"', '"x"'));
    expect(set("a", undefined, ["ssh", "port"], "22")).toBe(text.replace('"admin" }', '"admin", port = 22 }'));
    expect(set("b", "prod", ["ssh", "port"], "22")).toBeUndefined();
  });

  it("needs the block", () => {
    expect(set("c", "prod", ["address"], '"9"')).toBeUndefined();
  });
});

describe("what is written at a place", () => {
  const text = `${head}module m {
  param p: text = "x"
}

environment prod {
  a = 2
  host h {
    b = """
      one
      """
  }
}
`;
  const find = (part: string) => {
    const start = text.indexOf(part);
    return findWritten(open(text), { file: "a.envspec", start, end: start + part.length });
  };

  it("is known with what is around it", () => {
    expect(find('"x"')).toMatchObject({ form: "literal", spelling: "text", module: "m", environment: undefined });
    expect(find("a = 2")).toMatchObject({ spelling: "number", environment: "prod", host: undefined });
    expect(find('"""\n      one\n      """')).toMatchObject({
      environment: "prod",
      host: "h",
      block: { quotes: 3, indent: "      " },
    });
    expect(find("prod")).toBeUndefined();
  });
});

describe("spelling", () => {
  it.each([
    ["text", 'a "b" ${c}', '"a \\"b\\" \\${c}"'],
    ["number", "42", "42"],
    ["number", "042x", undefined],
    ["bool", "true", "true"],
    ["bool", "yes", undefined],
    ["mode", "0644", "0644"],
    ["mode", "644", undefined],
    ["quantity", "30s", "30s"],
    ["quantity", "30", undefined],
    ["word", "on-failure", "on-failure"],
    ["word", "two words", undefined],
  ] as const)("%s %j", (spelling, value, expected) => {
    expect(spellValue(spelling, value)).toBe(expected);
  });

  it("a text block keeps its quotes and its indentation", () => {
    const block = { quotes: 3, indent: "    " };
    expect(spellBlock(block, "one\n\n  two\n")).toBe('"""\n    one\n\n      two\n    """');
    expect(spellBlock(block, "no line end")).toBeUndefined();
    expect(spellBlock(block, 'a """ in it\n')).toBeUndefined();
    expect(spellBlock(block, "a\rb\n")).toBeUndefined();
  });
});
