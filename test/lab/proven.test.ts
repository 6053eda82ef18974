import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readCases } from "./cases.ts";
import { fingerprintOf, provenOn, readProofs, recordProof } from "./proven.ts";
import { selectCases, suitesFor } from "./selection.ts";
import { writeStringCases } from "./strings.ts";
import { DEFAULT_SUITES } from "./suites.ts";
import type { Step, TrialResult } from "./trial-state.ts";

const scratch = mkdtempSync(join(tmpdir(), "envc-proven-"));
afterAll(() => rmSync(scratch, { recursive: true }));

describe("the fingerprint of a trial", () => {
  let made = 0;
  function outputs(files: Readonly<Record<string, string>>): string {
    const out = join(scratch, `out-${made++}`);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(out, path, ".."), { recursive: true });
      writeFileSync(join(out, path), text);
    }
    return out;
  }
  const files = { "ansible/site.yml": "plays\n", "dockerfile/Dockerfile": "FROM x\n" };
  const known = fingerprintOf(outputs(files), { reboot: true });

  test("is the same for the same bytes, wherever and in whatever order they are written", () => {
    const turned = Object.fromEntries(Object.entries(files).toReversed());
    expect(fingerprintOf(outputs(turned), { reboot: true })).toBe(known);
  });

  test.each([
    ["another byte", { ...files, "ansible/site.yml": "plays \n" }],
    ["another path", { "ansible/site.yaml": "plays\n", "dockerfile/Dockerfile": "FROM x\n" }],
    ["one file more", { ...files, "ansible/roles/web/files/README.md": "" }],
    ["bytes that moved to the next file", { "ansible/site.yml": "plays\nFROM x\n", "dockerfile/Dockerfile": "" }],
  ])("%s makes another one", (_what, changed) =>
    expect(fingerprintOf(outputs(changed), { reboot: true })).not.toBe(known),
  );

  test("what only people read makes none", () => {
    const more = { ...files, "ansible/README.md": "", "ansible/roles/web/README.md": "read\n" };
    expect(fingerprintOf(outputs(more), { reboot: true })).toBe(known);
  });

  test("so do a mode and what lab.json asks for", () => {
    const out = outputs(files);
    expect(fingerprintOf(out, {})).not.toBe(known);
    chmodSync(join(out, "ansible/site.yml"), 0o755);
    expect(fingerprintOf(out, { reboot: true })).not.toBe(known);
  });
});

describe("the proofs", () => {
  const step = (ok: boolean): Step => ({
    target: "ansible",
    step: "oracle",
    ok,
    note: "",
    evidence: "",
    looked: 1,
    seconds: 1,
  });
  const trial = (...steps: readonly Step[]): TrialResult => ({
    name: "files",
    suite: "trixie",
    steps,
    masked: new Map(),
    seconds: 1,
  });
  const ledger = (): string => join(mkdtempSync(join(scratch, "ledger-")), "proven.json");

  test("keep a trial in which nothing failed, as long as its bytes are the same", () => {
    const file = ledger();
    recordProof(trial(step(true)), "aa", "2026-11-28", file);
    expect(provenOn(readProofs(file), "files", "trixie", "aa")).toBe("2026-11-28");
    expect(provenOn(readProofs(file), "files", "trixie", "bb")).toBeUndefined();
    expect(provenOn(readProofs(file), "files", "bookworm", "aa")).toBeUndefined();
  });

  test.each([
    ["one step failed", [step(true), step(false)]],
    ["nothing was tried", []],
  ])("lose it when %s, and keep the others", (_why, steps) => {
    const file = ledger();
    recordProof(trial(step(true)), "aa", "2026-11-28", file);
    recordProof({ ...trial(step(true)), name: "everything" }, "cc", "2026-11-28", file);
    recordProof(trial(...steps), "aa", "2026-11-29", file);
    expect(Object.keys(readProofs(file))).toEqual(["everything trixie"]);
  });

  test("are written in one order, whichever trial ends first", () => {
    const texts = [
      ["b", "a"],
      ["a", "b"],
    ].map((names) => {
      const file = ledger();
      for (const name of names) recordProof({ ...trial(step(true)), name }, "aa", "2026-11-28", file);
      return readFileSync(file, "utf8");
    });
    expect(texts[0]).toBe(texts[1]);
  });

  test("of the project are of trials that there are", () => {
    const all = [...readCases(), ...writeStringCases(join(scratch, "strings"))];
    const selected = selectCases(all, { only: undefined, part: undefined }, join(scratch, "bundles"));
    const cases = "cases" in selected ? selected.cases : [];
    const trials = suitesFor(cases, DEFAULT_SUITES, false).map(({ labCase, suite }) => `${labCase.name} ${suite}`);
    expect(Object.keys(readProofs()).filter((each) => !trials.includes(each))).toEqual([]);
  });
});
