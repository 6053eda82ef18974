/** `envc build --adopt` with so many hosts that their list is JSON. */
import { expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import { readJsonLeaves } from "../../src/cli/adopt/json-leaves.ts";
import { readLeaves } from "../../src/cli/adopt/value-changes.ts";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";

const hosts = Array.from({ length: 1001 }, (_, n) => `  host web-${n} { address = "10.0.${n >> 8}.${n & 255}" }`);
const spec = `envspec 1

os = "debian-12"

environment prod {
${hosts.join("\n")}
}
`;

it("an address that was changed among a thousand goes into the spec", { timeout: 120_000 }, async () => {
  const platform = createMemoryPlatform({ files: { "/work/shop.envspec": spec } });
  const envc = (...words: readonly string[]): Promise<number> => run(["build", "shop.envspec", ...words], platform);
  const read = (path: string): string => new TextDecoder().decode(platform.files.read(`/work/${path}`, 1e9));
  expect(await envc("--target", "ansible")).toBe(0);
  const list = "out/ansible/inventories/prod/hosts.json";
  const edited = read(list).replace('"10.0.1.7"', '"10.9.9.9"');
  platform.files.removeFile(`/work/${list}`);
  platform.files.create(`/work/${list}`, new TextEncoder().encode(edited), false);
  expect(await envc("--target", "ansible", "--adopt")).toBe(0);
  expect(read("shop.envspec")).toBe(spec.replace('"10.0.1.7"', '"10.9.9.9"'));
  expect(read(list)).toBe(edited);
});

it("JSON is read as YAML is, and what is neither is not read", () => {
  const text = '{\n  "a": {"b": [1, "x\\"y: {", {"c": null}], "d:": true},\n  "e": "ü\\u00e9\\\\"\n}\n';
  // A comment makes the reader of YAML read the same text.
  expect([...(readJsonLeaves(text) ?? [])]).toEqual(
    [...(readLeaves(`# JSON\n${text}`) ?? [])].map(([id, leaf]) => [id, { ...leaf, line: leaf.line - 1 }]),
  );
  for (const bad of ['{"a": 1, "a": 2}', '{"a": }', '{"a": 1} x']) expect(readJsonLeaves(bad)).toBeUndefined();
});
