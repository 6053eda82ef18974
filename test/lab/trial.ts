import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { LabCase } from "./cases.ts";
import { compareProbes, type Comparison, type PairName } from "./compare.ts";
import { LabError } from "./exec.ts";
import { removeMachine } from "./host.ts";
import { judgeTheJudge } from "./judge.ts";
import { notCarriedMask, otherFormMask } from "./derived-masks.ts";
import { MASKS } from "./masks.ts";
import { otherPackagesMask } from "./other-packages.ts";
import { ansibleTarget } from "./ansible-target.ts";
import { cloudTarget } from "./cloud-target.ts";
import { imageTarget } from "./image-target.ts";
import { removeNetwork } from "./network.ts";
import { TARGETS, type Target } from "./lab-settings.ts";
import type { LabProject } from "./project.ts";
import {
  machineOf,
  oracleContext,
  reportComparison,
  type Finished,
  type Report,
  type Step,
  type Trial,
  type TrialContext,
  type TrialResult,
} from "./trial-state.ts";

/** Runs one compiled spec on one Debian version: every target, the oracle, the pairs, and the way back to nothing. */
export async function runTrial(context: TrialContext, labCase: LabCase, project: LabProject): Promise<TrialResult> {
  const started = performance.now();
  const steps: Step[] = [];
  const masked = new Map<string, number>();
  const suite = context.images.suite;
  const last = new Map<string, number>();
  const report: Report = (target, step, ok, note, evidence = "", looked = 0) => {
    const now = performance.now();
    const seconds = (now - (last.get(target) ?? now)) / 1000;
    last.set(target, now);
    steps.push({ target, step, ok, note, evidence, looked, seconds });
    context.say(
      `${labCase.name} ${suite} ${target}: ${step} ${ok ? "ok" : "FAILED"}${note === "" ? "" : ` (${note})`}`,
    );
    if (!ok && evidence !== "") context.say(shorten(evidence.split("\n")).join("\n    "));
  };
  const scratch = join(context.scratch, `${labCase.name}-${suite}`);
  mkdirSync(scratch, { recursive: true });
  const trial: Trial = { context, labCase, project, report, scratch, machines: [], networks: [], masked };
  const wanted = (labCase.settings.targets ?? TARGETS).filter((target) => context.targets.includes(target));
  const attempt = async (target: Target, work: (trial: Trial) => Promise<Finished[]>): Promise<Finished[]> => {
    if (!wanted.includes(target)) return [];
    try {
      const finished = await context.turn(() => {
        // Its time begins now: until then it waited for others.
        last.set(target, performance.now());
        return work(trial);
      });
      // A target that made nothing would otherwise pass without having been tried.
      if (!steps.some((step) => step.target === target))
        report(target, "steps", false, "the compiler wrote nothing for it; say so with `targets` in lab.json");
      return finished;
    } catch (error) {
      report(target, "steps", false, firstLine(error), evidenceOf(error));
      return [];
    }
  };
  const [ansible, dockerfile, cloud] = await Promise.all([
    attempt("ansible", ansibleTarget),
    attempt("dockerfile", imageTarget),
    attempt("cloud-init", cloudTarget),
  ]);
  comparePairs(trial, "ansible ~ cloud-init", ansible, cloud);
  comparePairs(trial, "ansible ~ dockerfile", ansible, dockerfile);
  comparePairs(trial, "cloud-init ~ dockerfile", cloud, dockerfile);
  if (labCase.settings.judge === true) await attempt("ansible", (each) => judgeTarget(each, ansible, cloud));
  if (!context.keep) {
    await Promise.all(trial.machines.map((booted) => removeMachine(booted.machine)));
    for (const network of trial.networks) await removeNetwork(context.engine, network);
  }
  return { name: labCase.name, suite, steps, masked, seconds: (performance.now() - started) / 1000 };
}

/** The beginning, which says what failed, and the end, where a program says why; all of it comes when the lab is through. */
function shorten(lines: readonly string[]): readonly string[] {
  return lines.length <= 30 ? lines : [...lines.slice(0, 10), "…", ...lines.slice(-20)];
}

async function judgeTarget(
  trial: Trial,
  ansible: readonly Finished[],
  cloud: readonly Finished[],
): Promise<Finished[]> {
  for (const { machine } of ansible) {
    const booted = machineOf(trial, "ansible", machine.hosts[0]!.name);
    const other = cloud.find((each) => each.machine.name === machine.name)?.probe;
    const context = oracleContext(machine, "ansible");
    const verdicts = await judgeTheJudge(booted, machine.expectations, context, other);
    for (const verdict of verdicts) trial.report("judge", verdict.mutation, verdict.noticed, verdict.note);
  }
  return [];
}

function comparePairs(trial: Trial, pair: PairName, left: readonly Finished[], right: readonly Finished[]): void {
  for (const one of left) {
    const other = right.find((each) => each.machine.name === one.machine.name);
    if (other !== undefined) reportComparison(trial, "pair", compareDeclared(pair, one, other));
  }
}

/** What an image does not carry, by its own report, is no difference; the build report and the oracle count it. */
function compareDeclared(pair: PairName, left: Finished, right: Finished): Comparison {
  const masks = pair.endsWith("dockerfile")
    ? [
        ...MASKS,
        notCarriedMask(left.machine, pair),
        otherFormMask(left.machine, pair),
        otherPackagesMask(left.machine, pair),
      ]
    : MASKS;
  return compareProbes(pair, left.probe, right.probe, masks);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}

function evidenceOf(error: unknown): string {
  if (error instanceof LabError) return `${error.message}\n${error.evidence}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
