import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

/** Probes a booted machine from the inside; the script travels through the pipe and leaves nothing behind. */
export async function probeMachine(machine: Machine, declared?: readonly string[]): Promise<Probe> {
  const script = readFileSync(SCRIPT);
  // /run is not looked at by the probe.
  await inMachine(machine, ["tee", "/run/lab-probe.py"], { input: script });
  const args = ["python3", "-B", "/run/lab-probe.py"];
  if (declared !== undefined) {
    await inMachine(machine, ["tee", "/run/lab-declared.json"], { input: JSON.stringify(declared) });
    args.push("--declared", "/run/lab-declared.json");
  }
  return readProbe(await inMachine(machine, args, { timeout: 120 }));
}

/** Unpacks an image and probes its root with this machine's Python. */
export async function probeImage(engine: Engine, image: string, declared?: readonly string[]): Promise<Probe> {
  const folder = ownTemporaryFolder();
  const created = await mustExec(engine.docker, ["create", "--label", OWN_LABEL, image, "true"]);
  const container = created.stdout.toString().trim();
  try {
    const tar = join(folder, "root.tar");
    await mustExec(engine.docker, ["export", "-o", tar, container]);
    const root = join(folder, "root");
    mkdirSync(root);
    await mustExec("tar", ["--numeric-owner", "--xattrs", "--xattrs-include=*", "-xpf", tar, "-C", root]);
    const args = ["-B", SCRIPT, "--root", root];
    if (declared !== undefined) {
      const list = join(folder, "declared.json");
      writeFileSync(list, JSON.stringify(declared));
      args.push("--declared", list);
    }
    return readProbe(await exec("python3", args, { timeout: 120 }));
  } finally {
    await exec(engine.docker, ["rm", "-f", container]);
    rmSync(folder, { recursive: true, force: true });
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
