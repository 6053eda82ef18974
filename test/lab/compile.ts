import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expectState } from "../../src/ir/expect-state.ts";
import { isExpandable } from "../../src/ir/expand-systemd.ts";
import { usesOtherMachine } from "../../src/ir/op-texts.ts";
import { lowerModel } from "../../src/ir/lower-model.ts";
import { secretNames } from "../../src/ir/secret-names.ts";
import { kinds } from "../../src/kinds/registry.ts";
import type { ReportLine } from "../../src/backends/shared/report.ts";
import type { MachineProgram, Program } from "../../src/ir/program.ts";
import { compile, hasError, type CompileResult, type Project, type TargetBuild } from "../../src/index.ts";
import { nodeFileSystem } from "../../src/platform/node-file-system.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import type { LabCase } from "./cases.ts";
import { LabError } from "./exec.ts";
import { RELEASES, type Suite } from "./suites.ts";
import { readGroups } from "./inventory.ts";
import { TARGETS, type Target } from "./lab-settings.ts";
import type { LabMachine, LabProject } from "./project.ts";

const WRITTEN_OS = 'os = "debian-12"';

/** A mistake that the compiler found: where, and its title. */
export interface Refusal {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * Compiles a lab spec for one release, or says what the compiler refused. Specs say `debian-12`; for another release
 * the lab compiles a copy that says so.
 */
export async function compileCase(
  labCase: LabCase,
  suite: Suite,
  folder: string,
): Promise<LabProject | readonly Refusal[]> {
  const copy = join(folder, "spec");
  cpSync(labCase.folder, copy, { recursive: true });
  if (labCase.wrapper !== undefined) cpSync(labCase.wrapper, copy, { recursive: true });
  if (!rewriteRelease(copy, RELEASES[suite].os)) throw new LabError(`${labCase.name}: a lab spec says ${WRITTEN_OS}`);
  const { settings } = labCase;
  const files = createProjectFiles(nodeFileSystem, copy, { ...settings.variables });
  const project = { root: labCase.root ?? "main.envspec", files };
  const environments = await madeTogether(project, settings.environment);
  const result = await compile(project, { targets: settings.targets ?? TARGETS, environments });
  if (hasError(result.diagnostics)) return refusalsOf(result);
  for (const build of result.builds)
    if (build.environment === undefined || build.environment === settings.environment)
      writeBuild(build, join(folder, "out", build.target));
  const program = result.programs.find((each) => each.environment === settings.environment) ?? result.programs[0];
  if (program === undefined) throw new LabError(`${labCase.name}: the compiler made nothing`);
  return describeProject(labCase, program, result, join(folder, "out"));
}

/**
 * The environments of what the tried one is made in, as the author asked for it: what environments share is made from
 * all of them. None where the file has none.
 */
async function madeTogether(project: Project, tried: string | undefined): Promise<readonly string[]> {
  if (tried === undefined) return [];
  const asked = await compile(project);
  const shared = asked.builds.filter((build) => build.environments.includes(tried));
  return [...new Set([tried, ...shared.flatMap((build) => build.environments)])];
}

/** Writes another release into all specs below a folder; false when none names the one that it stands for. */
function rewriteRelease(folder: string, os: string): boolean {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".envspec"));
  const texts = files.map((file) => ({ file: join(folder, file), text: readFileSync(join(folder, file), "utf8") }));
  const named = texts.filter(({ text }) => text.includes(WRITTEN_OS));
  for (const { file, text } of named) writeFileSync(file, text.replaceAll(WRITTEN_OS, `os = "${os}"`));
  return named.length > 0;
}

function refusalsOf(result: CompileResult): Refusal[] {
  return result.diagnostics
    .filter((diagnostic) => diagnostic.severity === "error")
    .map((diagnostic) => {
      const source = result.sources.get(diagnostic.span.file);
      const before = source?.text.slice(0, diagnostic.span.start) ?? "";
      const line = before.split("\n").length;
      const text = `${diagnostic.span.file}:${line}: ${diagnostic.code} ${diagnostic.title}`;
      return { file: diagnostic.span.file, line, text };
    });
}

function writeBuild(build: TargetBuild, folder: string): void {
  for (const file of build.files) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.content, { mode: file.executable === true ? 0o755 : 0o644 });
  }
}

function describeProject(labCase: LabCase, program: Program, result: CompileResult, out: string): LabProject {
  const build = (target: Target): TargetBuild | undefined =>
    result.builds.find(
      (each) => each.target === target && (each.environment ?? program.environment) === program.environment,
    );
  const ansible = build("ansible");
  const inventory = `inventories/${program.environment ?? "default"}`;
  const hosts = ansible?.files.find((file) => file.path === `${inventory}/hosts.yml`);
  const groups = hosts === undefined ? new Map<string, string[]>() : readGroups(String(hosts.content));
  if (ansible !== undefined) writeSecretFiles(labCase, program, join(out, "ansible"), "ansible");
  if (build("dockerfile") !== undefined) writeSecretFiles(labCase, program, join(out, "dockerfile"), "dockerfile");
  return {
    ansible:
      ansible === undefined || hosts === undefined
        ? undefined
        : { folder: join(out, "ansible"), playbook: "site.yml", inventory: dirname(hosts.path) },
    environment: { ...secretVariables(labCase, program), ...ageVariables(labCase, out) },
    rotated: { ...secretVariables(afterRotation(labCase, program), program), ...ageVariables(labCase, out) },
    composeFolder: build("dockerfile") === undefined ? undefined : join(out, "dockerfile"),
    buildSecrets: labCase.settings.secrets ?? {},
    answers: answersTo(labCase, program),
    ansibleArgs: vaultArguments(labCase, ansible === undefined ? undefined : join(out, "ansible")),
    machines: program.machines.map((machine) => describeMachine(labCase, program, machine, result, out, groups)),
  };
}

function describeMachine(
  labCase: LabCase,
  program: Program,
  machine: MachineProgram,
  result: CompileResult,
  out: string,
  groups: ReadonlyMap<string, readonly string[]>,
): LabMachine {
  const names = machine.hosts.map((host) => host.name);
  const group = [...groups].find(([name, hosts]) =>
    names.length > 0 ? names.every((each) => hosts.includes(each)) && name !== "all" : sameName(name, machine.name),
  );
  const inventoryHosts = group?.[1] ?? [];
  const hostNames = names.length > 0 ? names : inventoryHosts.length > 0 ? inventoryHosts : ["lab"];
  const first = (paths: readonly string[]): string | undefined => paths.find((path) => existsSync(path));
  const dockerfile = first([
    join(out, "dockerfile", machine.name, "Dockerfile"),
    join(out, "dockerfile", "Dockerfile"),
  ]);
  const cloud = join(out, "cloud-init");
  const inside = containerForm(program, machine, result);
  return {
    name: machine.name,
    hosts: hostNames.map((name) => ({
      name,
      address: machine.hosts.find((host) => host.name === name)?.address,
      userData: first([join(cloud, machine.name, `${name}.yaml`), join(cloud, `${machine.name}.yaml`)]),
    })),
    group: group?.[0] ?? machine.name.replaceAll("-", "_"),
    expectations: expectState(program, machine),
    inImage: expectState(inside.program, inside.machine),
    needsOthers: inside.machine.ops.some((op) => usesOtherMachine(op, "dockerfile", machine.name)),
    written: machine.ops.flatMap((op) => (op.op === "process" ? op.writable : [])),
    notOn: {
      ansible: notCarried("ansible", program, machine, result),
      dockerfile: notCarried("dockerfile", program, machine, result),
      "cloud-init": notCarried("cloud-init", program, machine, result),
    },
    lockedInImage: new Set(
      reportLines("dockerfile", machine, result)
        .filter((line) => line.op.startsWith("user:") && / locked\.?$/.test(line.reason ?? ""))
        .map((line) => line.resource),
    ),
    resolve: (hole) => {
      if (hole.hole === "variable") return hole.value;
      return hole.hole === "secret" ? labCase.settings.secrets?.[hole.name] : undefined;
    },
    dockerContext: dockerfile === undefined ? undefined : dirname(dockerfile),
  };
}

/** A machine in the form that its programs have in containers. */
function containerForm(
  program: Program,
  machine: MachineProgram,
  result: CompileResult,
): { readonly program: Program; readonly machine: MachineProgram } {
  const model = result.models.find((each) => each.environment === program.environment);
  const form = model === undefined ? undefined : lowerModel(model, kinds, "container").program;
  const inside = form?.machines.find((each) => each.name === machine.name);
  return form === undefined || inside === undefined ? { program, machine } : { program: form, machine: inside };
}

/**
 * The resources which a target, by its own report, does not put on the machine, and the paths of files and the units
 * which it does not put there although it carries the rest of their resource. An image is the only one that adapts: programs become its
 * command, containers, jobs and kernel keys go to the Compose file, files with a secret are mounted.
 */
function notCarried(
  target: Target,
  program: Program,
  machine: MachineProgram,
  result: CompileResult,
): ReadonlySet<string> {
  const here = new Map<string, { own: boolean[]; folders: boolean[] }>();
  const lines = reportLines(target, machine, result);
  for (const line of lines) {
    const rows = here.get(line.resource) ?? { own: [], folders: [] };
    // The folder of a file is a row of the file's resource, too, and says nothing about the file.
    const list = line.op.startsWith("directory:") ? rows.folders : rows.own;
    list.push(isCarried(line));
    here.set(line.resource, rows);
  }
  const resources = [...here].filter(([, { own, folders }]) => !(own.length > 0 ? own : folders).some(Boolean));
  const files = lines.filter((line) => line.op.startsWith("file:") && !isCarried(line));
  const units = machine.ops.filter(
    (op) => (isExpandable(op) || op.op === "service") && lines.some((line) => line.op === op.id && !isCarried(line)),
  );
  return new Set([
    ...resources.map(([resource]) => resource),
    ...files.map(({ op }) => op.slice("file:".length)),
    ...expectState(program, { ...machine, ops: units }).flatMap((each) =>
      "unit" in each ? [each.unit] : each.fact === "file" ? [each.path] : [],
    ),
  ]);
}

function isCarried({ op, support, reason }: ReportLine): boolean {
  const elsewhere =
    /^(process|schedule|service|container|sysctl|hostname)\b/.test(op) ||
    reason?.startsWith("not in the image") === true;
  return support === "full" || (support === "adapted" && !elsewhere);
}

function reportLines(target: Target, machine: MachineProgram, result: CompileResult): ReportLine[] {
  return result.builds
    .filter((build) => build.target === target)
    .flatMap((build) => build.reports.flatMap((report) => report.lines))
    .filter((line) => line.machine === machine.name);
}

/** Beside the playbook, which the tools image sees too. */
function vaultArguments(labCase: LabCase, project: string | undefined): readonly string[] {
  const { vaultPassword } = labCase.settings;
  if (vaultPassword === undefined || project === undefined) return [];
  const file = join(project, ".vault-password");
  writeFileSync(file, `${vaultPassword}\n`, { mode: 0o600 });
  return ["--vault-password-file", file];
}

/** Where age finds its identity, which is beside the targets' folders: the tools image sees it there, too. */
function ageVariables(labCase: LabCase, out: string): Record<string, string> {
  const { ageIdentity } = labCase.settings;
  if (ageIdentity === undefined) return {};
  const file = join(out, ".age-identity");
  writeFileSync(file, `${ageIdentity}\n`, { mode: 0o600 });
  return { SOPS_AGE_KEY_FILE: file };
}

/** Secrets that the targets read from variables: those of `env("…")` and, in Compose, those that a file's text holds. */
function secretVariables(labCase: LabCase, program: Program): Record<string, string> {
  const variables: Record<string, string> = { ...labCase.settings.variables };
  const { vaultPassword, ageIdentity } = labCase.settings;
  for (const { name, source } of program.secrets) {
    const lacks = (what: string): LabError => new LabError(`${labCase.name}: lab.json gives no ${what} for ${name}`);
    if ((source.from === "vault" || source.from === "none") && vaultPassword === undefined)
      throw lacks("vaultPassword");
    if (source.from === "age" && ageIdentity === undefined) throw lacks("ageIdentity");
    // There is no real sops to be had: see `test/backends/secret-files.test.ts`.
    if (source.from === "sops") throw new LabError(`${labCase.name}: the lab has no sops for ${name}`);
    const value = labCase.settings.secrets?.[name];
    if (value !== undefined)
      variables[source.from === "env" ? source.variable : name.toUpperCase().replaceAll("-", "_")] = value;
    // Ansible makes it up.
    else if (source.from !== "generate") throw lacks("secret");
  }
  return variables;
}

/** The case with the new values of its secrets. */
function afterRotation(labCase: LabCase, program: Program): LabCase {
  const rotated = labCase.settings.rotation?.secrets ?? {};
  for (const name of Object.keys(rotated))
    if (program.secrets.find((secret) => secret.name === name)?.source.from !== "env")
      throw new LabError(`${labCase.name}: the lab gives another value only to a secret from env("…"), not to ${name}`);
  return { ...labCase, settings: { ...labCase.settings, secrets: { ...labCase.settings.secrets, ...rotated } } };
}

/** What Ansible asks for, and the answer to each. */
function answersTo(labCase: LabCase, program: Program): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const { name, source } of program.secrets)
    if (source.from === "ask") answers[source.prompt] = labCase.settings.secrets?.[name] ?? "";
  return answers;
}

/**
 * The files that a secret is read from. In Compose every one but those of `env("…")`, as the commands of its README leave them;
 * beside the playbook what an earlier run made up and what is in clear, with the line end of an editor.
 */
function writeSecretFiles(labCase: LabCase, program: Program, folder: string, target: "ansible" | "dockerfile"): void {
  const names = secretNames(program.secrets);
  for (const { name, source } of program.secrets) {
    const value = labCase.settings.secrets?.[name];
    if (value === undefined || source.from === "env") continue;
    if (target === "ansible" && source.from !== "file" && source.from !== "generate") continue;
    const inFolder = target === "ansible" ? `${program.environment ?? "default"}/${names.get(name)}` : name;
    const path = join(folder, "secrets", inFolder);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, target === "ansible" ? `${value}\n` : value);
  }
}

function sameName(group: string, machine: string): boolean {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  return plain(group) === plain(machine);
}
