import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CaseSettings } from "./lab-settings.ts";
import type { Suite } from "./suites.ts";
import type { TrialResult } from "./trial-state.ts";

const LEDGER = fileURLToPath(new URL("./proven.json", import.meta.url));

/** What was on the machines of a trial in which nothing failed, and the day (UTC) when it was seen. */
interface Proof {
  /** As `fingerprintOf` makes it. */
  readonly sha256: string;
  readonly on: string;
}

/** `SPEC SUITE` → its latest proof. */
export type Proofs = Readonly<Record<string, Proof>>;

/** The READMEs that envc writes, seen from the folder with one folder for each target; a README of the spec lies deeper. */
const readme = /^[^/]+\/(?:roles\/[^/]+\/)?README\.md$/;

/** The trials that were seen to be right, from `proven.json`; none where the file is missing. */
export function readProofs(file = LEDGER): Proofs {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Proofs) : {};
}

/**
 * What a trial tries: the bytes of everything that envc wrote for it, with their paths and whether they can be executed,
 * and what `lab.json` asks for; not the READMEs, which no machine reads. As long as it stays the same, the trial would meet the same machine. The lab's own code is
 * not in it: who makes the judge stricter tries everything again.
 *
 * @param out The folder with one folder for each target.
 * @returns SHA-256 in small hexadecimal digits.
 */
export function fingerprintOf(out: string, settings: CaseSettings): string {
  const hash = createHash("sha256");
  const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(out, file)).isFile(),
  );
  for (const file of files.filter((each) => !readme.test(each)).sort()) {
    const bytes = readFileSync(join(out, file));
    const executable = (statSync(join(out, file)).mode & 0o111) !== 0;
    hash.update(`${file}\0${executable ? "x" : ""}\0${bytes.length}\0`).update(bytes);
  }
  return hash.update(JSON.stringify(settings)).digest("hex");
}

/** The day on which a trial of these bytes was last seen to be right; undefined for one that was not. */
export function provenOn(proofs: Proofs, name: string, suite: Suite, sha256: string): string | undefined {
  const proof = proofs[`${name} ${suite}`];
  return proof?.sha256 === sha256 ? proof.on : undefined;
}

/**
 * Writes down what came of a trial of all targets: a proof, or that there is none any more. Other trials keep theirs.
 *
 * @param today `2026-11-28`.
 */
export function recordProof(result: TrialResult, sha256: string, today: string, file = LEDGER): void {
  const key = `${result.name} ${result.suite}`;
  const { [key]: _before, ...others } = readProofs(file);
  const proofs: Proofs = isGreen(result) ? { ...others, [key]: { sha256, on: today } } : others;
  const sorted = Object.fromEntries(Object.entries(proofs).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, undefined, 2)}\n`);
}

/** Whether something was tried, and none of it failed. */
export function isGreen({ steps }: TrialResult): boolean {
  return steps.length > 0 && steps.every((step) => step.ok);
}
