/** README.md says what the program of today does. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { createProgram } from "../../src/cli/program.ts";
import { backendNames, kinds } from "../../src/index.ts";
import { osReleases } from "../../src/ir/os/releases.ts";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";
import { checklist } from "../conformance/checklist.ts";
import { codeWords, readDocument, root, sectionOf } from "./read-document.ts";

const readme = readDocument("README.md");
const program = createProgram(createMemoryPlatform({}), async () => {});
const kindRows = sectionOf(readme, "What you can describe")
  .split("\n")
  .filter((line) => line.startsWith("| "));
/** The first words of a row's own names; what stands in brackets explains them. */
const named = kindRows.flatMap((row) => codeWords((row.split(" | ")[1] ?? "").replace(/\([^)]*\)/g, "")));

describe("the table of kinds", () => {
  it("has every kind once", () => {
    expect([...named].sort()).toEqual([...kinds.keys()].sort());
  });

  it("has every system", () => {
    const text = sectionOf(readme, "What you can describe");
    const line = /^Debian (.*) and Ubuntu (.*?)\. /m.exec(text);
    const listed = [
      ["debian", line?.[1]],
      ["ubuntu", line?.[2]],
    ].flatMap(([name, versions]) => (versions ?? "").split(", ").map((version) => `${name}-${version}`));
    expect(listed.sort()).toEqual(osReleases.map(({ id }) => id).sort());
  });
});

describe("the table of commands", () => {
  const rows = sectionOf(readme, "Your own machine")
    .split("\n")
    .filter((line) => line.startsWith("| `envc "));

  it("has every command", () => {
    const commands = program.commands.map((each) => each.name()).filter((name) => name !== "init");
    expect(rows.map((row) => /`envc (\w+)/.exec(row)?.[1])).toEqual(commands);
    expect(readme).toContain("envc init");
  });

  it("has only options that the command has", () => {
    for (const row of rows) {
      const name = /`envc (\w+)/.exec(row)?.[1];
      const command = program.commands.find((each) => each.name() === name);
      const known = [command, ...(command?.commands ?? [])].flatMap(
        (each) => each?.options.map(({ long }) => long) ?? [],
      );
      for (const [option] of row.matchAll(/--[a-z-]+/g)) expect(known, `${name} ${option}`).toContain(option);
    }
  });

  it("is followed by every exit code", () => {
    const sentence = /The exit code is ([\s\S]*?)\n\n/.exec(readme)?.[1] ?? "";
    expect([...sentence.matchAll(/\b\d+\b/g)].map(Number)).toEqual(Object.values(exitCodes));
  });
});

it("lists the examples that there are, by their numbers", () => {
  const listed = [...readme.matchAll(/^(\d+)\. \[[^\]]+\]\(examples\/([\w-]+)\/\)/gm)];
  expect(listed.map((match) => match[2])).toEqual(readdirSync(join(root, "examples")).sort());
  for (const [, number, folder = ""] of listed) expect(Number(folder.split("-")[0])).toBe(Number(number));
});

it("says how many points the reviewer's checklist has", () => {
  for (const text of [readme, readDocument("CHANGELOG.md")])
    expect(/checklist of (\d+) points/.exec(text)?.[1]).toBe(String(checklist.length));
});

it("has a column for every target", () => {
  const head = /\n\| \| (.*) \|\n/.exec(sectionOf(readme, "What each target does"))?.[1] ?? "";
  expect(head.toLowerCase().split(" | ")).toEqual([...backendNames]);
});
