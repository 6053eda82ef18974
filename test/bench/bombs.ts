/** Input that is made to hurt: each must end with a message within two seconds of CPU and 512 MiB. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Bomb, bombs } from "./bomb-specs.ts";
import { median, runOnce } from "./measure.ts";
import type { Row } from "./table.ts";

/** Seconds of user and system time, on a machine as fast as the one the gates were set on. */
export const cpuGate = 2;
/** The largest resident set; memory does not depend on the machine. */
export const memoryGate = 512;

/** What one bomb took. */
export interface Blast {
  readonly cpuSeconds: number;
  readonly mebibytes: number;
  readonly status: number | null;
  readonly output: string;
}

/** Has a program write what it used to the file that `ENVC_MEASURE` names; loaded in front of envc with `--require`. */
const meter = `process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require("node:fs").writeFileSync(process.env.ENVC_MEASURE, JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024]));
});`;

/** Runs a program of Node with the meter in it. One that was killed, or never ended, used everything there is. */
function runMeasured(words: readonly string[], folder: string): Blast {
  const hook = join(folder, "meter.cjs");
  const used = join(folder, "used.json");
  writeFileSync(hook, meter);
  rmSync(used, { force: true });
  const { status, output } = runOnce(process.execPath, ["--require", hook, ...words], {
    timeout: 60_000,
    environment: { ENVC_MEASURE: used },
  });
  try {
    const [cpuSeconds = Infinity, mebibytes = Infinity] = JSON.parse(readFileSync(used, "utf8")) as number[];
    return { cpuSeconds, mebibytes, status, output };
  } catch {
    return { cpuSeconds: Infinity, mebibytes: Infinity, status, output };
  }
}

/** What {@link work} takes on an idle machine on which the gates were set, in seconds of CPU. */
const usualSeconds = 0.4;
const work = `const seen = new Map();
for (let i = 0; i < 300_000; i++) seen.set("name-" + ((i * 7919) % 300_000), { at: i, list: [i] });
[...seen.keys()].sort();`;

/**
 * How much slower this machine is just now than the one the gates were set on; never below 1. CPU time is no constant:
 * two programs on one core's threads each take up to twice as much of it, and a build server may be half as fast. The
 * factor comes from work of the same sort as envc's (small objects, maps, texts), run in the same minute.
 */
export function calibrate(folder: string): number {
  const times = Array.from({ length: 5 }, () => runMeasured(["-e", work], folder).cpuSeconds);
  return Math.max(1, median(times) / usualSeconds);
}

/** Writes a bomb to a folder of its own and has envc check it, as a user would. */
export function setOff(envc: string, folder: string, bomb: Bomb, format = "human"): Blast {
  const place = join(folder, "bomb");
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  for (const [path, text] of Object.entries(bomb.files())) writeFileSync(join(place, path), text);
  return runMeasured([envc, "check", join(place, "main.envspec"), "--format", format], folder);
}

/**
 * Sets a bomb off once, or up to three times while it uses more CPU than the gate, and gives the run that used least.
 * What else runs on a machine only ever adds to a program's CPU time (cold caches, two threads on one core), so of
 * several readings the least is the nearest to what the program itself takes.
 */
export function setOffFairly(envc: string, folder: string, bomb: Bomb, gate: number, format = "human"): Blast {
  let least = setOff(envc, folder, bomb, format);
  for (let again = 0; again < 2 && least.cpuSeconds >= gate; again++) {
    const blast = setOff(envc, folder, bomb, format);
    if (blast.cpuSeconds < least.cpuSeconds) least = blast;
  }
  return least;
}

/** What is wrong with how a bomb ended, apart from what it used; undefined when nothing is. */
export function findFault({ status, output }: Blast, { code }: Bomb): string | undefined {
  if (status !== 0 && status !== 1 && code !== "E0920") return `exit ${status}: ${output.slice(0, 300)}`;
  if (code !== undefined && !output.includes(code)) return `no ${code}: ${output.slice(0, 300)}`;
  return undefined;
}

/** Checks every bomb; a crash, or no message where one is due, counts as a miss too. */
export function benchBombs(envc: string, folder: string): readonly Row[] {
  const factor = calibrate(folder);
  return Object.entries(bombs).map(([what, bomb]): Row => {
    const blast = setOffFairly(envc, folder, bomb, cpuGate * factor);
    const fault = findFault(blast, bomb);
    const failed = fault !== undefined || blast.mebibytes > memoryGate;
    return {
      what,
      value: failed ? Infinity : blast.cpuSeconds,
      unit: "s",
      gate: cpuGate * factor,
      note: `${blast.mebibytes.toFixed(0)} MiB  ${fault ?? bomb.code ?? "no mistake"}`.replaceAll("\n", " "),
    };
  });
}
