import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bundleCases } from "./bundles.ts";
import { readCases, type LabCase } from "./cases.ts";
import { compileCase } from "./compile.ts";
import type { CaseSettings } from "./lab-settings.ts";

const folder = mkdtempSync(join(tmpdir(), "envc-bundles-"));
afterAll(() => rmSync(folder, { recursive: true }));

function makeCase(name: string, settings: CaseSettings, text = ""): LabCase {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "main.envspec"), `envspec 1\n\nos = "debian-12"\n\n${text}`);
  return { name, folder: join(folder, name), settings };
}

test("specs of one bundle share a machine and keep what each asks for", async () => {
  const one = makeCase("one", { bundle: "b", slim: false, reboot: true, checks: [{ run: ["true"] }] }, "package jq\n");
  const two = makeCase("two", { bundle: "b", slim: false, checks: [{ port: 1, open: false }] }, "package [jq, tree]\n");
  const alone = makeCase("alone", {});
  const cases = bundleCases([one, alone, two], join(folder, "out"));
  expect(cases.map((each) => each.name)).toEqual(["alone", "bundle-b"]);
  const bundle = cases[1]!;
  expect(bundle.settings).toMatchObject({ slim: false, reboot: true, job: false, dryRuns: true });
  expect(bundle.settings.checks).toHaveLength(2);
  const project = await compileCase(bundle, "trixie", join(folder, "compiled"));
  if (!("machines" in project)) throw new Error(JSON.stringify(project));
  const packages = project.machines[0]!.expectations.filter((each) => each.fact === "package");
  expect(packages.map((each) => each.name)).toEqual(["jq", "tree"]);
  expect(readFileSync(join(folder, "compiled/spec/main.envspec"), "utf8")).toContain('os = "debian-13"');
});

test("what holds for one machine only does not go into a bundle", () => {
  const networked = makeCase("networked", { bundle: "b", network: "10.77.0.0/24" });
  expect(() => bundleCases([networked], join(folder, "refused"))).toThrow("`network` and `bundle`");
});

test("the bundles of the lab compile", async () => {
  const bundled = bundleCases(readCases(), join(folder, "own")).filter((each) => each.name.startsWith("bundle-"));
  expect(bundled).not.toEqual([]);
  for (const each of bundled)
    expect(await compileCase(each, "bookworm", join(folder, "own-compiled", each.name))).toHaveProperty("machines");
});
