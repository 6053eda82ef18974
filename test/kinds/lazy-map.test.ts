import { expect, test } from "vitest";
import { LazyMap } from "../../src/kinds/lazy-map.ts";

function counted(): { map: LazyMap<string>; made: string[] } {
  const made: string[] = [];
  const maker = (name: string): [string, () => string] => [
    name,
    () => {
      made.push(name);
      return name.toUpperCase();
    },
  ];
  return { map: new LazyMap(new Map(["b", "a", "c"].map(maker))), made };
}

test("a value is made when it is first asked for, and once", () => {
  const { map, made } = counted();
  expect([map.size, map.has("a"), map.has("x"), [...map.keys()]]).toEqual([3, true, false, ["b", "a", "c"]]);
  expect(made).toEqual([]);
  expect([map.get("a"), map.get("a"), map.get("x")]).toEqual(["A", "A", undefined]);
  expect(made).toEqual(["a"]);
});

test("what goes through all of them makes all, in the order of the map", () => {
  const { map, made } = counted();
  expect([...map.values()]).toEqual(["B", "A", "C"]);
  expect([...map]).toEqual([...map.entries()]);
  const seen: string[] = [];
  map.forEach((value, key) => seen.push(`${key}${value}`));
  expect(seen).toEqual(["bB", "aA", "cC"]);
  expect(made).toEqual(["b", "a", "c"]);
});
