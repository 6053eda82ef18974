import { describe, expect, it } from "vitest";
import { safeFixes } from "../../src/edit/apply-edits.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { createSourceFile } from "../../src/text/source-file.ts";

function fixable(text: string): readonly string[] {
  const { diagnostics } = parseFile(createSourceFile("main.envspec", text));
  return safeFixes(diagnostics, "main.envspec").map((fix) => fix.title);
}

describe("fixes in a file with a text that was never closed", () => {
  const above = "envspec 1\n\nport: 80\n\n";

  it("are made above it", () => {
    expect(fixable(`${above}os = "debian-12\n`)).toEqual(["write `=`"]);
  });

  it("are not made below it, where a mistake may be a line of the text", () => {
    expect(fixable(`${above}motd = "Hello\nname: you\npackage git, curl\n`)).toEqual(["write `=`"]);
  });

  it("are not made on its line, whose brace may belong to the text", () => {
    expect(fixable('envspec 1\n\nfile "/etc/a" {\n  text = "server {\n  listen: 80\n  }\n}\n')).toEqual([]);
  });

  it("are not made below an unclosed text block", () => {
    expect(fixable('envspec 1\n\nmotd = """\n  Hello\nname: you\n')).toEqual([]);
  });
});

describe("an unclosed text says how a text of several lines is written", () => {
  const help = (text: string): string | undefined =>
    parseFile(createSourceFile("main.envspec", text)).diagnostics.find(({ code }) => code === "E0118")?.help;

  it.each([
    ["a closing quote below", 'envspec 1\nmotd = "Hello\nname = you"\n'],
    ["a closing quote on its own line", 'envspec 1\nmotd = "server {\n  listen = 80\n}\n"\n'],
    ["a line that is no entry", 'envspec 1\nmotd = "server {\n    listen 80;\n    root "/srv";\n'],
  ])("%s", (_, text) => {
    expect(help(text)).toContain('"""');
  });

  it.each([
    ["the end of the file", 'envspec 1\nos = "debian-12\n'],
    ["an attribute", 'envspec 1\nos = "debian-12\nhostname = "web"\n'],
    ["a let", 'envspec 1\nos = "debian-12\nlet a = 3\n'],
    ["a block", 'envspec 1\nos = "debian-12\npackage nginx\n'],
    ["a closing brace", 'envspec 1\nfile "/a" {\n  text = "b\n}\n'],
  ])("not in front of %s", (_, text) => {
    expect(help(text)).toBe('add the closing " at its end');
  });
});
