import { describe, expect, it } from "vitest";
import { parseFile } from "../../src/parser/parse.ts";
import { createSourceFile } from "../../src/text/source-file.ts";

function warnings(body: string): readonly string[] {
  const text = `envspec 1\nlet domain = "a"\nsecret [key, token]\n${body}\n`;
  return parseFile(createSourceFile("main.envspec", text)).diagnostics.map(
    ({ code, help, fixes }) => `${code} ${help ?? ""}${fixes.length > 0 ? " (fix)" : ""}`,
  );
}

const block = (line: string, dollars = ""): string => `file "/a" {\n  text = ${dollars}"""\n    ${line}\n    """\n}`;

describe("a text that looks as if a value were put in", () => {
  it.each([
    ["a let", block("Hello ${domain}"), 'W0103 begin the text with `$"""` (fix)'],
    ["a secret of several", block("${token}"), 'W0103 begin the text with `$"""` (fix)'],
    ["this", block("${this.label}"), 'W0103 begin the text with `$"""` (fix)'],
    ["among others", block("${HOME} ${domain}"), 'W0103 begin the text with `$$"""`, and write `$${domain}`'],
    ["among odd ones", block("${1:-x} ${domain}"), 'W0103 begin the text with `$$"""`, and write `$${domain}`'],
    ["in front of which two dollars stand", block("${domain}", "$$"), "W0103 write `$${domain}`"],
    ["in a list", `a = [${block("${domain}").slice(20, -2)}]`, 'W0103 begin the text with `$"""` (fix)'],
    [
      "a thing of which something is asked",
      `mysql db {}\n${block("${db.host}")}`,
      'W0103 begin the text with `$"""` (fix)',
    ],
    [
      "a thing in a machine",
      `machine data {\n  mysql db {}\n}\n${block("${db.user.shop.name}")}`,
      'W0103 begin the text with `$"""` (fix)',
    ],
    ["in a module", `module m {\n  param x: text\n${block("${x}")}\n}`, 'W0103 begin the text with `$"""` (fix)'],
  ])("%s", (_, body, expected) => {
    expect(warnings(body)).toEqual([expected]);
  });

  it.each([
    ["a name of the script's own", block("${HOME}")],
    ["a name that the script sets", block('domain=x; echo "${domain}"')],
    ["with a default of the shell", block("${domain:-x}")],
    ["a text that puts values in", block("${domain}", "$")],
    ["a text that puts them in with two dollars", block("$${domain} ${HOME}", "$$")],
    ["a let outside of the module", `module m {\n${block("${domain}")}\n}`],
    ["a variable that is called as a thing is", `mysql db {}\n${block("${db}")}`],
    ["what the shell calls this", block("${this}")],
  ])("not %s", (_, body) => {
    expect(warnings(body)).toEqual([]);
  });
});
