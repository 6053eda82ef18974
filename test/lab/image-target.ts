import {
  composeDown,
  composeJobs,
  composeRenew,
  composeUp,
  hasCompose,
  type ComposeRun,
  type ComposeService,
} from "./compose.ts";
import { exec, tail } from "./exec.ts";
import { buildImage, buildWithBuildah, hasCommand, removeImage, runImage, waitForHealth } from "./image.ts";
import { probeImage } from "./probe.ts";
import type { LabMachine } from "./project.ts";
import type { Place } from "./place.ts";
import { reportRotation } from "./rotation.ts";
import {
  containerName,
  judgeProbe,
  reportChecks,
  reportKills,
  scopeOf,
  type Finished,
  type Trial,
} from "./trial-state.ts";

/** Builds each machine's image, looks into it, and starts it; then the whole project with Compose. */
export async function imageTarget(trial: Trial): Promise<Finished[]> {
  const { context, project, labCase } = trial;
  const finished: Finished[] = [];
  const bases: readonly [string, string][] = [
    ["image", context.images.base],
    ...(labCase.settings.slim === false ? [] : [["image on slim", context.images.slim] as [string, string]]),
  ];
  for (const machine of project.machines) {
    if (machine.dockerContext === undefined) continue;
    for (const [name, baseImage] of bases) {
      const probed = await tryImage(trial, machine, machine.dockerContext, name, baseImage);
      if (probed !== undefined && name === "image") finished.push(probed);
    }
    if (context.buildah) await tryBuildah(trial, machine, machine.dockerContext);
  }
  if (project.composeFolder !== undefined && hasCompose(project.composeFolder))
    await composeProject(trial, project.composeFolder);
  return finished;
}

async function tryImage(
  trial: Trial,
  machine: LabMachine,
  folder: string,
  name: string,
  baseImage: string,
): Promise<Finished | undefined> {
  const { context, project, report, labCase } = trial;
  const { engine } = context;
  const tag = `${containerName(trial, "dockerfile", machine.name)}:${name === "image" ? "base" : "slim"}`;
  const ran = await buildImage(engine, { context: folder, tag, baseImage, secrets: project.buildSecrets });
  report("dockerfile", name, ran.code === 0, `${ran.seconds.toFixed(0)} s`, ran.code === 0 ? "" : tail(ran));
  if (ran.code !== 0) return undefined;
  const probe = await probeImage(engine, tag, context.remembered, scopeOf(machine));
  judgeProbe(trial, "dockerfile", machine, probe, name);
  // What needs its secrets, or another machine, cannot run without Compose, which mounts them, and knows both.
  const stays =
    labCase.settings.job !== true &&
    !machine.needsOthers &&
    labCase.settings.secrets === undefined &&
    (await hasCommand(engine, tag, baseImage));
  await runProcess(trial, machine, tag, name, stays);
  if (!context.keep) await exec(engine.docker, ["rmi", "-f", tag]);
  return { machine, probe };
}

async function tryBuildah(trial: Trial, machine: LabMachine, folder: string): Promise<void> {
  const tag = `${containerName(trial, "dockerfile", machine.name)}:buildah`;
  const build = { context: folder, tag, baseImage: trial.context.images.base, secrets: {} };
  const ran = await buildWithBuildah(build);
  const note = `${ran.seconds.toFixed(0)} s`;
  trial.report("dockerfile", "buildah", ran.code === 0, note, ran.code === 0 ? "" : tail(ran));
}

async function runProcess(trial: Trial, machine: LabMachine, tag: string, name: string, own: boolean): Promise<void> {
  const { checks, secrets } = trial.labCase.settings;
  if (!own && (checks === undefined || secrets !== undefined)) return;
  const running = await runImage(trial.context.engine, tag, own);
  try {
    if (own) {
      const health = await waitForHealth(running);
      const ok = health === "none" || health === "healthy";
      trial.report("dockerfile", `${name}: process`, ok, `up, health ${health}`);
    }
    await reportChecks(trial, placeOf(trial, running.container, [machine.name]));
  } finally {
    await removeImage(running);
  }
}

/**
 * The project as a developer runs it: `docker compose up`, the checks in the first service of each machine and in those
 * that a check names, what is killed comes back, each job once.
 */
async function composeProject(trial: Trial, folder: string): Promise<void> {
  const { context, project, report } = trial;
  const run: ComposeRun = {
    tools: context.tools,
    project: folder,
    name: containerName(trial, "dockerfile", "compose"),
    baseImage: context.images.base,
    environment: project.environment,
  };
  try {
    const services = await composeUp(run);
    report("dockerfile", "compose up", true, services.map((each) => each.name).join(", ") || "nothing stays up");
    const places = placesOf(trial, services);
    for (const place of places) await reportChecks(trial, place, `compose ${place.service}: `);
    for (const place of places) await reportKills(trial, place);
    await reportRotation(trial, "dockerfile", places, async ({ secrets }) => {
      const renewed = await composeRenew({ ...run, environment: project.rotated }, Object.keys(secrets), services);
      return { ran: renewed.ran, places: placesOf(trial, renewed.services) };
    });
    for (const { name, ran } of await composeJobs(run))
      report("dockerfile", `compose run ${name}`, ran.code === 0, "", ran.code === 0 ? "" : tail(ran));
  } finally {
    if (!context.keep) await composeDown(run);
  }
}

/** Each service; the first of a machine stands for the machine, too. */
function placesOf(trial: Trial, services: readonly ComposeService[]): readonly Place[] {
  const seen = new Set<string>();
  return services.map(({ name, container, context: built }) => {
    const machine = trial.project.machines.find((each) => each.dockerContext === built)?.name;
    const first = machine !== undefined && !seen.has(machine);
    if (first) seen.add(machine);
    return placeOf(trial, container, first ? [machine] : [], name);
  });
}

function placeOf(trial: Trial, container: string, names: readonly string[], service?: string): Place {
  const { tools } = trial.context;
  return { tools, target: "dockerfile", container, names, ...(service === undefined ? {} : { service }) };
}
