import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const example = join(import.meta.dirname, "../../examples/10-hardened-bastion");
const spec = join(import.meta.dirname, "../lab/specs/hardened-bastion");

test("the bastion that the lab tries is the one of the examples", () => {
  expect(readFileSync(join(spec, "main.envspec"), "utf8")).toBe(readFileSync(join(example, "bastion.envspec"), "utf8"));
  const keys = readdirSync(join(example, "keys"));
  expect(readdirSync(join(spec, "keys"))).toEqual(keys);
  for (const key of keys)
    expect(readFileSync(join(spec, "keys", key), "utf8")).toBe(readFileSync(join(example, "keys", key), "utf8"));
});
