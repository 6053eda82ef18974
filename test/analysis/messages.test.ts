import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parsePage } from "../../scripts/message-page.ts";
import { analyseText, showDiagnostics } from "./helpers.ts";

const folder = new URL("../../messages/", import.meta.url);
const pages = readdirSync(folder)
  .filter((name) => /^(E0[23567]|W0[25])\d\d\.md$/.test(name))
  .sort();

describe.each(pages)("%s", (name) => {
  const code = name.slice(0, 5);
  const page = parsePage(code, readFileSync(new URL(name, folder), "utf8"));
  const run = (example: typeof page.wrong) => {
    const [main, ...others] = example.files;
    return analyseText(main?.text ?? "", Object.fromEntries(others.map((file) => [file.path, file.text])));
  };

  test("the wrong example gives this message and no other", () => {
    const result = run(page.wrong);
    expect(new Set(result.diagnostics.map((one) => one.code)), showDiagnostics(result)).toEqual(new Set([code]));
    expect(result.diagnostics.length, showDiagnostics(result)).toBe(1);
  });

  test("the right example gives none", () => {
    expect(showDiagnostics(run(page.right))).toBe("");
  });
});
