/** The target `dockerfile`: an image per machine, and a Compose file that starts them. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Backend, BackendResult, OutputFile, ReportRow, Support } from "../../ir/backend.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import { holdsSecret } from "../../ir/text.ts";
import type { Hole, Text } from "../../ir/text.ts";
import { countLines } from "../../text/count-lines.ts";
import { rollingRows } from "../shared/rolling.ts";
import { baseImageOf } from "./base-images.ts";
import { mountFiles } from "./compose-files.ts";
import { mountsOf, writableOf } from "./compose-service.ts";
import type { ComposeMachine } from "./compose-service.ts";
import type { OpId } from "../../ir/ops.ts";
import { baseImageVariables, placeSecret, planPorts, printCompose, secretVariable, secretsOf } from "./compose.ts";
import { makeContext } from "./context.ts";
import { makeImage } from "./dockerfile.ts";
import type { MachineImage } from "./dockerfile.ts";
import { placeFile } from "./file-place.ts";
import { lateKey, lateName, nameLateValues, openHoles } from "./late-values.ts";
import type { LateNames } from "./late-values.ts";
import { writeEnvExample, writeReadme } from "./readme.ts";
import type { NeededVariable } from "./readme.ts";
import type { NeededFile } from "./readme-secrets.ts";
import { leaveOutMachineOnly, reportLeftOut, supportOfLeftOut } from "./machine-only.ts";
import type { ContainerProgram } from "./machine-only.ts";
import { isBuilt, isProgram, planRunnables, planServiceNames, safeName } from "./runnable.ts";
import { makeRuntime } from "./runtime.ts";
import { planDependencies } from "./dependencies.ts";
import { askAbout, assessOp } from "./support.ts";
import type { Assessment } from "./support.ts";

/** Options of the target, as the JSON Schema below describes them. */
interface DockerfileOptions {
  readonly baseImage?: string;
}

const options = {
  type: "object",
  additionalProperties: false,
  properties: {
    baseImage: {
      type: "string",
      description: "The image to start from, best with its digest, instead of the release's official one.",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._/:@-]*$",
    },
  },
} as const;

/** One Dockerfile per machine, one Compose file for all. */
export const dockerfile: Backend = {
  name: "dockerfile",
  doc: "A Dockerfile for each machine, and a Compose file that builds and starts them.",
  options,
  form: "container",
  support: (op, machine, given) => {
    if (op.machineOnly !== undefined) return supportOfLeftOut(op.machineOnly);
    const left = leaveOutMachineOnly(given);
    const { program } = left;
    const { contexts, plan } = prepare(left);
    const context = contexts.get(machine.name) ?? makeContext(program, machine, new Map());
    return assessOp(op, askAbout(context, plan.get(machine.name) ?? [], new Map())).support;
  },
  build: (program, given) => build(program, given),
};

interface Prepared {
  readonly plan: ReturnType<typeof planRunnables>;
  readonly contexts: ReadonlyMap<string, ReturnType<typeof makeContext>>;
}

function prepare({ program, leftOut }: ContainerProgram): Prepared {
  const plan = planRunnables(program, leftOut);
  const names = planServiceNames(program, plan);
  return {
    plan,
    contexts: new Map(program.machines.map((machine) => [machine.name, makeContext(program, machine, names)])),
  };
}

function build(whole: Program, given: DockerfileOptions): BackendResult {
  const left = leaveOutMachineOnly(whole);
  const { program, leftOut } = left;
  const { plan, contexts } = prepare(left);
  const rows: ReportRow[] = [];
  const diagnostics: Diagnostic[] = [];
  const folders = planFolders(program);
  const names = nameLateValues(program);
  const ports = planPorts(plan);
  const dependencies = planDependencies(program, plan);
  const imageVariables = baseImageVariables(program.machines);
  const images: { readonly folder: string; readonly image: MachineImage; readonly compose: ComposeMachine }[] = [];
  for (const machine of program.machines) {
    const context = contexts.get(machine.name);
    if (context === undefined) continue;
    const runnables = plan.get(machine.name) ?? [];
    rows.push(...rollingRows(machine, takesNoTurns));
    const reported = reportLeftOut(machine.name, leftOut.get(machine.name) ?? []);
    rows.push(...reported.rows);
    diagnostics.push(...reported.warnings);
    const runtimes = runnables.map((runnable) => makeRuntime(runnable, context));
    const image = makeImage(
      context,
      runtimes.filter(({ runnable }) => isBuilt(runnable)),
      given.baseImage,
    );
    diagnostics.push(...image.diagnostics);
    const folder = folders.get(machine.name) ?? ".";
    const prefix = program.machines.length > 1 ? `${safeName(machine.name)}-` : "";
    const variable = imageVariables.get(machine.name) ?? "BASE_IMAGE";
    const compose: ComposeMachine = {
      context,
      folder,
      runtimes,
      buildSecrets: image.secrets,
      staged: image.staged,
      prefix,
      baseImage: `\${${variable}:-${given.baseImage ?? baseImageOf(machine.os)}}`,
      mounts: mountFiles(context, names, prefix),
      ports: ports.get(machine.name) ?? [],
      dependencies,
    };
    const ask = askAbout(context, runnables, openedBy(compose));
    for (const op of machine.ops) {
      const assessment: Assessment = assessOp(op, ask);
      rows.push({
        machine: machine.name,
        resource: op.resource,
        op: op.id,
        support: assessment.support,
        spans: op.provenance,
      });
      diagnostics.push(...assessment.warnings);
    }
    images.push({ folder, image, compose });
  }
  if (diagnostics.some((diagnostic) => diagnostic.severity === "error")) return { files: [], rows, diagnostics };
  const machines = images.map(({ compose }) => compose);
  const variables = neededVariables(program, machines, names);
  const files: OutputFile[] = images.flatMap(({ folder, image }) => imageFiles(folder, image));
  const project = projectName(program);
  const compose = printCompose(project, machines, program.secrets, names, composeHeader);
  files.push(...machines.flatMap(({ mounts }) => mounts.files));
  files.push({ path: "compose.yaml", content: compose.text, map: compose.map });
  const secretFiles = neededFiles(program, machines, names);
  const readme = writeReadme({
    program,
    project,
    plan,
    folders,
    ports,
    variables,
    secretFiles,
    ...secretUses(machines),
    rows,
  });
  files.push({ path: "README.md", content: readme, map: [] });
  const hidden = [...(secretFiles.length > 0 ? ["/secrets/"] : []), ...(variables.length > 0 ? ["/.env"] : [])];
  if (hidden.length > 0)
    files.push({
      path: ".gitignore",
      content: `# Values in clear stay on this computer.\n${hidden.join("\n")}\n`,
      map: [],
    });
  if (variables.length > 0) files.push({ path: ".env.example", content: writeEnvExample(variables), map: [] });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, rows, diagnostics };
}

/** Why the file systems of programs are not read-only although their units would have them so. */
function openedBy(machine: ComposeMachine): ReadonlyMap<OpId, string> {
  return new Map(
    machine.runtimes.flatMap((runtime) => {
      const { opened } = writableOf(runtime, machine);
      return opened === undefined ? [] : [[runtime.runnable.op.id, opened] as const];
    }),
  );
}

const takesNoTurns: Support = {
  support: "adapted",
  reason: "Compose runs one container of each program and replaces it as a whole: there is nobody to take turns with",
};

const composeHeader = [
  "# Written by envc from an .envspec file. Change that file and build again; it asks before it replaces a change of yours.",
  "# Changes for one computer go into compose.override.yaml, which Compose reads by itself.",
  "",
];

function imageFiles(folder: string, image: MachineImage): readonly OutputFile[] {
  const at = (path: string): string => (folder === "." ? path : `${folder.slice(2)}/${path}`);
  const tops = [...new Set(image.files.map((file) => file.path.slice(0, file.path.indexOf("/"))))].sort();
  const ignore = [
    "# Nothing goes to the builder but what the Dockerfile copies.",
    "**",
    ...tops.flatMap((top) => [`!${top}`, `!${top}/**`]),
  ];
  return [
    { path: at("Dockerfile"), content: image.dockerfile.text, map: image.dockerfile.map },
    { path: at(".dockerignore"), content: `${ignore.join("\n")}\n`, map: [] },
    ...image.files.map(({ path, content, executable, origin }) => ({
      path: at(path),
      content,
      ...(executable ? { executable } : {}),
      map: [{ from: 1, to: countLines(content), ...origin }],
    })),
  ];
}

/** A single machine is at the top, several have a folder each. */
function planFolders(program: Program): ReadonlyMap<string, string> {
  if (program.machines.length === 1) return new Map(program.machines.map((machine) => [machine.name, "."]));
  const taken = new Set<string>();
  const unique = (machine: MachineProgram): string => {
    const base = safeName(machine.name);
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
    taken.add(name);
    return `./${name}`;
  };
  return new Map(program.machines.map((machine) => [machine.name, unique(machine)]));
}

/** Compose wants `[a-z0-9][a-z0-9_-]*`. */
function projectName(program: Program): string {
  const name = program.environment === undefined ? program.name : `${program.name}-${program.environment}`;
  return safeName(name).replaceAll(".", "-");
}

/** Secrets and values of hosts that the Compose file asks for, in the order of their names. */
function neededVariables(
  program: Program,
  machines: readonly ComposeMachine[],
  names: LateNames,
): readonly NeededVariable[] {
  const needed = new Map<string, NeededVariable>();
  for (const name of secretsOf(machines)) {
    const secret = program.secrets.find((each) => each.name === name);
    const variable = secretVariable(name, names);
    if (placeSecret(name, machines, program.secrets, names).from === "environment")
      needed.set(variable, { name: variable, meaning: secret?.doc ?? `the secret ${name}`, secret });
  }
  for (const { context, runtimes } of machines)
    for (const text of lateTexts(
      context,
      runtimes.flatMap((runtime) => runtime.lateEnvironment),
    ))
      for (const hole of openHoles(text, context)) {
        const variable = lateName(names, hole);
        if (!needed.has(variable)) needed.set(variable, { name: variable, ...describeHole(hole, program) });
      }
  return [...needed.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Which services get each secret when they start, which secrets images are built with, and for each step the programs
 * that start after it.
 */
function secretUses(machines: readonly ComposeMachine[]): {
  readonly uses: ReadonlyMap<string, readonly string[]>;
  readonly builtWith: readonly string[];
  readonly steps: ReadonlyMap<string, readonly string[]>;
} {
  const uses = new Map<string, string[]>();
  for (const machine of machines)
    for (const runtime of machine.runtimes) {
      const { runnable, secrets, lateEnvironment } = runtime;
      // A job's container is made anew at each time, and what shall not run is not started by a new secret.
      if (runnable.kind === "job" || !runnable.active) continue;
      const mounted = mountsOf(machine, runtime).flatMap((mount) => mount.secrets);
      const filledIn = lateEnvironment.flatMap(({ value }) =>
        value.flatMap((part) => (typeof part !== "string" && part.hole === "secret" ? [part.name] : [])),
      );
      for (const name of new Set([...secrets, ...mounted, ...filledIn]))
        uses.set(name, [...(uses.get(name) ?? []), runnable.name]);
    }
  const all = machines.flatMap(({ runtimes, dependencies }) =>
    runtimes.map(({ runnable }) => ({ runnable, waits: dependencies.get(runnable.name) })),
  );
  const steps = new Map(
    all
      .filter(({ runnable }) => runnable.kind === "step")
      .map(({ runnable: { name } }) => {
        const behind = all.filter(({ runnable, waits }) => isProgram(runnable) && waits?.has(name) === true);
        return [name, behind.map(({ runnable }) => runnable.name)];
      }),
  );
  const builtWith = new Set(machines.flatMap(({ buildSecrets }) => buildSecrets));
  return { uses: new Map([...uses].sort(([a], [b]) => (a < b ? -1 : 1))), builtWith: [...builtWith].sort(), steps };
}

/** Secrets that Compose takes from files, by name. */
function neededFiles(program: Program, machines: readonly ComposeMachine[], names: LateNames): readonly NeededFile[] {
  return secretsOf(machines).flatMap((name): readonly NeededFile[] => {
    const secret = program.secrets.find((each) => each.name === name);
    const place = placeSecret(name, machines, program.secrets, names);
    return place.from === "file" && secret !== undefined ? [{ path: place.name, secret }] : [];
  });
}

function lateTexts(
  context: ComposeMachine["context"],
  environment: readonly { readonly value: Text }[],
): readonly Text[] {
  const texts: Text[] = environment.map((variable) => variable.value);
  for (const op of context.machine.ops) {
    if (op.op === "file" && op.content.from === "text" && placeFile(op, context).place === "config")
      texts.push(op.content.text);
    if (op.op === "hostname") texts.push(op.hostname);
    if (op.op === "sysctl") texts.push(...op.settings.map((setting) => setting.value));
  }
  return texts.filter((text) => holdsSecret(text) || text.some((part) => typeof part !== "string"));
}

function describeHole(hole: Hole, program: Program): Omit<NeededVariable, "name"> {
  if (hole.hole === "secret") {
    const secret = program.secrets.find((each) => each.name === hole.name);
    return { meaning: secret?.doc ?? `the secret ${hole.name}`, secret };
  }
  if (hole.hole === "variable") {
    const variable = program.variables.find((each) => each.name === hole.name);
    return { meaning: variable?.doc ?? `${hole.name} of the host`, secret: undefined };
  }
  return {
    meaning: lateKey(hole) === "host:name" ? "the name of the host" : "the address of the host",
    secret: undefined,
  };
}
