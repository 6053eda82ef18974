import { join } from "node:path";
import {
  changedTasks,
  closeConnections,
  readRecap,
  runPlaybook,
  type AnsibleHost,
  type AnsibleRun,
} from "./ansible.ts";
import { openBastion } from "./bastion.ts";
import { compareProbes } from "./compare.ts";
import { LabError, tail } from "./exec.ts";
import { bootMachine, inMachine, openSsh, rebootMachine, type Machine } from "./host.ts";
import { MASKS } from "./masks.ts";
import { placeIn } from "./network.ts";
import type { Place } from "./place.ts";
import { probeMachine, type Probe } from "./probe.ts";
import type { LabHost, LabMachine, LabProject } from "./project.ts";
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

interface AnsibleMachine {
  readonly machine: LabMachine;
  readonly host: LabHost;
  booted: Machine;
}

/** Boots every host, runs the playbook on all of them, looks, and runs it again. */
export async function ansibleTarget(trial: Trial): Promise<Finished[]> {
  const { ansible } = trial.project;
  if (ansible === undefined) throw new LabError("the compiler wrote no Ansible project");
  const machines = await bootAll(trial);
  try {
    return await tryMachines(trial, ansible, machines);
  } finally {
    await closeConnections(trial.scratch);
  }
}

async function tryMachines(
  trial: Trial,
  ansible: NonNullable<LabProject["ansible"]>,
  machines: readonly AnsibleMachine[],
): Promise<Finished[]> {
  const { context, project, labCase, scratch } = trial;
  const hosts: AnsibleHost[] = await Promise.all(
    machines.map(async ({ machine, host, booted }) => ({
      name: host.name,
      group: machine.group,
      address: host.address,
      access: await openSsh(booted, context.keyFile, join(scratch, `ssh-${host.name}`)),
    })),
  );
  const { environment, answers, ansibleArgs } = project;
  const sshConfig = await openBastion(trial, machines);
  const run: AnsibleRun = {
    ...ansible,
    project: ansible.folder,
    hosts,
    scratch,
    environment,
    answers,
    sshConfig,
    extraArgs: ansibleArgs,
  };
  const dryRuns = labCase.settings.dryRuns === false ? "none" : context.dryRuns;
  if (dryRuns === "both" || dryRuns === "before") await play(trial, run, "check on a virgin host", "check", "any");
  if (labCase.settings.failsFirst === true) await play(trial, run, "a run that fails", "apply", "any", "badly");
  if (!(await play(trial, run, "first run", "apply", "any"))) return [];
  const finished: Finished[] = [];
  const probes = new Map<AnsibleMachine, Probe>();
  for (const each of machines) {
    const probe = await probeMachine(each.booted, trial.context.remembered, scopeOf(each.machine));
    probes.set(each, probe);
    judgeProbe(trial, "ansible", each.machine, probe);
    if (each.host === each.machine.hosts[0]) finished.push({ machine: each.machine, probe });
    // A check may leave something behind (a session, a log), which is then no work of the second run.
    if (await reportChecks(trial, placeOf(trial, each)))
      probes.set(each, await probeMachine(each.booted, trial.context.remembered, scopeOf(each.machine)));
  }
  await play(trial, run, "second run", "apply", "none");
  if (dryRuns === "both" || dryRuns === "after") await play(trial, run, "check after", "check", "none");
  for (const [each, probe] of probes) {
    const again = await probeMachine(each.booted, trial.context.remembered, scopeOf(each.machine));
    reportComparison(trial, "ansible", compareProbes("ansible ~ second run", probe, again, MASKS));
    probes.set(each, again);
  }
  if (labCase.settings.reboot === true) await rebootAll(trial, probes);
  const places = machines.map((each) => placeOf(trial, each));
  for (const place of places) await reportKills(trial, place);
  await reportRotation(trial, "ansible", places, async () => {
    const ran = await runPlaybook(context.ansible, { ...run, environment: project.rotated }, "apply");
    return { ran, places };
  });
  return finished;
}

async function bootAll(trial: Trial): Promise<AnsibleMachine[]> {
  const { context, project } = trial;
  const { suite, base: image } = context.images;
  const network = await openNetwork(trial, "ansible");
  const started = project.machines.flatMap((machine) =>
    machine.hosts.map(async (host): Promise<AnsibleMachine> => {
      const name = containerName(trial, "ansible", host.name);
      const booted = await bootMachine(context.engine, { name, suite, image, place: placeIn(network, host) });
      trial.machines.push({ target: "ansible", name: host.name, machine: booted });
      return { machine, host, booted };
    }),
  );
  return Promise.all(started);
}

/** Restarts every machine: nothing may change, and what ran must run again. */
async function rebootAll(trial: Trial, probes: ReadonlyMap<AnsibleMachine, Probe>): Promise<void> {
  for (const [each, probe] of probes) {
    each.booted = await rebootMachine(each.booted);
    const again = await probeMachine(each.booted, trial.context.remembered, scopeOf(each.machine));
    reportComparison(trial, "ansible", compareProbes("ansible ~ reboot", probe, again, MASKS));
  }
  for (const each of probes.keys()) await reportChecks(trial, placeOf(trial, each), "after the reboot: ", AFTER_START);
}

function placeOf(trial: Trial, { machine, host, booted }: AnsibleMachine): Place {
  const names = [machine.name, host.name];
  return { tools: trial.context.tools, target: "ansible", container: booted.container, names };
}

/** What each machine does when a playbook had to be stopped: whether a command there, or the way to it, stands still. */
async function describeStandstill(trial: Trial): Promise<string> {
  const list = ["ps", "-eo", "pid,ppid,etimes,stat,wchan:24,args", "--forest"];
  const parts: string[] = [];
  for (const { name, machine } of trial.machines.filter((each) => each.target === "ansible"))
    parts.push(`processes of ${name}:\n${tail(await inMachine(machine, list, { timeout: 60 }))}\n`);
  return parts.join("");
}

/** Runs the playbook once and reports it. False when nothing can be made of what it left. */
async function play(
  trial: Trial,
  run: AnsibleRun,
  step: string,
  mode: "check" | "apply",
  changes: "any" | "none",
  ends: "well" | "badly" = "well",
): Promise<boolean> {
  const ran = await runPlaybook(trial.context.ansible, run, mode);
  const output = ran.stdout.toString("utf8");
  const recap = readRecap(output);
  const complete = run.hosts.every((host) =>
    recap.some((each) => each.host === host.name && each.unreachable === 0 && each.failed === 0),
  );
  const changed = recap.reduce((sum, each) => sum + each.changed, 0);
  const ok =
    ends === "badly"
      ? recap.some(({ failed }) => failed > 0)
      : ran.code === 0 && complete && (changes === "any" || changed === 0);
  const tasks = changedTasks(output).join("\n");
  const note = `changed=${changed}, ${ran.seconds.toFixed(0)} s`;
  const stuck = ran.code === 124 ? await describeStandstill(trial) : "";
  trial.report("ansible", step, ok, note, ok ? "" : `${stuck}${tasks}\n${tail(ran)}`);
  return ran.code === 0;
}
