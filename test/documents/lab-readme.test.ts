/** test/lab/README.md says what the lab of today knows. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { settingKeys } from "../lab/lab-settings.ts";
import { codeWords, readDocument, root, sectionOf } from "./read-document.ts";

const readme = readDocument("test/lab/README.md");

it("names every setting of a spec", () => {
  const words = codeWords(readme);
  expect(settingKeys.filter((key) => !words.includes(key))).toEqual([]);
});

it("names every option", () => {
  const head = /^\/\*\*[\s\S]*?\*\//.exec(readDocument("test/lab/run.ts"))?.[0] ?? "";
  for (const [option] of head.matchAll(/--[a-z-]+/g)) expect(readme).toContain(option);
});

it("says of every file what it is for", () => {
  const words = codeWords(sectionOf(readme, "Where things are"));
  const files = readdirSync(join(root, "test/lab")).filter((name) => /^[a-z-]+\.ts$/.test(name));
  expect(files.map((name) => name.slice(0, -3)).filter((name) => !words.includes(name))).toEqual([]);
});
