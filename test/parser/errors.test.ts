/**
 * `test/errors/syntax`: one mistake per file. What is reported stands at the end of the file, one line per diagnostic,
 * `#! line:column code title`. UPDATE=1 writes it anew.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/diagnostics/catalogue.generated.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { explanations } from "../../src/diagnostics/explanations.generated.ts";
import { applyFixes, safeFixes } from "../../src/edit/apply-edits.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { createSourceFile, positionAt } from "../../src/text/source-file.ts";

const folder = fileURLToPath(new URL("../errors/syntax", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".envspec"));
const syntaxCodes = Object.keys(catalogue).filter((code) => /^[EW]01/.test(code));

interface ErrorCase {
  readonly text: string;
  readonly expected: string;
}

function readCase(name: string): ErrorCase {
  const all = readFileSync(join(folder, name), "utf8");
  const at = all.search(/^#! /m);
  return { text: (at < 0 ? all : all.slice(0, at)).replace(/\n\n$/, "\n"), expected: at < 0 ? "" : all.slice(at) };
}

function parse(text: string): readonly Diagnostic[] {
  return parseFile(createSourceFile("main.envspec", text)).diagnostics;
}

function render(text: string): string {
  const source = createSourceFile("main.envspec", text);
  return parseFile(source)
    .diagnostics.map((diagnostic) => {
      const { line, column } = positionAt(source, diagnostic.span.start);
      return `#! ${line}:${column} ${diagnostic.code} ${diagnostic.title}\n`;
    })
    .join("");
}

describe("one mistake per file", () => {
  it.each(files)("%s", (name) => {
    const { text, expected } = readCase(name);
    const found = render(text);
    if (process.env["UPDATE"]) writeFileSync(join(folder, name), `${text}\n${found}`);
    else expect(found).toBe(expected);
    expect(found.trimEnd().split("\n")).toHaveLength(1);
  });

  it("every syntax code has a file", () => {
    const seen = new Set(files.flatMap((name) => readCase(name).expected.match(/[EW]\d{4}/) ?? []));
    expect(syntaxCodes.filter((code) => !seen.has(code))).toEqual([]);
  });
});

describe("safe fixes", () => {
  it.each(files)("mend %s without a new mistake", (name) => {
    const { text } = readCase(name);
    const before = parse(text);
    const fixes = safeFixes(before, "main.envspec");
    if (fixes.length === 0) return;
    const { text: mended, skipped } = applyFixes(text, fixes);
    expect(skipped).toEqual([]);
    expect(parse(mended).map((diagnostic) => `${diagnostic.code} ${diagnostic.title}`)).toEqual([]);
  });
});

it("says of `secret.db-password` that the name alone is the secret", () => {
  const { text } = readCase("reserved-secret-prefix.envspec");
  const found = parse(text);
  expect(found.map((diagnostic) => diagnostic.help)).toEqual(["a secret is written as its name alone: `db-password`"]);
  expect(applyFixes(text, safeFixes(found, "main.envspec")).text).toContain("let a = db-password\n");
});

it.each([
  [
    "braces-behind-path.envspec",
    "  site.www.basic-auth.client = pw\n  site.www.basic-auth.anna = other\n}\n",
    "write the whole path: `site.www.basic-auth.client = pw` and `site.www.basic-auth.anna = other`",
  ],
  [
    "equals-and-braces-behind-path.envspec",
    "{ site.www.basic-auth.client = pw, site.www.max-body = 64MB }",
    "write the whole path: `site.www.basic-auth.client = pw` and `site.www.max-body = 64MB`",
  ],
])("of %s makes one patch of every attribute", (file, mended, help) => {
  const { text } = readCase(file);
  const found = parse(text);
  expect(found.map((diagnostic) => diagnostic.help)).toEqual([help]);
  expect(applyFixes(text, safeFixes(found, "main.envspec")).text).toContain(mended);
});

it("advises no path at the top of a file, where none is allowed", () => {
  const { text } = readCase("braces-behind-path-at-top.envspec");
  expect(parse(text).map((diagnostic) => diagnostic.help)).toEqual(["write the block: `site www { … }`"]);
});

it.each([
  ['allow ssh from "198.51.100.7"', 'allow ssh { from = "198.51.100.7" }'],
  ['directory "/srv/a" mode 0750 owner root', 'directory "/srv/a" { mode = 0750, owner = root }'],
  ['user anna shell "/bin/bash"', 'user anna { shell = "/bin/bash" }'],
  ["package git, curl", "package [git, curl]"],
  ["package git curl", "package [git, curl]"],
  ["package libssl3 hold", undefined],
  ["user anna groups sudo", undefined],
])("mends `%s` only into what it says", (written, mended) => {
  const text = `envspec 1\n\n${written}\n`;
  const fixed = applyFixes(text, safeFixes(parse(text), "main.envspec")).text;
  expect(fixed).toBe(`envspec 1\n\n${mended ?? written}\n`);
});

describe("message pages", () => {
  it.each(syntaxCodes)("%s: the wrong example gives exactly this code, the right one none", (code) => {
    const page = explanations[code];
    expect(parse(page?.wrong.files[0]?.text ?? "").map((diagnostic) => diagnostic.code)).toEqual([code]);
    expect(parse(page?.right.files[0]?.text ?? "")).toEqual([]);
  });

  it.each(syntaxCodes)("%s speaks the reader's language", (code) => {
    const { title, help } = catalogue[code as keyof typeof catalogue];
    expect(`${title} ${help}`).not.toMatch(/unexpected|expecting|invalid|token|parse error|syntax error/i);
    expect(help).not.toBe("");
  });
});
