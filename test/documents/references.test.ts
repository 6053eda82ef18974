/** What the documents name is there: files, scripts of npm, pages. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/diagnostics/catalogue.generated.ts";
import { codeWords, readDocument, root } from "./read-document.ts";

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "grammar/spec.md",
  "messages/README.md",
  "src/kinds/README.md",
  "test/lab/README.md",
  ...readdirSync(join(root, "src/backends")).flatMap((name) =>
    existsSync(join(root, `src/backends/${name}/README.md`)) ? [`src/backends/${name}/README.md`] : [],
  ),
];
const { scripts } = JSON.parse(readDocument("package.json")) as { scripts: Record<string, string> };

describe.each(documents)("%s", (path) => {
  const text = readDocument(path);

  it("links to files that are there", () => {
    for (const [, target = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
      expect(existsSync(join(root, dirname(path), target)), target).toBe(true);
  });

  it("names files that are there", () => {
    // A word in capitals is a placeholder; a generated file is there once `npm run generate` has run.
    const paths = codeWords(text).filter((word) =>
      /^(src|test|scripts|grammar|messages|examples)\/[\w./-]+$/.test(word),
    );
    for (const each of paths.filter((word) => !/[A-Z]{2}|…/.test(word.replace("README", ""))))
      expect(existsSync(join(root, each)), each).toBe(true);
  });

  it("names files of its own folder that are there", () => {
    const folder = join(root, dirname(path));
    const files = path.startsWith("src/backends/") ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
    const named = codeWords(text).filter((word) => /^(?!(?:src|test)\/)[a-z/-]+\.ts$/.test(word));
    const missing = named.filter((name) => !files.some((file) => file === name || file.endsWith(`/${name}`)));
    expect(files.length === 0 ? [] : missing).toEqual([]);
  });

  it("names scripts that npm has", () => {
    for (const [, script = ""] of text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g))
      expect(Object.keys(scripts), script).toContain(script);
  });

  it("names codes that have a page", () => {
    for (const [code] of text.matchAll(/\b[EW]\d{4}\b/g)) expect(Object.keys(catalogue), code).toContain(code);
  });
});

it("messages/README.md names every range of codes", () => {
  const text = readDocument("messages/README.md");
  const ranges = [...new Set(Object.keys(catalogue).map((code) => code.slice(0, 3)))].sort();
  const listed = /^Ranges: ([\s\S]*?)\n\n/m.exec(text)?.[1] ?? "";
  expect([...new Set(listed.match(/\b[EW]\d\d\b/g))].sort()).toEqual(ranges);
});
