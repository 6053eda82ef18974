/** The reference: every kind has a page in its folder that its schema makes. `UPDATE=1` writes the pages. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderKindPage } from "../../scripts/kind-page.ts";
import { root } from "../../scripts/write-if-changed.ts";
import { backendNames } from "../../src/backends/names.ts";
import { kinds } from "../../src/kinds/registry.ts";

const all = [...kinds.values()].map((kind) => [kind.name, kind] as const);

test.each(all)("the page of %s is what its schema says", (name, kind) => {
  const path = join(root, "src/kinds", name, "README.md");
  const page = renderKindPage(kind);
  if (process.env["UPDATE"] === "1") writeFileSync(path, page);
  expect(existsSync(path) ? readFileSync(path, "utf8") : "there is no page").toBe(page);
});

test.each(all)("%s says what each target does with it", (_name, kind) => {
  expect(Object.keys(kind.targets).sort()).toEqual([...backendNames].sort());
  for (const text of Object.values(kind.targets)) expect(text).toMatch(/\.$/);
});
