/** The README beside the Compose file: how to build and start it, what it needs, and what a container cannot carry. */
import type { ReportRow } from "../../ir/backend.ts";
import type { Program } from "../../ir/program.ts";
import type { Secret } from "../../ir/model.ts";
import { portText } from "./readme-ports.ts";
import { jobText, restartText } from "./readme-host.ts";
import { baseText, updateText } from "./readme-updates.ts";
import { changeText, describeSource, secretFileText } from "./readme-secrets.ts";
import type { NeededFile } from "./readme-secrets.ts";
import { planServiceNames } from "./runnable.ts";
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
  /** What runs to its end, and the programs that start after it. */
  readonly steps: ReadonlyMap<string, readonly string[]>;
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
    ...portText(input.ports, plan, planServiceNames(program, plan)),
    ...variableText(input.variables),
    ...secretFileText(input.secretFiles, program, inlineText),
    ...changeText(input.uses, input.builtWith, setupsIn(plan), input.steps),
    ...serverText(plan),
    ...jobText(jobs, input.project, inlineText),
    ...restartText(input.project, plan, input.variables.length > 0),
    ...updateText(plan),
    ...baseText(program.machines, plan),
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

/** The services that tell a server what is in it. */
function setupsIn(plan: ReadonlyMap<string, readonly Runnable[]>): ReadonlySet<string> {
  const setups = [...plan.values()].flat().filter(({ kind }) => kind === "setup");
  return new Set(setups.map(({ name }) => name));
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

/** What the servers that come as ready images ask of whoever runs them. */
function serverText(plan: ReadonlyMap<string, readonly Runnable[]>): readonly string[] {
  return [...plan.values()].flat().flatMap(({ name, op }) => {
    const notes = op.op === "container" ? (op.notes ?? []) : [];
    return notes.length === 0 ? [] : ["", `## The server \`${name}\``, ...notes.flatMap((note) => ["", note])];
  });
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
