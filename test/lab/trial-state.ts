import { editedPaths } from "./edits.ts";
import type { Expectation } from "../../src/ir/expectation.ts";
import type { LabCase } from "./cases.ts";
import { runChecks } from "./checks.ts";
import { showDifference, type Comparison } from "./compare.ts";
import type { Engine } from "./engine.ts";
import type { Machine } from "./host.ts";
import { killPrograms } from "./kill.ts";
import type { SuiteImages } from "./images.ts";
import type { Target } from "./lab-settings.ts";
import { createNetwork, type LabNetwork } from "./network.ts";
import { OWN_PREFIX } from "./own.ts";
import type { Place } from "./place.ts";
import type { Suite } from "./suites.ts";
import { checkExpectations, checkHealth, volatilePaths, type OracleContext } from "./oracle.ts";
import type { LabMachine, LabProject } from "./project.ts";
import type { Probe, Remembered, ProbeScope } from "./probe.ts";
import type { Tools } from "./tools.ts";

/** One thing that was tried, for the progress lines and the final table. */
export interface Step {
  readonly target: string;
  readonly step: string;
  readonly ok: boolean;
  readonly note: string;
  readonly evidence: string;
  /** How many facts, promises or checks were looked at. */
  readonly looked: number;
  /** Since the target's step before. */
  readonly seconds: number;
}

export interface TrialResult {
  readonly name: string;
  readonly suite: Suite;
  readonly steps: readonly Step[];
  readonly masked: ReadonlyMap<string, number>;
  readonly seconds: number;
}

/** What all trials of a run share. */
export interface TrialContext {
  readonly engine: Engine;
  readonly images: SuiteImages;
  /** The newer line of each tool, and Compose. */
  readonly tools: Tools;
  /** Whose Ansible manages the machines: that of the tools, or (undefined) this machine's own. */
  readonly ansible: Tools | undefined;
  /**
   * Ansible's dry runs (`--check`) before the first run and after the second. What they find lies in the steps, which are
   * the same for all releases: where several are tried, each is done on some of them.
   */
  readonly dryRuns: "both" | "before" | "after";
  /** The base image before anything was done to it. */
  readonly baseProbe: Probe;
  /** What the probe needs to know of it. */
  readonly remembered: Remembered;
  readonly keyFile: string;
  readonly scratch: string;
  readonly keep: boolean;
  /** The targets to try, of those that the spec is for. */
  readonly targets: readonly Target[];
  readonly buildah: boolean;
  readonly say: (line: string) => void;
  /** Lets only a few machines work at the same time. */
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
}

/** What a target's work on one machine class leaves for the comparison. */
export interface Finished {
  readonly machine: LabMachine;
  readonly probe: Probe;
}

/** Takes what came of one step; `looked` is the number of facts, promises or checks that it looked at. */
export type Report = (
  target: string,
  step: string,
  ok: boolean,
  note: string,
  evidence?: string,
  looked?: number,
) => void;

export interface Trial {
  readonly context: TrialContext;
  readonly labCase: LabCase;
  readonly project: LabProject;
  readonly report: Report;
  readonly scratch: string;
  /** Every machine that was booted, to be removed at the end. */
  readonly machines: { readonly target: Target; readonly name: string; readonly machine: Machine }[];
  /** Every network that was made, to be removed after them. */
  readonly networks: LabNetwork[];
  readonly masked: Map<string, number>;
}

export function judgeProbe(trial: Trial, target: Target, machine: LabMachine, probe: Probe, name = ""): void {
  const result = checkExpectations(probe, expectationsOn(machine, target), oracleContext(machine, target));
  const failures = [...result.failures, ...checkHealth(probe, trial.context.baseProbe)];
  const note = `${result.checked} promises, ${result.skipped} not for this target${result.bytesUnknown > 0 ? `, ${result.bytesUnknown} without bytes` : ""}`;
  const evidence = failures
    .slice(0, 20)
    .map((failure) => `${failure.resource}: ${failure.message}`)
    .join("\n");
  trial.report(
    target,
    name === "" || name === "image" ? "oracle" : `${name}: oracle`,
    failures.length === 0,
    note,
    evidence,
    result.checked,
  );
}

/** What the spec promises, as far as it differs between targets by the build report of one: a user of an image is locked. */
function expectationsOn(machine: LabMachine, target: Target): readonly Expectation[] {
  if (target !== "dockerfile") return machine.expectations;
  return machine.inImage.map((each) =>
    each.fact === "user" && each.exists && machine.lockedInImage.has(each.resource) ? { ...each, locked: true } : each,
  );
}

/** What of a machine is looked at besides its tree. */
export function scopeOf(machine: LabMachine): ProbeScope {
  return { texts: editedPaths(machine.expectations), volatile: volatilePaths(machine.expectations) };
}

export function oracleContext(machine: LabMachine, target: Target): OracleContext {
  return { notHere: machine.notOn[target], resolve: machine.resolve };
}

/** Seconds that a check has to come true after a reboot or a kill, when programs are still starting. */
export const AFTER_START = 20;

/** Makes the checks of `lab.json` at a place and reports them as one step. Returns whether there were any. */
export async function reportChecks(trial: Trial, place: Place, when = "", patience = 0): Promise<boolean> {
  const { tried, failures } = await runChecks(trial.labCase.settings.checks ?? [], place, patience);
  const evidence = failures.slice(0, 20).join("\n");
  if (tried > 0) trial.report(place.target, `${when}checks`, failures.length === 0, `${tried} checks`, evidence, tried);
  return tried > 0;
}

/** Kills the programs of `lab.json` at a place, reports whether they came back, and makes the checks once more. */
export async function reportKills(trial: Trial, place: Place): Promise<void> {
  const killed = await killPrograms(trial.labCase.settings.kill ?? [], place);
  for (const { name, failure } of killed)
    trial.report(place.target, `kill ${name}`, failure === undefined, "", failure);
  if (killed.length > 0) await reportChecks(trial, place, "after the kill: ", AFTER_START);
}

/** The network of one target's machines, when `lab.json` asks for one. */
export async function openNetwork(trial: Trial, target: Target): Promise<LabNetwork | undefined> {
  const { network } = trial.labCase.settings;
  if (network === undefined) return undefined;
  const opened = await createNetwork(trial.context.engine, containerName(trial, target, "network"), network);
  trial.networks.push(opened);
  return opened;
}

export function reportComparison(trial: Trial, target: string, comparison: Comparison): void {
  const [left, right] = comparison.pair.split(" ~ ") as [string, string];
  let total = 0;
  for (const [id, count] of comparison.masked) {
    total += count;
    trial.masked.set(id, (trial.masked.get(id) ?? 0) + count);
  }
  const count = comparison.differences.length;
  const evidence = comparison.differences
    .slice(0, 20)
    .map((each) => showDifference(each, left, right))
    .join("\n");
  trial.report(
    target,
    comparison.pair,
    count === 0,
    `${comparison.compared} facts, ${count} differences, ${total} masked`,
    evidence,
    comparison.compared,
  );
}

export function machineOf(trial: Trial, target: Target, name: string): Machine {
  return trial.machines.find((each) => each.target === target && each.name === name)!.machine;
}

export function containerName(trial: Trial, target: Target, machine: string): string {
  const plain = machine.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${OWN_PREFIX}${trial.labCase.name}-${trial.context.images.suite}-${target}-${plain}`;
}
