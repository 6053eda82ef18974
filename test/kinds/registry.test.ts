import { expect, test } from "vitest";
import { isGoodPath } from "../../src/kinds/shared/names.ts";
import { pathName } from "../../src/kinds/shared/names.ts";
import { kinds } from "../../src/kinds/registry.ts";
import { lowerFiles } from "./compile-spec.ts";

const examples = [...kinds.values()].flatMap((kind) =>
  kind.examples.map((example) => [`${kind.name}: ${example.title}`, example] as const),
);

test.each(examples)("the example %s compiles without a word", (_title, { source, files }) => {
  const lowered = lowerFiles({ ...files, "main.envspec": source });
  expect(lowered.diagnostics.map((one) => `${one.code} ${one.title}`)).toEqual([]);
  expect(lowered.programs.length).toBeGreaterThan(0);
});

test.each([...kinds.values()].map((kind) => [kind.name, kind] as const))("%s documents itself", (_name, kind) => {
  expect(kind.doc).toMatch(/\.$/);
  expect(kind.examples).not.toEqual([]);
  const label = kind.label.example.replace(/^"|"$/g, "");
  expect(label).toMatch(kind.label.pattern);
  const schemas = [kind, ...Object.values(kind.blocks)].flatMap((one) => Object.entries(one.attributes));
  for (const [name, schema] of schemas) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(schema.doc, name).toMatch(/\.$/);
    expect(schema.example, name).not.toBe("");
    if (schema.default !== undefined) expect(schema.default.reason, name).not.toBe("");
  }
});

test.each([
  ["/etc/motd", true],
  ["/", true],
  ["/srv/a b/ü/{x}", true],
  ["/etc/.hidden", true],
  ["/etc/..x", true],
  ["etc/motd", false],
  ["~/x", false],
  ["/etc/", false],
  ["/etc//motd", false],
  ["/etc/../motd", false],
  ["/etc/.", false],
  ["/home/$USER", false],
  ["/a\nb", false],
  ["/a\\", false],
  ["", false],
])("a path %j is good: %s", (path, good) => {
  expect(pathName.pattern.test(path)).toBe(good);
  expect(isGoodPath(path)).toBe(good);
});
