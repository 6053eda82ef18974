/** One program as a Compose service. */
import type { ContainerOp } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import type { Text } from "../../ir/text.ts";
import { mebibytes } from "../../ir/mebibytes.ts";
import { oncePer } from "../../ir/once-per.ts";
import { decorate, yamlList, yamlMap, yamlText } from "../shared/yaml.ts";
import type { YamlInput, YamlMap, YamlText } from "../shared/yaml.ts";
import { extraHostsOf } from "./extra-hosts.ts";
import { configsLabel } from "./compose-files.ts";
import type { FileMount, FileMounts } from "./compose-files.ts";
import { groupWord, originOf } from "./context.ts";
import type { MachineContext } from "./context.ts";
import { composeLiteral, composeText } from "./late-values.ts";
import type { LateNames } from "./late-values.ts";
import { readersOf } from "./file-readers.ts";
import { isPerContainer } from "./namespaced-sysctls.ts";
import { isBuilt, isProgram, safeName } from "./runnable.ts";
import type { Runnable } from "./runnable.ts";
import { secretName } from "./entrypoint.ts";
import type { Runtime } from "./runtime.ts";
import type { Dependencies, StartCondition } from "./dependencies.ts";
import { planVolumes, planWritable } from "./writable.ts";
import type { MemoryFolder, WritablePlan } from "./writable.ts";

/** One machine, as far as the Compose file needs it. */
export interface ComposeMachine {
  readonly context: MachineContext;
  /** The folder of its Dockerfile, relative to the Compose file: `.` or `./web`. */
  readonly folder: string;
  readonly runtimes: readonly Runtime[];
  /** Secrets that its image is built with. */
  readonly buildSecrets: readonly string[];
  /** Whether each program is a stage of its own. */
  readonly staged: boolean;
  /** In front of names that must differ between machines. */
  readonly prefix: string;
  /** The `BASE_IMAGE` argument: a Compose variable with the usual image as its default. */
  readonly baseImage: string;
  readonly mounts: FileMounts;
  /** `ports:` of the machine. */
  readonly ports: readonly string[];
  readonly dependencies: Dependencies;
}

type Entry = readonly [string, YamlInput | undefined];

/** Docker's usual driver lets a log grow without end; this one keeps 100 MB (docs.docker.com/engine/logging/drivers/local). */
const logging: Entry = ["logging", yamlMap([["driver", "local"]])];

/** The services of a machine. One that runs nothing is there to be built. */
export function composeServices(machine: ComposeMachine, names: LateNames): readonly (readonly [string, YamlMap])[] {
  const { context, runtimes } = machine;
  const first = context.serviceNames.get(context.machine.name) ?? context.machine.name;
  const own = (name: string): readonly Entry[] => (name === first ? machineEntries(machine, names) : []);
  const services = runtimes.map((runtime): readonly [string, YamlMap] => {
    const { runnable } = runtime;
    if (runnable.op.op === "container") return [runnable.name, containerService(runtime, runnable.op, machine, names)];
    const plan = writableOf(runtime, machine);
    return [
      runnable.name,
      yamlMap(
        [
          ["build", buildOf(machine, machine.staged ? runnable.name : undefined)],
          ["profiles", runnable.kind === "job" ? ["jobs"] : runnable.active ? undefined : ["manual"]],
          // On the machine they share one network, so they do here.
          ["depends_on", waitsFor(runnable, first, machine)],
          ["network_mode", sharesNetwork(runnable, first, machine) ? `service:${first}` : undefined],
          ...own(runnable.name),
          ["extra_hosts", sharesNetwork(runnable, first, machine) ? undefined : extraHosts(context, names)],
          ["environment", environmentOf(runtime, context, names)],
          ...mountEntries(machine, runtime, names),
          ...writableEntries(plan),
          ...limitEntries(runnable, context),
          ["mem_limit", runnable.memoryBytes === undefined ? undefined : mebibytes(runnable.memoryBytes, "m")],
          ["init", runnable.kind === "service" ? undefined : true],
          logging,
          ["restart", runnable.restart],
          ["stop_grace_period", runnable.stopSeconds === undefined ? undefined : `${runnable.stopSeconds}s`],
        ],
        { mark: originOf(runnable.op, context.machine) },
      ),
    ];
  });
  if (runtimes.some(({ runnable }) => runnable.name === first)) return services;
  const holder = runtimes.some(({ runnable }) => isProgram(runnable))
    ? networkHolder(machine, [...own(first), ["extra_hosts", extraHosts(context, names)]])
    : bareService(machine, names, own(first));
  return [[first, holder], ...services];
}

/** What belongs to the machine, and nothing that runs. */
function bareService(machine: ComposeMachine, names: LateNames, own: readonly Entry[]): YamlMap {
  return yamlMap(
    [
      ["build", buildOf(machine, machine.staged ? "machine" : undefined)],
      ...own,
      ...mountEntries(machine, undefined, names),
    ],
    { comment: "Runs nothing by itself: `docker compose build` makes its image." },
  );
}

/**
 * Who holds the network that several programs share. Were it one of them, the others would be cut off for good as soon
 * as that one is started again: its container then has a new network, and theirs stays the old one.
 */
function networkHolder(machine: ComposeMachine, own: readonly Entry[]): YamlMap {
  return yamlMap(
    [
      ["image", yamlText(machine.baseImage, { quoted: true })],
      ...own,
      ["command", yamlList(["sleep", "infinity"].map((word) => yamlText(word, { quoted: true })))],
      ["user", yamlText("65534:65534", { quoted: true })],
      ["cap_drop", ["ALL"]],
      ["security_opt", [yamlText("no-new-privileges:true", { quoted: true })]],
      ["read_only", true],
      ["init", true],
      logging,
      ["restart", "always"],
    ],
    {
      comment: "Holds the network that the programs of this machine share, so that each of them can be started again.",
    },
  );
}

/** A service of an image that somebody else made: nothing is built, and what the image does with rights is its own. */
function containerService(runtime: Runtime, op: ContainerOp, machine: ComposeMachine, names: LateNames): YamlMap {
  const { runnable } = runtime;
  const { context } = machine;
  const isSetup = runnable.kind === "setup";
  const first = context.serviceNames.get(context.machine.name) ?? context.machine.name;
  const words = (texts: readonly Text[]): YamlInput =>
    yamlList(texts.map((text) => yamlText(composeText(text, context, names), { quoted: true })));
  return yamlMap(
    [
      ["image", op.image],
      ["profiles", runnable.active ? undefined : ["manual"]],
      ["depends_on", waitsFor(runnable, first, machine)],
      ...(isSetup
        ? [["network_mode", "none"] as const]
        : [
            ["network_mode", sharesNetwork(runnable, first, machine) ? `service:${first}` : undefined] as const,
            ...(runnable.name === first ? machineEntries(machine, names) : []),
            ["extra_hosts", sharesNetwork(runnable, first, machine) ? undefined : extraHosts(context, names)] as const,
          ]),
      ["user", op.user === undefined ? undefined : yamlText(op.user, { quoted: true })],
      ["command", op.argv.length === 0 ? undefined : words(op.argv)],
      ["environment", environmentOf(runtime, context, names)],
      ...mountEntries(machine, runtime, names),
      ...writableEntries(writableOf(runtime, machine)),
      [
        "healthcheck",
        op.health === undefined
          ? undefined
          : yamlMap([
              ["test", words([literalText("CMD"), ...op.health])],
              ["interval", "10s"],
              ["timeout", "5s"],
              // A first start may take its time to make its data.
              ["start_period", "60s"],
              ["retries", 5],
            ]),
      ],
      ["shm_size", op.sharedMemoryBytes === undefined ? undefined : mebibytes(op.sharedMemoryBytes, "m")],
      ["cap_drop", isSetup ? ["ALL"] : undefined],
      ["security_opt", [yamlText("no-new-privileges:true", { quoted: true })]],
      ["init", isSetup ? true : undefined],
      logging,
      ["restart", runnable.restart],
      ["stop_grace_period", isSetup ? undefined : `${op.stopSeconds}s`],
    ],
    { mark: originOf(op, context.machine) },
  );
}

/** What a runtime sees of its machine's volumes and what it may write, given what is mounted into it. */
export function writableOf(runtime: Runtime, machine: ComposeMachine): WritablePlan {
  const { runnable, secrets } = runtime;
  if (runnable.op.op === "container") {
    const own = runnable.op.volumes.map(({ name, path }) => ({
      name: safeName(machine.prefix + name),
      path,
      readOnly: false,
    }));
    return { volumes: own, tmpfs: [], readOnly: false };
  }
  const mountsFiles = secrets.length + mountsOf(machine, runtime).length > 0;
  return planWritable(runnable, volumesOf(machine), machine.context, mountsFiles);
}

const volumesOf = oncePer(({ runtimes, context, prefix }: ComposeMachine) =>
  planVolumes(runtimes.map(({ runnable }) => runnable).filter(isBuilt), context, prefix),
);

/**
 * What it waits for. A program is started again together with the programs that it needs, when Compose makes one of these
 * anew or starts it again: whoever shares its network would be cut off, since its own network stays the old one, and nginx asks
 * only at its own start which address a name has. Jobs and steps are not: they run when they are called.
 */
function waitsFor(runnable: Runnable, first: string, machine: ComposeMachine): YamlMap | undefined {
  const waits = new Map<string, StartCondition>(machine.dependencies.get(runnable.name));
  const stays = isProgram(runnable);
  if (stays && sharesNetwork(runnable, first, machine)) waits.set(first, waits.get(first) ?? "service_started");
  if (waits.size === 0) return undefined;
  return yamlMap(
    [...waits].map(([name, condition]) => [
      name,
      yamlMap([
        ["condition", condition],
        ["restart", stays && condition !== "service_completed_successfully" ? true : undefined],
      ]),
    ]),
  );
}

/** Where one program is the machine's network, a step before it has one of its own, and so has all when `up` does not start it. */
function sharesNetwork(runnable: Runnable, first: string, { runtimes, dependencies }: ComposeMachine): boolean {
  if (runnable.name === first) return false;
  const programs = runtimes.filter((other) => isProgram(other.runnable));
  const [only] = programs;
  if (programs.length !== 1 || only === undefined) return programs.length > 1;
  if (runnable.kind === "step" && dependencies.get(runnable.name)?.has(first) !== true) return false;
  return only.runnable.active;
}

function buildOf(machine: ComposeMachine, target: string | undefined): YamlMap {
  const args = yamlMap([["BASE_IMAGE", yamlText(machine.baseImage, { quoted: true })]]);
  return yamlMap([
    ["context", machine.folder],
    ["target", target],
    ["args", args],
    ["secrets", machine.buildSecrets.length === 0 ? undefined : yamlList(machine.buildSecrets.map(secretName))],
  ]);
}

/**
 * The name of the machine, which all of its programs have here. Where it has none, it is the one that a ready image keeps
 * its data under; several of those cannot each have their own, but the same one each time they are made anew.
 */
function hostnameOf({ context, runtimes }: ComposeMachine, names: LateNames): YamlInput | undefined {
  const { machine } = context;
  const hostname = machine.ops.find((op) => op.op === "hostname");
  if (hostname?.op === "hostname") return composeText(hostname.hostname, context, names);
  const own = runtimes.flatMap(({ runnable: { op } }) => (op.op === "container" ? (op.hostname ?? []) : []));
  const [only] = own;
  return own.length > 1 ? safeName(machine.name) : only;
}

/** What belongs to the machine as a whole. */
function machineEntries(machine: ComposeMachine, names: LateNames): readonly Entry[] {
  const { context } = machine;
  const settings = context.machine.ops.flatMap((op) => (op.op === "sysctl" ? op.settings : []));
  const kept = settings.filter((setting) => isPerContainer(setting.key));
  return [
    ["hostname", hostnameOf(machine, names)],
    [
      "ports",
      machine.ports.length === 0 ? undefined : yamlList(machine.ports.map((port) => yamlText(port, { quoted: true }))),
    ],
    [
      "sysctls",
      kept.length === 0
        ? undefined
        : yamlMap(
            kept.map(({ key, value }) => [
              key.replaceAll("/", "."),
              yamlText(composeText(value, context, names), { quoted: true }),
            ]),
          ),
    ],
  ];
}

/** Who shares a network shares its `/etc/hosts`, and must not have entries of its own. */
function extraHosts(context: MachineContext, names: LateNames): YamlMap | undefined {
  const entries = extraHostsOf(context).flatMap((host) =>
    host.names.map((name): Entry => [name, yamlText(composeText(host.address, context, names), { quoted: true })]),
  );
  return entries.length === 0 ? undefined : yamlMap(entries);
}

function environmentOf(runtime: Runtime, context: MachineContext, names: LateNames): YamlMap | undefined {
  if (runtime.lateEnvironment.length === 0) return undefined;
  return yamlMap(
    runtime.lateEnvironment.map(({ name, value }) => [
      name,
      yamlText(composeText(value, context, names), { quoted: true }),
    ]),
  );
}

/** The files that a program gets; what is there only to be built gets all. */
export function mountsOf(machine: ComposeMachine, runtime: Runtime | undefined): readonly FileMount[] {
  const { mounts } = machine.mounts;
  if (runtime === undefined) return mounts;
  const { runnable } = runtime;
  const built = machine.runtimes.map((each) => each.runnable).filter(isBuilt);
  return mounts.filter(({ op, reader }) =>
    reader === undefined ? readersOf(op, built, machine.context).includes(runnable) : reader === runnable.op.id,
  );
}

function mountEntries(machine: ComposeMachine, runtime: Runtime | undefined, names: LateNames): readonly Entry[] {
  const mounts = mountsOf(machine, runtime);
  const items = (list: FileMount["list"]): readonly YamlMap[] =>
    mounts.flatMap((mount) => (mount.list === list ? [mount.item] : []));
  // Without owner and mode for the reason that `mountFiles` gives; the file's name below /run/secrets is the source's.
  const secrets = [...(runtime?.secrets ?? []).map(secretName), ...items("secrets")];
  const configs = items("configs");
  return [
    ["secrets", secrets.length === 0 ? undefined : yamlList(secrets)],
    ["configs", configs.length === 0 ? undefined : yamlList(configs)],
    ["labels", configsLabel(mounts, machine.context, names)],
  ];
}

function memoryEntry({ entry, comment }: MemoryFolder): YamlText {
  const text = yamlText(composeLiteral(entry));
  return comment === undefined ? text : decorate(text, { comment });
}

function writableEntries(plan: WritablePlan): readonly Entry[] {
  return [
    ["read_only", plan.readOnly ? true : undefined],
    ["tmpfs", plan.tmpfs.length === 0 ? undefined : yamlList(plan.tmpfs.map(memoryEntry))],
    [
      "volumes",
      plan.volumes.length === 0
        ? undefined
        : yamlList(
            plan.volumes.map(({ name, path, readOnly }) => composeLiteral(`${name}:${path}${readOnly ? ":ro" : ""}`)),
          ),
    ],
  ];
}

/** What the program is not allowed to do. A user who is not root has no capabilities to lose, and none to gain. */
function limitEntries(runnable: Runnable, context: MachineContext): readonly Entry[] {
  const atStart = runnable.op.op === "exec" ? runnable.op.atStart : undefined;
  const capabilities = runnable.foreground?.capabilities ?? atStart?.capabilities ?? [];
  const drops = (runnable.foreground ?? atStart) !== undefined || runnable.user !== "root";
  const groups = context.users.get(runnable.user)?.groups ?? [];
  return [
    ["cap_drop", drops ? ["ALL"] : undefined],
    ["cap_add", capabilities.length === 0 ? undefined : capabilities],
    ["security_opt", [yamlText("no-new-privileges:true", { quoted: true })]],
    [
      "group_add",
      groups.length === 0
        ? undefined
        : yamlList(groups.map((name) => yamlText(groupWord(context, name), { quoted: true }))),
    ],
  ];
}
