import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { exec, LabError, mustExec, tail, type Ran } from "./exec.ts";
import { inMachine, type Machine } from "./host.ts";
import { OWN_LABEL, ownTemporaryFolder } from "./own.ts";

/** The value of a fact: a plain value or one flat record. */
export type FactValue = string | number | boolean | null | readonly string[] | { readonly [field: string]: FactValue };

/** What the probe saw. */
export interface Probe {
  /** Whether a booted machine was seen, so that `live:` facts are there. */
  readonly live: boolean;
  /** Whether the whole file tree was walked. */
  readonly full: boolean;
  readonly facts: ReadonlyMap<string, FactValue>;
}

const SCRIPT = fileURLToPath(new URL("./probe/probe.py", import.meta.url));

/** What the probe of an image remembers, so that what was made from it need not be read as a whole again. */
export interface Remembered {
  /** A JSON text that only the probe itself reads: its times are larger than the numbers of JavaScript. */
  readonly text: string;
}

/** What is looked at besides the cheap facts: only these paths instead of the whole tree; these paths besides, where every start makes what is there; the texts of these files. */
export interface ProbeScope {
  readonly declared?: readonly string[];
  readonly volatile?: readonly string[];
  readonly texts?: readonly string[];
}

/**
 * Probes a booted machine from the inside; the script travels through the pipe and leaves nothing behind. `known` is
 * what was remembered of the image that the machine was made from.
 */
export async function probeMachine(
  machine: Machine,
  known: Remembered | undefined,
  scope: ProbeScope = {},
): Promise<Probe> {
  const args = ["python3", "-B", "-"];
  // /run is not looked at by the probe.
  const send = async (option: string, text: string): Promise<void> => {
    const file = `/run/lab-${option}.json`;
    await inMachine(machine, ["tee", file], { input: text });
    args.push(`--${option}`, file);
  };
  if (known !== undefined) await send("known", known.text);
  for (const [option, paths] of Object.entries(scope)) await send(option, JSON.stringify(paths));
  return readProbe(await inMachine(machine, args, { timeout: 300, input: readFileSync(SCRIPT) }));
}

/** Probes an image with this machine's Python: its root, as the kernel shows it of a container that only sleeps. */
export async function probeImage(
  engine: Engine,
  image: string,
  known: Remembered | undefined,
  scope: ProbeScope,
): Promise<Probe> {
  const folder = ownTemporaryFolder();
  const args = Object.entries(scope).flatMap(([option, paths]) => {
    const list = join(folder, `${option}.json`);
    writeFileSync(list, JSON.stringify(paths));
    return [`--${option}`, list];
  });
  return readProbe(await runOnImage(engine, image, known, args));
}

/** The like for an image that others are made from, with what they need to know. */
export async function probeBase(engine: Engine, image: string): Promise<{ probe: Probe; remembered: Remembered }> {
  const ran = await runOnImage(engine, image, undefined, ["--remember"]);
  const probe = readProbe(ran);
  const { remembered } = JSON.parse(ran.stdout.toString("utf8")) as { remembered: string };
  return { probe, remembered: { text: remembered } };
}

async function runOnImage(
  engine: Engine,
  image: string,
  known: Remembered | undefined,
  more: readonly string[],
): Promise<Ran> {
  const words = ["run", "-d", "--label", OWN_LABEL, "--user", "0", "--entrypoint", "/bin/sleep", image, "infinity"];
  const container = (await mustExec(engine.docker, words)).stdout.toString().trim();
  try {
    const pid = (await mustExec(engine.docker, ["inspect", "--format", "{{.State.Pid}}", container])).stdout;
    const args = ["-B", SCRIPT, "--root", `/proc/${pid.toString().trim()}/root`, ...more];
    if (known !== undefined) {
      const file = join(ownTemporaryFolder(), "known.json");
      writeFileSync(file, known.text);
      args.push("--known", file);
    }
    return await exec("python3", args, { timeout: 300 });
  } finally {
    await exec(engine.docker, ["rm", "-f", container]);
  }
}

function readProbe(ran: Ran): Probe {
  if (ran.code !== 0) throw new LabError("the probe failed", tail(ran));
  const data = JSON.parse(ran.stdout.toString("utf8")) as {
    live: boolean;
    full: boolean;
    facts: Record<string, FactValue>;
  };
  return { live: data.live, full: data.full, facts: new Map(Object.entries(data.facts)) };
}
