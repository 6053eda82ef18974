import { join } from "node:path";
import { bootCloud, waitForCloud } from "./cloud.ts";
import { compareProbes } from "./compare.ts";
import { LabError, type Ran } from "./exec.ts";
import { rebootMachine, type Machine } from "./host.ts";
import { MASKS } from "./masks.ts";
import { placeIn, type LabNetwork } from "./network.ts";
import { inPlace, type Place } from "./place.ts";
import { probeMachine, type Probe } from "./probe.ts";
import type { LabHost, LabMachine } from "./project.ts";
import { reportRotation } from "./rotation.ts";
import {
  AFTER_START,
  containerName,
  judgeProbe,
  openNetwork,
  reportChecks,
  reportComparison,
  reportKills,
  type Finished,
  type Trial,
  scopeOf,
} from "./trial-state.ts";

interface CloudMachine {
  readonly machine: LabMachine;
  readonly host: LabHost;
  readonly booted: Machine;
}

/**
 * Boots a virgin machine of each class with its file, looks, and boots it again. In a network, where machines speak to
 * one another, all hosts of all classes are there at the same time.
 */
export async function cloudTarget(trial: Trial): Promise<Finished[]> {
  const network = await openNetwork(trial, "cloud-init");
  const machines = trial.project.machines.flatMap((machine) =>
    (network === undefined ? machine.hosts.slice(0, 1) : machine.hosts)
      .filter((host) => host.userData !== undefined)
      .map((host) => ({ machine, host })),
  );
  if (network !== undefined) {
    const booting = machines.map(({ machine, host }) => boot(trial, machine, host, network));
    return tryMachines(trial, await Promise.all(booting));
  }
  const finished: Finished[] = [];
  for (const { machine, host } of machines)
    finished.push(...(await tryMachines(trial, [await boot(trial, machine, host, undefined)])));
  return finished;
}

async function boot(
  trial: Trial,
  machine: LabMachine,
  host: LabHost,
  network: LabNetwork | undefined,
): Promise<CloudMachine> {
  const { context, report, scratch } = trial;
  const { images } = context;
  const started = performance.now();
  const { machine: booted, result } = await bootCloud(context.engine, {
    name: containerName(trial, "cloud-init", host.name),
    suite: images.suite,
    image: images.base,
    userData: host.userData!,
    scratch: join(scratch, `cloud-${host.name}`),
    place: placeIn(network, host),
  });
  trial.machines.push({ target: "cloud-init", name: host.name, machine: booted });
  const ok = result.errors.length === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  report("cloud-init", "first run", ok, `${seconds} s`, ok ? "" : `${result.errors.join("\n")}\n${result.log}`);
  return { machine, host, booted };
}

/** What is done with machines that have booted together. */
async function tryMachines(trial: Trial, machines: readonly CloudMachine[]): Promise<Finished[]> {
  const finished: Finished[] = [];
  const probes = new Map<CloudMachine, Probe>();
  for (const each of machines) {
    const probe = await probeMachine(each.booted, trial.context.remembered, scopeOf(each.machine));
    judgeProbe(trial, "cloud-init", each.machine, probe);
    probes.set(each, probe);
    if (each.host === each.machine.hosts[0]) finished.push({ machine: each.machine, probe });
  }
  // A check may leave something behind (a session, a log), which is then no work of the second boot.
  for (const each of machines)
    if (await reportChecks(trial, placeOf(trial, each)))
      probes.set(each, await probeMachine(each.booted, trial.context.remembered, scopeOf(each.machine)));
  for (const [each, probe] of probes) {
    const rebooted = await rebootMachine(each.booted);
    const again = await waitForCloud(rebooted);
    const healthy = again.errors.length === 0;
    trial.report("cloud-init", "second run", healthy, "reboot", healthy ? "" : again.log);
    const comparison = compareProbes(
      "cloud-init ~ reboot",
      probe,
      await probeMachine(rebooted, trial.context.remembered, scopeOf(each.machine)),
      MASKS,
    );
    reportComparison(trial, "cloud-init", comparison);
  }
  for (const each of machines) await reportChecks(trial, placeOf(trial, each), "after the reboot: ", AFTER_START);
  const places = machines.map((each) => placeOf(trial, each));
  for (const place of places) await reportKills(trial, place);
  await reportRotation(trial, "cloud-init", places, async ({ secrets }) => ({
    ran: await fetchAgain(places, secrets),
    places,
  }));
  return finished;
}

/** Puts the new values into the stores that the machines ask, and has each fetch them as its README says. */
async function fetchAgain(places: readonly Place[], secrets: Readonly<Record<string, string>>): Promise<Ran> {
  let ran: Ran | undefined;
  for (const place of places) {
    const keep = 'mkdir -p /var/lib/store && printf %s "$2" >"/var/lib/store/$1"';
    for (const [name, value] of Object.entries(secrets)) await inPlace(place, ["sh", "-c", keep, "sh", name, value]);
    ran = await inPlace(place, ["sh", "/var/lib/provision/provision.sh"]);
    if (ran.code !== 0) return ran;
  }
  if (ran === undefined) throw new LabError("no machine was made that could fetch a secret again");
  return ran;
}

function placeOf(trial: Trial, { machine, host, booted }: CloudMachine): Place {
  const names = [machine.name, host.name];
  return { tools: trial.context.tools, target: "cloud-init", container: booted.container, names };
}
