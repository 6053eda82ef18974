/**
 * `npm run test:lab`: the same machine, proven on real machines.
 *   -- --only NAME          one spec, alone on its machine, or one bundle (may be repeated)
 *   -- --part 2/3           the second third of all of them
 *   -- --spread             each spec on one of the releases only, in turn
 *   -- --suite noble        one release (may be repeated); Debian 12 and 13 when none is named
 *   -- --target ansible     one target (may be repeated); the pairs need two
 *   -- --unproven           only what `proven.json` has no proof for, as it would be made today
 *   -- --record             write into `proven.json` what was seen to be right
 *   -- --list               only say which trials there are, and when each was proven
 *   -- --keep               leave the machines, images and files for a look
 *   -- --buildah            build each Dockerfile with buildah, too
 *   -- --stop-engine        stop the Docker engine at the end, if the lab started it
 */
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keepBridgeAddress } from "./bridge.ts";
import { readCases, type LabCase } from "./cases.ts";
import { compileCase } from "./compile.ts";
import { findEngine, stopEngine, type Engine } from "./engine.ts";
import { exec, LabError, stopAll } from "./exec.ts";
import { makeKey } from "./host.ts";
import { prepareSuite, prepareTools, type SuiteImages } from "./images.ts";
import { TARGETS } from "./lab-settings.ts";
import { leaveNoFolder, leaveNothing, OWN_LABEL, ownFolder } from "./own.ts";
import { probeBase, type Probe, type Remembered } from "./probe.ts";
import { fingerprintOf, isGreen, provenOn, readProofs, recordProof } from "./proven.ts";
import { renderFailures, renderMasks, renderTable, renderTimes, renderVerdict } from "./report.ts";
import { writeRepositoryCase } from "./repository.ts";
import { serveFolder, type ServedFolder } from "./served.ts";
import { writeFetchedCase } from "./fetched.ts";
import { closeConnections } from "./ansible.ts";
import { selectCases, suitesFor } from "./selection.ts";
import { writeStringCases } from "./strings.ts";
import { DEFAULT_SUITES, SUITES, type Suite } from "./suites.ts";
import { runTrial } from "./trial.ts";
import { startTools } from "./tools.ts";
import type { TrialContext, TrialResult } from "./trial-state.ts";

const { values: flags } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    part: { type: "string" },
    spread: { type: "boolean", default: false },
    suite: { type: "string", multiple: true },
    target: { type: "string", multiple: true },
    unproven: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    buildah: { type: "boolean", default: false },
    "stop-engine": { type: "boolean", default: process.env["CI"] !== undefined && process.env["CI"] !== "" },
  },
});

const say = (line: string): void => console.log(`[${(performance.now() / 1000).toFixed(1).padStart(7)} s] ${line}`);

/** What all trials of one Debian version share. */
interface SuiteStage {
  readonly images: SuiteImages;
  readonly baseProbe: Probe;
  readonly remembered: Remembered;
  /** Whose Ansible manages the machines: this machine's own, or that of the tools image. */
  readonly ansible: "local" | "tools";
}

async function main(): Promise<number> {
  const suites = SUITES.filter((suite) => (flags.suite ?? DEFAULT_SUITES).includes(suite));
  const scratch = ownFolder("run");
  if (flags.list) return await listTrials(suites, scratch).finally(leaveNoFolder);
  const engine = await findEngine(say);
  await keepBridgeAddress(engine, say);
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => {
      stopAll();
      void clearUp(engine).finally(() => process.exit(code));
    });
  }
  const served = await serveFolder(engine, ownFolder("served"));
  try {
    const cases = await chosenCases(served);
    if (cases === undefined) return 2;
    const stages = new Map<Suite, SuiteStage>();
    await Promise.all(suites.map(async (suite) => void stages.set(suite, await prepareStage(engine, suite))));
    const tools = await startTools(engine, await prepareTools(engine, say), ownFolder(""));
    const keyFile = await makeKey(scratch);
    // Three machines at work keep two processors busy: each waits for the network and the disk much of its time.
    const turn = createTurns(availableParallelism() + 1);
    const trials = suitesFor(cases, suites, flags.spread).map((each) => ({ ...each, stage: stages.get(each.suite)! }));
    if (trials.length === 0) {
      console.error("none of these specs is for these suites: nothing was tried");
      return 2;
    }
    const results: TrialResult[] = [];
    const queue = trials.values();
    const worker = async (): Promise<void> => {
      for (const { labCase, suite, stage } of queue) {
        const { images, baseProbe, remembered, ansible } = stage;
        const context: TrialContext = {
          engine,
          images,
          baseProbe,
          remembered,
          tools,
          ansible: ansible === "tools" ? tools : undefined,
          dryRuns: suites.length === 1 ? "both" : suites.indexOf(suite) % 2 === 0 ? "after" : "before",
          keyFile,
          scratch,
          say,
          turn,
          keep: flags.keep,
          targets: TARGETS.filter((target) => flags.target === undefined || flags.target.includes(target)),
          buildah: flags.buildah,
        };
        const result = await tryCase(context, labCase, suite, join(scratch, `${labCase.name}-${suite}`));
        if (result !== undefined) results.push(result);
      }
    };
    await Promise.all([worker(), worker()]);
    return conclude(results);
  } finally {
    await served.stop();
    await clearUp(engine);
  }
}

/** The specs that the command line names; undefined when it says a word that means nothing, which is then told. */
async function chosenCases(served: ServedFolder): Promise<readonly LabCase[] | undefined> {
  const fetching = [
    await writeRepositoryCase(ownFolder("repository"), served),
    await writeFetchedCase(ownFolder("fetched"), served),
  ];
  const all = [...readCases(), ...writeStringCases(ownFolder("strings")), ...fetching];
  const selected = selectCases(all, { only: flags.only, part: flags.part }, ownFolder("bundles"));
  const strange = flags.suite?.filter((name) => !SUITES.some((suite) => suite === name)) ?? [];
  if ("cases" in selected && strange.length === 0) return selected.cases;
  const words = [...("unknown" in selected ? selected.unknown : []), ...strange].join(", ");
  const names = "names" in selected ? `; the specs are ${selected.names.join(", ")}` : "";
  console.error(`the lab knows no ${words}: the suites are ${SUITES.join(", ")}${names}`);
  return undefined;
}

/** Prints a line for each trial: proven and when, made anew each time, or not proven. No machine is started. */
async function listTrials(suites: readonly Suite[], scratch: string): Promise<number> {
  const cases = await chosenCases({ folder: ownFolder("served"), uri: "http://127.0.0.1/" });
  if (cases === undefined) return 2;
  const proofs = readProofs();
  const trials = suitesFor(cases, suites, flags.spread);
  const width = Math.max(...trials.map(({ labCase, suite }) => `${labCase.name} ${suite}`.length));
  for (const { labCase, suite } of trials) {
    const folder = join(scratch, `${labCase.name}-${suite}`);
    await compileCase(labCase, suite, folder);
    const sha256 = fingerprintOf(join(folder, "out"), labCase.settings);
    const state = labCase.fresh
      ? "other bytes each time"
      : (provenOn(proofs, labCase.name, suite, sha256) ?? "not proven");
    console.log(`${`${labCase.name} ${suite}`.padEnd(width)}  ${state}`);
  }
  return 0;
}

async function clearUp(engine: Engine): Promise<void> {
  const trials = ownFolder("run");
  for (const trial of readdirSync(trials)) await closeConnections(join(trials, trial));
  if (flags.keep) say(`kept: ${trials}, and the containers of \`docker ps --filter label=${OWN_LABEL}\``);
  else await leaveNothing(engine);
  if (flags["stop-engine"]) await stopEngine(engine);
}

async function prepareStage(engine: Engine, suite: Suite): Promise<SuiteStage> {
  const images = await prepareSuite(engine, suite, say);
  // Each release is managed with the line of Ansible of its own time: the older one from this machine
  // when it has it, the newer one from the tools image.
  const local = await exec("ansible-playbook", ["--version"]);
  const old = local.code === 0 && /core 2\.1[0-8]\b/.test(local.stdout.toString());
  const ansible = suite === "bookworm" && old ? "local" : "tools";
  const { probe, remembered } = await probeBase(engine, images.base);
  return { images, ansible, baseProbe: probe, remembered };
}

/** Undefined: it was proven before. */
async function tryCase(
  context: TrialContext,
  labCase: LabCase,
  suite: Suite,
  folder: string,
): Promise<TrialResult | undefined> {
  const failed = (note: string, evidence: string): TrialResult => {
    const step = { target: "compiler", step: "compile", ok: false, note, evidence, looked: 0, seconds: 0 };
    return { name: labCase.name, suite, steps: [step], masked: new Map(), seconds: 0 };
  };
  try {
    const project = await compileCase(labCase, suite, folder);
    if (!("machines" in project)) {
      const evidence = project.map((refusal) => refusal.text).join("\n");
      say(`${labCase.name} ${suite}: compile FAILED`);
      return failed("", evidence);
    }
    const sha256 = fingerprintOf(join(folder, "out"), labCase.settings);
    if (flags.unproven && provenOn(readProofs(), labCase.name, suite, sha256) !== undefined) {
      say(`${labCase.name} ${suite}: proven before`);
      return undefined;
    }
    const result = await runTrial(context, labCase, project);
    const whole = flags.target === undefined && labCase.fresh !== true;
    if (flags.record && whole) recordProof(result, sha256, new Date().toISOString().slice(0, 10));
    return result;
  } catch (error) {
    const evidence = error instanceof LabError ? error.evidence : error instanceof Error ? (error.stack ?? "") : "";
    say(`${labCase.name} ${suite}: FAILED: ${String(error)}`);
    return failed(String(error), evidence);
  }
}

function conclude(results: TrialResult[]): number {
  results.sort((a, b) => (a.name === b.name ? (a.suite < b.suite ? -1 : 1) : a.name < b.name ? -1 : 1));
  console.log(`\n${renderMasks(results)}\n\n${renderTimes(results)}\n\n${renderTable(results)}\n`);
  // Last, for where a log is cut its end is what is left.
  const failures = renderFailures(results);
  if (failures !== "") console.log(`${failures}\n`);
  const seconds = performance.now() / 1000;
  console.log(`the lab took ${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`);
  console.log(renderVerdict(results));
  return results.every(isGreen) ? 0 : 1;
}

/** At most `limit` pieces of work at the same time, in the order they were asked for. */
function createTurns(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

process.exitCode = await main();
