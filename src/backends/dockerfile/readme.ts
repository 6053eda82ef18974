/** The README beside the Compose file: how to build and start it, what it needs, and what a container cannot carry. */
import type { ReportRow } from "../../ir/backend.ts";
import type { Program, MachineProgram } from "../../ir/program.ts";
import type { Secret } from "../../ir/model.ts";
import { baseImageOf } from "./base-images.ts";
import { baseImageVariables } from "./compose.ts";
import { restartText } from "./readme-host.ts";
import { changeText, describeSource, secretFileText } from "./readme-secrets.ts";
import type { NeededFile } from "./readme-secrets.ts";
import { isProgram, planServiceNames } from "./runnable.ts";
import type { Runnable } from "./runnable.ts";

/** A variable that Compose needs before it starts anything. */
export interface NeededVariable {
  readonly name: string;
  /** What it is for, in a few words. */
  readonly meaning: string;
  readonly secret: Secret | undefined;
}

/** What the README speaks of. */
export interface ReadmeInput {
  readonly program: Program;
  /** The name of the Compose project. */
  readonly project: string;
  readonly plan: ReadonlyMap<string, readonly Runnable[]>;
  /** Folder of each machine's Dockerfile. */
  readonly folders: ReadonlyMap<string, string>;
  readonly ports: ReadonlyMap<string, readonly string[]>;
  readonly variables: readonly NeededVariable[];
  readonly secretFiles: readonly NeededFile[];
  /** The services that get each secret, by its name, and those that are needed while an image is built. */
  readonly uses: ReadonlyMap<string, readonly string[]>;
  readonly builtWith: readonly string[];
  readonly rows: readonly ReportRow[];
}

/** Writes the README as Markdown. */
export function writeReadme(input: ReadmeInput): string {
  const { program, plan } = input;
  const jobs = [...plan.values()].flat().filter((runnable) => runnable.kind === "job");
  const title = program.environment === undefined ? program.name : `${program.name} (${program.environment})`;
  return `${[
    `# ${inline(title)}: container images`,
    "",
    ...(program.doc === undefined ? [] : [prose(program.doc), ""]),
    "Written by envc from an `.envspec` file. Change that file and build again; it asks before it replaces a change of yours.",
    "",
    ...imageTable(input),
    "",
    ...startText(input),
    "",
    "Needs Docker Compose 2.23.1 or newer. The Dockerfile itself builds with BuildKit (Docker 20.10 and newer) and with",
    "`buildah build --format docker` (1.28 and newer; the OCI format has no place for `HEALTHCHECK`).",
    ...portText(input),
    ...variableText(input.variables),
    ...secretFileText(input.secretFiles, program, inlineText),
    ...changeText(input.uses, input.builtWith, endingServices(plan)),
    ...serverText(plan),
    ...jobText(jobs),
    ...restartText(input.project, plan, input.variables.length > 0),
    ...baseText(program.machines),
    ...differenceText(input.rows),
  ].join("\n")}\n`;
}

/** `.env.example`: every variable, without a value. */
export function writeEnvExample(variables: readonly NeededVariable[]): string {
  const lines = variables.flatMap(({ name, meaning }) => [`# ${inlineText(meaning)}`, `${name}=`, ""]);
  return `${["# Copy to .env, fill in, and keep .env out of version control. Single quotes keep a value as it is.", "", ...lines].join("\n").trimEnd()}\n`;
}

function imageTable({ program, plan, folders }: ReadmeInput): readonly string[] {
  const rows = program.machines.flatMap((machine) => {
    const folder = folders.get(machine.name) ?? ".";
    const programs = plan.get(machine.name) ?? [];
    const dockerfile = folder === "." ? "`Dockerfile`" : `\`${folder.replace(/^\.\//, "")}/Dockerfile\``;
    if (programs.length === 0) return [`| ${inline(machine.name)} | ${dockerfile} | nothing of its own |`];
    return programs.map((runnable) => {
      const from = runnable.op.op === "container" ? `\`${inlineText(runnable.op.image)}\`` : dockerfile;
      return `| ${inline(runnable.name)} | ${from} | ${described(runnable)} |`;
    });
  });
  return ["| Service | From | Runs |", "| --- | --- | --- |", ...rows];
}

/** The services that run to their end. */
function endingServices(plan: ReadonlyMap<string, readonly Runnable[]>): ReadonlySet<string> {
  const ends = [...plan.values()].flat().filter((runnable) => !isProgram(runnable));
  return new Set(ends.map(({ name }) => name));
}

function described(runnable: Runnable): string {
  const words = runnable.argv.map((word) => word.map((part) => (typeof part === "string" ? part : "…")).join(""));
  const command = `\`${inlineText(words.join(" ")).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
  if (runnable.kind === "step" || runnable.kind === "setup")
    return `${command}, to its end, before what comes after it`;
  return runnable.kind === "job" ? `${command}, as a job` : command;
}

/** Only a program that Compose starts is started: a machine may run nothing, or jobs only. */
function startText({ plan, variables, secretFiles }: ReadmeInput): readonly string[] {
  const starts = [...plan.values()].flat().some((runnable) => runnable.kind !== "job" && runnable.active);
  const steps = [
    ...(variables.length > 0 ? ["copy `.env.example` to `.env` and fill it in"] : []),
    ...(secretFiles.length > 0 ? ["put the secrets into their files"] : []),
  ];
  const first = steps.length > 0 ? [`First ${steps.join(", and ")} (see below). Then:`, ""] : [];
  if (starts) {
    const commands = ["docker compose up --build --detach", "docker compose ps", "docker compose logs --follow"];
    return [
      "## Build and start",
      "",
      ...first,
      ...fence(commands),
      "",
      "The last 100 MB of each container's log are kept.",
    ];
  }
  return ["## Build", "", ...first, ...fence(["docker compose build"]), "", "Nothing in it is started by itself."];
}

function portText({ program, plan, ports }: ReadmeInput): readonly string[] {
  const published = [...ports].flatMap(([, list]) => list);
  const hidden = hiddenPorts(program, plan);
  if (published.length === 0 && hidden.length === 0) return [];
  return ["", "## Ports", ...publishedText(published), ...hiddenText(hidden)];
}

function publishedText(published: readonly string[]): readonly string[] {
  if (published.length === 0) return [];
  return [
    "",
    "Published on this computer only, because a published port goes past the host's firewall. Put a reverse proxy in front,",
    "or write another address in a `compose.override.yaml`.",
    "",
    ...published.map((port) => {
      const [address, outside, inside] = port.split(":");
      return outside === ""
        ? `- ${inside}: on a free port, see \`docker compose ps\``
        : `- \`${address}:${outside}\` leads to ${inside}`;
    }),
    ...httpsText(published),
  ];
}

/** A port of a server that only its own machine reaches; `network`: the service to which Compose would publish it. */
interface HiddenPort {
  readonly name: string;
  readonly port: number;
  readonly network: string;
}

function hiddenPorts(program: Program, plan: ReadonlyMap<string, readonly Runnable[]>): readonly HiddenPort[] {
  const networks = planServiceNames(program, plan);
  return [...plan].flatMap(([machine, runnables]) =>
    runnables
      .filter(({ op }) => op.op === "container" && op.published === "nowhere")
      .flatMap(({ name, ports }) => ports.map((port) => ({ name, port, network: networks.get(machine) ?? machine }))),
  );
}

function hiddenText(hidden: readonly HiddenPort[]): readonly string[] {
  const [first] = hidden;
  if (first === undefined) return [];
  const list = hidden.map(({ name, port }) => `\`${name}\` on ${port}`).join(", ");
  return [
    "",
    `Not published, because on a machine, too, only its own programs reach it: ${list}.`,
    "Where you need such a port on this computer, write a `compose.override.yaml`, the first number being one that is free here:",
    "",
    "```yaml",
    "services:",
    `  ${first.network}:`,
    "    ports:",
    `      - "127.0.0.1:${first.port}:${first.port}"`,
    "```",
  ];
}

/** What the servers that come as ready images ask of whoever runs them. */
function serverText(plan: ReadonlyMap<string, readonly Runnable[]>): readonly string[] {
  return [...plan.values()].flat().flatMap(({ name, op }) => {
    const notes = op.op === "container" ? (op.notes ?? []) : [];
    return notes.length === 0 ? [] : ["", `## The server \`${name}\``, ...notes.flatMap((note) => ["", note])];
  });
}

/** A web server knows its own port, and not the one in front of it. */
function httpsText(published: readonly string[]): readonly string[] {
  const outside = (inside: string): string | undefined =>
    published.map((port) => port.split(":")).find(([, , own]) => own === inside)?.[1];
  const https = outside("443");
  if (outside("80") === undefined || https === undefined || https === "" || https === "443") return [];
  return [
    "",
    `A server that sends visitors on to HTTPS sends them to port 443, as on a machine: go to port ${https} at once, with \`https://\` in`,
    "front of the name.",
  ];
}

function variableText(variables: readonly NeededVariable[]): readonly string[] {
  if (variables.length === 0) return [];
  return [
    "",
    "## Variables and secrets",
    "",
    "Compose takes these from its environment or from `.env` beside `compose.yaml`. None of them is in an image. A secret",
    "becomes a file of the container that uses it, and of no other.",
    "",
    "| Variable | What it is | Where its value comes from |",
    "| --- | --- | --- |",
    ...variables.map(
      ({ name, meaning, secret }) =>
        `| \`${name}\` | ${inline(meaning)} | ${secret === undefined ? "the host on which it runs" : describeSource(secret.source, inline)} |`,
    ),
  ];
}

function jobText(jobs: readonly Runnable[]): readonly string[] {
  if (jobs.length === 0) return [];
  return [
    "",
    "## Jobs",
    "",
    "A container has no timers. Let the host's scheduler (a systemd timer, cron, your hosting platform) run these commands in",
    "this folder; the times are those of the spec, as systemd writes them.",
    "",
    "| When | Command |",
    "| --- | --- |",
    ...jobs.map(
      (job) =>
        `| \`${job.op.op === "schedule" ? inlineText(job.op.onCalendar) : ""}\` | \`docker compose run --build --rm ${job.name}\` |`,
    ),
  ];
}

function baseText(machines: readonly MachineProgram[]): readonly string[] {
  const variables = baseImageVariables(machines);
  const images = new Map(machines.map(({ name, os }) => [variables.get(name) ?? "BASE_IMAGE", baseImageOf(os)]));
  const [first] = images;
  if (first === undefined) return [];
  const [variable, image] = first;
  return [
    "",
    "## Pin the base image",
    "",
    `The Dockerfile starts from ${[...images.values()].map((each) => `\`${each}\``).join(", ")}. Such a tag moves with every security update. To build from one exact`,
    "image, ask for its digest and give it to Compose, in `.env` or in the environment:",
    "",
    ...fence([
      `docker buildx imagetools inspect ${image} --format '{{.Manifest.Digest}}'`,
      `echo '${variable}=${image}@sha256:…' >> .env`,
    ]),
    "",
    "Renovate and Dependabot keep a pinned digest fresh. For an image with a bill of materials and its provenance:",
    "`docker buildx build --sbom=true --provenance=mode=max .`",
  ];
}

function differenceText(rows: readonly ReportRow[]): readonly string[] {
  const lines = rows.flatMap(({ machine, resource, support }) => {
    if (support.support === "full") return [];
    const text = support.support === "adapted" ? support.reason : `**not here**, ${support.reason}; ${support.instead}`;
    return [`| ${inline(machine)} | ${inline(resource)} | ${inline(text)} |`];
  });
  if (lines.length === 0) return [];
  return [
    "",
    "## What is different from a machine",
    "",
    "A container is one program without a service manager, on a kernel that belongs to its host.",
    "",
    "| Machine | Resource | In a container |",
    "| --- | --- | --- |",
    ...new Set(lines),
  ];
}

function fence(lines: readonly string[]): readonly string[] {
  return ["```sh", ...lines, "```"];
}

/** One line, nothing that ends a table's cell or a heading. */
function inline(text: string): string {
  return inlineText(text).replaceAll("|", "\\|");
}

function inlineText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters could end the line or hide text
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim();
}

/** Paragraphs of a doc comment. */
function prose(text: string): string {
  return text
    .split(/\n{2,}/)
    .map(inlineText)
    .join("\n\n");
}
