import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { exec, LabError, tail } from "./exec.ts";
import { bootMachine, inMachine, waitForSystem, type Machine, type NetworkPlace } from "./host.ts";
import type { Suite } from "./suites.ts";

export interface CloudBoot {
  readonly name: string;
  readonly suite: Suite;
  readonly image: string;
  /** The generated `#cloud-config` file. */
  readonly userData: string;
  readonly scratch: string;
  /** Its place in a network of the lab. */
  readonly place?: NetworkPlace | undefined;
  /** Seconds until cloud-init must have finished. */
  readonly timeout?: number;
}

/** What cloud-init says about its own run. */
export interface CloudResult {
  readonly errors: readonly string[];
  /** The tail of what the modules and scripts printed. */
  readonly log: string;
}

/** Boots a virgin machine with the file as NoCloud user data and waits until cloud-init is done. */
export async function bootCloud(engine: Engine, boot: CloudBoot): Promise<{ machine: Machine; result: CloudResult }> {
  const seed = join(boot.scratch, "seed");
  mkdirSync(seed, { recursive: true });
  copyFileSync(boot.userData, join(seed, "user-data"));
  writeFileSync(join(seed, "meta-data"), `instance-id: ${boot.name}\nlocal-hostname: lab\n`);
  const { name, suite, image, place } = boot;
  const machine = await bootMachine(engine, { name, suite, image, seed, place });
  const result = await waitForCloud(machine, boot.timeout ?? 900);
  await waitForSystem(machine);
  return { machine, result };
}

/**
 * Waits for `/run/cloud-init/result.json`: written once at the end, on every version. The exit code of
 * `cloud-init status` has changed its meaning between versions.
 */
export async function waitForCloud(machine: Machine, timeout = 900): Promise<CloudResult> {
  const file = "/run/cloud-init/result.json";
  const wait = `until [ -s ${file} ]; do sleep 0.5; done; cat ${file}`;
  // The limit holds inside, too: ending the client would leave the loop at work.
  const ran = await inMachine(machine, ["timeout", String(timeout), "sh", "-c", wait], { timeout: timeout + 30 });
  if (ran.code === 0) {
    const data = JSON.parse(ran.stdout.toString("utf8")) as { v1: { errors: string[] } };
    return { errors: data.v1.errors, log: await cloudLog(machine) };
  }
  if (ran.code === 124) throw new LabError(`cloud-init did not finish within ${timeout} s`, await cloudLog(machine));
  const logs = await exec(machine.engine.docker, ["logs", "--tail", "30", machine.container]);
  throw new LabError("the cloud machine went down", `${tail(ran)}\n${tail(logs)}`);
}

async function cloudLog(machine: Machine): Promise<string> {
  const output = await inMachine(machine, ["tail", "-n", "40", "/var/log/cloud-init-output.log"]);
  const problems = await inMachine(machine, ["grep", "-E", "WARNING|ERROR|Traceback", "/var/log/cloud-init.log"]);
  return `${tail(output)}\n${tail(problems, 20)}`.trim();
}
