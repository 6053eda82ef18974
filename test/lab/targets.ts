import { join } from "node:path";
import { changedTasks, readRecap, runPlaybook, type AnsibleRun } from "./ansible.ts";
import { bootCloud, waitForCloud } from "./cloud.ts";
import { compareProbes } from "./compare.ts";
import { composeDown, composeJobs, composeUp, hasCompose, type ComposeRun } from "./compose.ts";
import { exec, LabError, tail } from "./exec.ts";
import { bootMachine, inMachine, openSsh, rebootMachine } from "./host.ts";
import { buildImage, buildWithBuildah, hasCommand, inImage, removeImage, runImage, waitForHealth } from "./image.ts";
import { MASKS } from "./masks.ts";
import { probeImage, probeMachine, type Probe } from "./probe.ts";
import {
  containerName,
  judgeProbe,
  machineOf,
  reportChecks,
  reportComparison,
  type Finished,
  type Trial,
} from "./trial-state.ts";

export async function ansibleTarget(trial: Trial): Promise<Finished[]> {
  const { context, project, report, scratch } = trial;
  if (project.ansible === undefined) throw new LabError("the compiler wrote no Ansible project");
  const hosts: { name: string; group: string; access: Awaited<ReturnType<typeof openSsh>> }[] = [];
  for (const machine of project.machines) {
    for (const host of machine.hosts) {
      const name = containerName(trial, "ansible", host);
      const booted = await bootMachine(context.engine, {
        name,
        suite: context.images.suite,
        image: context.images.base,
      });
      trial.machines.push({ target: "ansible", name: host, machine: booted });
      hosts.push({
        name: host,
        group: machine.group,
        access: await openSsh(booted, context.keyFile, join(scratch, `ssh-${host}`)),
      });
    }
  }
  const run: AnsibleRun = {
    project: project.ansible.folder,
    playbook: project.ansible.playbook,
    inventory: project.ansible.inventory,
    hosts,
    scratch,
    environment: project.environment,
    extraArgs: project.ansibleArgs,
  };
  const play = async (step: string, mode: "check" | "apply", changes: "any" | "none"): Promise<boolean> => {
    const ran = await runPlaybook(context.runner, run, mode);
    const output = ran.stdout.toString("utf8");
    const recap = readRecap(output);
    const complete = hosts.every((host) =>
      recap.some((each) => each.host === host.name && each.unreachable === 0 && each.failed === 0),
    );
    const changed = recap.reduce((sum, each) => sum + each.changed, 0);
    const ok = ran.code === 0 && complete && (changes === "any" || changed === 0);
    const tasks = changedTasks(output).join("\n");
    report("ansible", step, ok, `changed=${changed}, ${ran.seconds.toFixed(0)} s`, ok ? "" : `${tasks}\n${tail(ran)}`);
    return ran.code === 0;
  };
  const dryRuns = trial.labCase.settings.dryRuns !== false;
  if (dryRuns) await play("check on a virgin host", "check", "any");
  if (!(await play("first run", "apply", "any"))) return [];
  const finished: Finished[] = [];
  const first = new Map<string, Probe>();
  for (const machine of project.machines) {
    for (const host of machine.hosts) {
      const booted = machineOf(trial, "ansible", host);
      const probe = await probeMachine(booted);
      first.set(host, probe);
      judgeProbe(trial, "ansible", machine, probe);
      if (host === machine.hosts[0]) finished.push({ machine, probe });
      await reportChecks(trial, "ansible", (args) => inMachine(booted, args));
    }
  }
  await play("second run", "apply", "none");
  if (dryRuns) await play("check after", "check", "none");
  for (const [host, probe] of first) {
    const again = await probeMachine(machineOf(trial, "ansible", host));
    reportComparison(trial, "ansible", compareProbes("ansible ~ second run", probe, again, MASKS));
  }
  return finished;
}

export async function dockerfileTarget(trial: Trial): Promise<Finished[]> {
  const { context, project, report, labCase } = trial;
  const finished: Finished[] = [];
  const bases: readonly [string, string][] = [
    ["image", context.images.base],
    ...(labCase.settings.slim === false ? [] : [["image on slim", context.images.slim] as [string, string]]),
  ];
  for (const machine of project.machines) {
    if (machine.dockerContext === undefined) continue;
    for (const [name, baseImage] of bases) {
      const tag = `${containerName(trial, "dockerfile", machine.name)}:${name === "image" ? "base" : "slim"}`;
      const build = { context: machine.dockerContext, tag, baseImage, secrets: project.buildSecrets };
      const ran = await buildImage(context.engine, build);
      report("dockerfile", name, ran.code === 0, `${ran.seconds.toFixed(0)} s`, ran.code === 0 ? "" : tail(ran));
      if (ran.code !== 0) continue;
      const probe = await probeImage(context.engine, tag);
      judgeProbe(trial, "dockerfile", machine, probe, name);
      if (name === "image") finished.push({ machine, probe });
      // What needs its secrets cannot run without Compose, which mounts them.
      const stays =
        labCase.settings.job !== true &&
        labCase.settings.secrets === undefined &&
        (await hasCommand(context.engine, tag, baseImage));
      await runProcess(trial, tag, name, stays);
      if (!context.keep) await exec(context.engine.docker, ["rmi", "-f", tag]);
    }
    if (context.buildah) {
      const tag = `${containerName(trial, "dockerfile", machine.name)}:buildah`;
      const ran = await buildWithBuildah({
        context: machine.dockerContext,
        tag,
        baseImage: context.images.base,
        secrets: {},
      });
      report("dockerfile", "buildah", ran.code === 0, `${ran.seconds.toFixed(0)} s`, ran.code === 0 ? "" : tail(ran));
    }
  }
  if (project.composeFolder !== undefined && hasCompose(project.composeFolder))
    await composeProject(trial, project.composeFolder);
  return finished;
}

/** The project as a developer runs it: `docker compose up`, the checks in every service, each job once. */
async function composeProject(trial: Trial, folder: string): Promise<void> {
  const { context, project, report } = trial;
  const run: ComposeRun = {
    engine: context.engine,
    toolsImage: context.toolsImage,
    project: folder,
    name: containerName(trial, "dockerfile", "compose"),
    baseImage: context.images.base,
    environment: project.environment,
  };
  try {
    const services = await composeUp(run);
    report("dockerfile", "compose up", true, services.map((each) => each.name).join(", ") || "nothing stays up");
    for (const { container } of services.slice(0, 1))
      await reportChecks(
        trial,
        "dockerfile",
        (args) => inImage({ engine: context.engine, container }, args),
        "compose: ",
      );
    for (const { name, ran } of await composeJobs(run))
      report("dockerfile", `compose run ${name}`, ran.code === 0, "", ran.code === 0 ? "" : tail(ran));
  } finally {
    await composeDown(run);
  }
}

async function runProcess(trial: Trial, tag: string, name: string, own: boolean): Promise<void> {
  const { checks, secrets } = trial.labCase.settings;
  if (!own && (checks === undefined || secrets !== undefined)) return;
  const running = await runImage(trial.context.engine, tag, own);
  try {
    if (own) {
      const health = await waitForHealth(running);
      const ok = health === "none" || health === "healthy";
      trial.report("dockerfile", `${name}: process`, ok, `up, health ${health}`);
    }
    await reportChecks(trial, "dockerfile", (args) => inImage(running, args));
  } finally {
    await removeImage(running);
  }
}

export async function cloudTarget(trial: Trial): Promise<Finished[]> {
  const { context, project, report, scratch } = trial;
  const finished: Finished[] = [];
  for (const machine of project.machines) {
    if (machine.userData === undefined) continue;
    const name = containerName(trial, "cloud-init", machine.name);
    const started = performance.now();
    const { images } = context;
    const folder = join(scratch, `cloud-${machine.name}`);
    const boot = { name, suite: images.suite, image: images.base, userData: machine.userData, scratch: folder };
    const { machine: booted, result } = await bootCloud(context.engine, boot);
    trial.machines.push({ target: "cloud-init", name: machine.name, machine: booted });
    const ok = result.errors.length === 0;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    report("cloud-init", "first run", ok, `${seconds} s`, ok ? "" : `${result.errors.join("\n")}\n${result.log}`);
    const probe = await probeMachine(booted);
    judgeProbe(trial, "cloud-init", machine, probe);
    finished.push({ machine, probe });
    await reportChecks(trial, "cloud-init", (args) => inMachine(booted, args));
    const rebooted = await rebootMachine(booted);
    const again = await waitForCloud(rebooted);
    const healthy = again.errors.length === 0;
    report("cloud-init", "second run", healthy, "reboot", healthy ? "" : again.log);
    reportComparison(
      trial,
      "cloud-init",
      compareProbes("cloud-init ~ reboot", probe, await probeMachine(rebooted), MASKS),
    );
  }
  return finished;
}
