import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readCases } from "./cases.ts";
import { selectCases, suitesFor, type Selection } from "./selection.ts";

const folder = mkdtempSync(join(tmpdir(), "envc-selection-"));
afterAll(() => rmSync(folder, { recursive: true }));

function select(selection: Partial<Selection>): readonly string[] {
  const into = mkdtempSync(join(folder, "run-"));
  const selected = selectCases(readCases(), { only: undefined, part: undefined, ...selection }, into);
  return "cases" in selected ? selected.cases.map((each) => each.name) : selected.unknown;
}

test("without a selection, every spec is tried once: in its bundle or alone", () => {
  const names = select({});
  expect(names).toContain("bundle-base");
  expect(names).toContain("everything");
  expect(names).not.toContain("accounts");
});

test("a named spec is alone on its machine, and a bundle has a name, too", () =>
  expect(select({ only: ["files", "accounts", "bundle-base"] })).toEqual(["accounts", "bundle-base", "files"]));

test("the parts are everything, and nothing twice", () =>
  expect([1, 2, 3].flatMap((part) => select({ part: `${part}/3` })).sort()).toEqual(select({}).toSorted()));

test.each([[{ only: ["nothing"] }], [{ part: "4/3" }], [{ part: "0/3" }], [{ part: "x" }]])(
  "%j means nothing",
  (selection) => expect(select(selection)[0]).toMatch(/^(nothing|--part .*)$/),
);

test("spread out, every spec is tried on one release, and every release has about as many", () => {
  const cases = readCases();
  const suitesOf = (spread: boolean): readonly string[] =>
    suitesFor(cases, ["bookworm", "trixie"], spread).map(({ labCase, suite }) => `${labCase.name} ${suite}`);
  const spread = suitesOf(true);
  expect(spread.map((each) => each.split(" ")[0])).toEqual(cases.map(({ name }) => name));
  expect(new Set(suitesOf(false))).toEqual(new Set([...spread, ...suitesOf(false)]));
  const onTrixie = spread.filter((each) => each.endsWith(" trixie")).length;
  expect(Math.abs(2 * onTrixie - spread.length)).toBeLessThan(spread.length / 3);
});
