import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exec, LabError, mustExec, sleep, tail, type Ran } from "./exec.ts";
import { gaveUpUnderLoad } from "./image.ts";
import { OWN_LABEL } from "./own.ts";
import { buildStandIn } from "./stand-in.ts";
import { inTools, type Tools } from "./tools.ts";

/** A generated Compose project, and what it needs to run in the lab. */
export interface ComposeRun {
  /** They have the second version of Compose; it works on the engine of the machine that runs the lab. */
  readonly tools: Tools;
  /** The folder with `compose.yaml`. */
  readonly project: string;
  /** Names the containers, networks and volumes, so that two runs at the same time do not meet. */
  readonly name: string;
  /** The root filesystem to start from. */
  readonly baseImage: string;
  /** Variables that the project reads: its secrets, by reference. */
  readonly environment: Readonly<Record<string, string>>;
}

/** One service of a running project. */
export interface ComposeService {
  readonly name: string;
  readonly container: string;
  /** The folder that its image is built from; undefined for an image that somebody else made. */
  readonly context: string | undefined;
}

/** What `docker compose config` says of a service, as far as the lab reads it. */
interface ServiceConfig {
  readonly image?: string;
  readonly build?: { readonly context: string };
  readonly profiles?: readonly string[];
}

const OVERRIDE = "compose.lab.yaml";

/** Whether the compiler wrote a Compose project there. */
export function hasCompose(folder: string): boolean {
  return existsSync(join(folder, "compose.yaml"));
}

/**
 * Builds and starts the project as its README says, except for two things which a laptop has and the lab has not:
 * published ports (two runs at the same time would meet) and an internet to take images from (see `stand-in.ts`).
 * Returns the services which stay up, once each is running and healthy (where it has a health check); throws with their log when one is not.
 */
export async function composeUp(run: ComposeRun): Promise<readonly ComposeService[]> {
  const all = await readServices(run);
  const override: string[] = [];
  for (const [name, { image, build }] of all) {
    // What holds the network of a machine starts from its base, which the lab has.
    const official = build === undefined && image !== run.baseImage ? image : undefined;
    const standIn = official !== undefined ? await buildStandIn(run.tools.engine, official, run.baseImage) : "";
    const other = standIn === "" ? "" : `    image: ${standIn}\n`;
    override.push(`  ${name}:\n    ports: !reset []\n    labels: {${OWN_LABEL.replace("=", ': "')}"}\n${other}`);
  }
  writeFileSync(join(run.project, OVERRIDE), `services:\n${override.join("")}`);
  await mustCompose(run, ["up", "--detach", "--build"]);
  const containers = await listContainers(run);
  const started: ComposeService[] = [];
  for (const [name, { build }] of all) {
    const container = containers.get(name);
    // An image that runs nothing by itself ends at once, as its comment in the file says.
    if (container !== undefined && (await settles(run, name, container)))
      started.push({ name, container, context: build?.context });
  }
  return started;
}

/** Runs the services that wait for somebody to start them (the jobs); their names, with what each run came to. */
export async function composeJobs(run: ComposeRun): Promise<readonly { readonly name: string; readonly ran: Ran }[]> {
  const results: { name: string; ran: Ran }[] = [];
  for (const [name, { profiles }] of await readServices(run))
    if (profiles?.includes("jobs") === true)
      results.push({ name, ran: await compose(run, ["--profile", "jobs", "run", "--build", "--rm", name]) });
  return results;
}

/** Runs the commands that the README names for a change of these secrets; the last run, and where the services are since. */
export async function composeRenew(
  run: ComposeRun,
  secrets: readonly string[],
  services: readonly ComposeService[],
): Promise<{ readonly ran: Ran; readonly services: readonly ComposeService[] }> {
  const readme = readFileSync(join(run.project, "README.md"), "utf8");
  let ran: Ran | undefined;
  for (const secret of secrets) {
    const line = readme.split("\n").find((each) => each.startsWith(`| \`${secret}\` | \`docker compose `));
    const words = /`docker compose ([^`]+)` \|$/.exec(line ?? "")?.[1]?.split(" ");
    if (words === undefined) throw new LabError(`the README of the Compose project says nothing of a new ${secret}`);
    ran = await mustCompose(run, words);
  }
  if (ran === undefined) throw new LabError("`rotation` names no secret");
  const containers = await listContainers(run);
  return {
    ran,
    services: services.map((each) => ({ ...each, container: containers.get(each.name) ?? each.container })),
  };
}

/** Takes everything away that the project made, its images too. */
export async function composeDown(run: ComposeRun): Promise<void> {
  await compose(run, ["--profile", "jobs", "down", "--volumes", "--rmi", "local", "--timeout", "2"]);
}

/** Waits until the service is up for two seconds and healthy. False when it is one that runs nothing. */
async function settles(run: ComposeRun, name: string, container: string): Promise<boolean> {
  const format =
    "{{.State.Status}} {{.State.ExitCode}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}";
  let state = "";
  for (let i = 0; i < 60; i++) {
    await sleep(1000);
    state = (await mustExec(run.tools.engine.docker, ["inspect", "--format", format, container])).stdout
      .toString()
      .trim();
    if (state.startsWith("exited 0 ")) return false;
    if (i >= 1 && /^running 0 (none|healthy)$/.test(state)) return true;
    if (/^(exited|dead|restarting) /.test(state)) break;
  }
  throw new LabError(`${name} is ${state}`, tail(await exec(run.tools.engine.docker, ["logs", container])));
}

/** Every service of the project, those of the jobs too, by name. */
async function readServices(run: ComposeRun): Promise<Map<string, ServiceConfig>> {
  const ran = await mustCompose(run, ["--profile", "jobs", "config", "--format", "json"]);
  const { services } = JSON.parse(ran.stdout.toString()) as { services?: Record<string, ServiceConfig> };
  return new Map(Object.entries(services ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Service → container, of those that were started. */
async function listContainers(run: ComposeRun): Promise<Map<string, string>> {
  const filter = `label=com.docker.compose.project=${run.name}`;
  const format = '{{.Label "com.docker.compose.service"}} {{.ID}}';
  const ran = await mustExec(run.tools.engine.docker, ["ps", "-a", "--filter", filter, "--format", format]);
  const lines = ran.stdout.toString().split("\n").filter(Boolean);
  return new Map(lines.map((line) => line.split(" ") as [string, string]));
}

async function mustCompose(run: ComposeRun, args: readonly string[]): Promise<Ran> {
  const ran = await compose(run, args);
  if (ran.code !== 0) throw new LabError(`docker compose ${args.join(" ")} failed`, tail(ran));
  return ran;
}

async function compose(run: ComposeRun, args: readonly string[]): Promise<Ran> {
  const { tools, project, name } = run;
  const files = existsSync(join(project, OVERRIDE)) ? ["-f", "compose.yaml", "-f", OVERRIDE] : ["-f", "compose.yaml"];
  const env = { ...run.environment, BASE_IMAGE: run.baseImage };
  const attempt = (): Promise<Ran> =>
    inTools(tools, ["docker-compose", "-p", name, ...files, ...args], { cwd: project, env, timeout: 600 });
  const ran = await attempt();
  return gaveUpUnderLoad(ran) ? attempt() : ran;
}
