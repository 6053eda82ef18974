/** What can run in a container: processes, services whose foreground form is known, jobs, steps done once, setups of servers. */
import type { EnvironmentVariable } from "../../ir/environment-variable.ts";
import type { ContainerOp, ExecOp, Op, ProcessOp, ScheduleOp, ServiceOp } from "../../ir/ops.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import { literalText } from "../../ir/text.ts";
import type { Text } from "../../ir/text.ts";
import { foregroundService } from "./foreground-services.ts";
import type { ForegroundService } from "./foreground-services.ts";
import { variablesInPlace } from "./machine-only.ts";
import { runsToItsEnd } from "./runs-to-its-end.ts";
import { fromSetup, isSetup } from "./setups.ts";
import { fromExec, isStep } from "./steps.ts";

/** One program of a machine: a stage of its Dockerfile and a service of the Compose file. */
export interface Runnable {
  /** The name of both: lower case, unique in the program. */
  readonly name: string;
  readonly kind: "process" | "service" | "container" | "job" | "step" | "setup";
  readonly op: ProcessOp | ServiceOp | ContainerOp | ScheduleOp | ExecOp;
  /** For a service: how it runs in the foreground. */
  readonly foreground: ForegroundService | undefined;
  readonly argv: readonly Text[];
  readonly user: string;
  readonly group: string;
  readonly directory: string;
  readonly environment: readonly EnvironmentVariable[];
  readonly health: readonly Text[] | undefined;
  readonly ports: readonly number[];
  /** Those of them that others may reach. */
  readonly offered: readonly number[];
  readonly stopSignal: string;
  readonly stopSeconds: number | undefined;
  /** undefined: it is not started again. */
  readonly restart: "always" | "on-failure" | "unless-stopped" | undefined;
  /** Started with the others by `docker compose up`. */
  readonly active: boolean;
  readonly writable: readonly string[];
  readonly memoryBytes?: number;
}

/**
 * The programs of each machine, the first one being what its image runs by itself: one that `up` starts; jobs and steps
 * last. What was left out of a machine may give its programs a variable.
 */
export function planRunnables(
  program: Program,
  leftOut: ReadonlyMap<string, readonly Op[]> = new Map(),
): ReadonlyMap<string, readonly Runnable[]> {
  const taken = new Set<string>();
  const plan = new Map<string, readonly Runnable[]>();
  for (const machine of program.machines) {
    const name = (wanted: string): string => uniqueName(wanted, machine.name, taken);
    const variables = variablesInPlace(leftOut.get(machine.name) ?? []);
    plan.set(
      machine.name,
      runnablesOf(machine, name).map((runnable) => withVariables(runnable, variables)),
    );
  }
  return plan;
}

/**
 * The name under which each machine answers in Compose: that of its one program, or of the service that holds the network
 * for several of them, or its own.
 */
export function planServiceNames(
  program: Program,
  plan: ReadonlyMap<string, readonly Runnable[]>,
): ReadonlyMap<string, string> {
  const taken = new Set([...plan.values()].flat().map((runnable) => runnable.name));
  return new Map(
    program.machines.map(({ name }) => {
      const programs = (plan.get(name) ?? []).filter(isProgram);
      const [first] = programs;
      if (programs.length === 1 && first !== undefined) return [name, first.name];
      return [name, uniqueName(programs.length > 1 ? `${name}-network` : name, name, taken)];
    }),
  );
}

/** Whether it is there to stay: not a job, a step or a setup, which end. */
export function isProgram(runnable: Runnable): boolean {
  return runnable.kind === "process" || runnable.kind === "service" || runnable.kind === "container";
}

/** Whether it runs from the machine's own image, and not from one that somebody else made. */
export function isBuilt(runnable: Runnable): boolean {
  return runnable.op.op !== "container";
}

/** A service of the machine with the variables that all of them have; its own count more (systemd.exec(5), "EnvironmentFile="). */
function withVariables(runnable: Runnable, variables: readonly EnvironmentVariable[]): Runnable {
  if (variables.length === 0 || !isBuilt(runnable) || runnable.kind === "step") return runnable;
  const all = new Map([...variables, ...runnable.environment].map((one) => [one.name, one]));
  return { ...runnable, environment: [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function runnablesOf(machine: MachineProgram, name: (wanted: string) => string): readonly Runnable[] {
  const of = (pick: (op: Op) => readonly Runnable[]): readonly Runnable[] => machine.ops.flatMap(pick);
  const programs = [
    // In front, so that the others share their network and can wait for them: they are what a program needs, not what it does.
    ...of((op) => (isServer(op) ? [fromContainer(op, name(op.name))] : [])),
    ...of((op) => (op.op === "process" && op.ensure === "present" ? [fromProcess(op, name(op.name))] : [])),
    ...of((op) => (op.op === "service" ? fromService(op, name) : [])),
  ];
  // What answers visitors is what the image is for.
  const answers = ({ ports }: Runnable): boolean => ports.length > 0;
  const active = programs.filter((runnable) => runnable.active);
  return [
    ...active.filter(answers),
    ...active.filter((runnable) => !answers(runnable)),
    ...programs.filter((runnable) => !runnable.active),
    ...of((op) => (op.op === "schedule" && op.ensure === "present" ? [fromSchedule(op, name(op.name))] : [])),
    ...of((op) => (isSetup(op) ? [fromSetup(op, name(op.name))] : [])),
    ...of((op) => (op.op === "exec" && isStep(op) ? [fromExec(op, machine, name(op.id.replace(/^exec:/, "")))] : [])),
  ];
}

function isServer(op: Op): op is ContainerOp {
  return op.op === "container" && op.ensure === "present" && op.prepares === undefined;
}

function fromProcess(op: ProcessOp, name: string): Runnable {
  const { argv, user, group, directory, environment, health, ports, stopSignal, stopSeconds, writable } = op;
  const restart = op.restart === "no" || !op.enabled ? undefined : op.restart;
  const active = op.enabled || op.running;
  const shared = { argv, user, group, directory, environment, health, ports, stopSignal, stopSeconds, writable };
  const limit = op.memoryBytes === undefined ? {} : { memoryBytes: op.memoryBytes };
  const offered = op.onlyForMachine === true ? [] : ports;
  return { name, kind: "process", op, foreground: undefined, ...shared, offered, ...limit, restart, active };
}

function fromContainer(op: ContainerOp, name: string): Runnable {
  const { argv, environment, health, ports, stopSeconds } = op;
  return {
    name,
    kind: "container",
    op,
    foreground: undefined,
    argv,
    // The image decides.
    user: "root",
    group: "root",
    directory: "/",
    environment,
    health,
    ports,
    offered: op.published === "nowhere" ? [] : ports,
    stopSignal: "SIGTERM",
    stopSeconds,
    restart: op.restart === "no" || !op.enabled ? undefined : op.restart,
    active: op.enabled || op.running,
    writable: [],
  };
}

function fromService(op: ServiceOp, name: (wanted: string) => string): readonly Runnable[] {
  const foreground = foregroundService(op.unit);
  if (foreground === undefined || !isWanted(op)) return [];
  const ports = op.listens ?? foreground.ports;
  return [
    {
      name: name(op.unit.replace(/\.service$/, "")),
      kind: "service",
      op,
      foreground,
      argv: foreground.argv.map(literalText),
      user: foreground.user,
      group: foreground.group,
      directory: "/",
      environment: [],
      health: healthOf(op),
      ports,
      offered: ports,
      stopSignal: foreground.stopSignal,
      stopSeconds: undefined,
      restart: op.enabled === false ? undefined : "unless-stopped",
      active: true,
      writable: [],
    },
  ];
}

/**
 * A service of which the spec knows the port is well when it takes a connection there. By bash, which every image of the
 * distribution has, and which can do that by itself (bash(1), REDIRECTION).
 */
function healthOf(op: ServiceOp): readonly Text[] | undefined {
  const [port] = op.listens ?? [];
  return port === undefined ? undefined : ["/bin/bash", "-c", `: </dev/tcp/127.0.0.1/${port}`].map(literalText);
}

/** Whether the service is meant to run at all. */
export function isWanted(op: ServiceOp): boolean {
  return op.masked !== true && (op.running === true || (op.enabled === true && op.running !== false));
}

function fromSchedule(op: ScheduleOp, name: string): Runnable {
  const { argv, user, group, directory, environment } = op;
  return {
    ...runsToItsEnd,
    name,
    kind: "job",
    op,
    argv,
    user,
    group,
    directory,
    environment,
    writable: op.writable,
  };
}

/**
 * A name that BuildKit takes for a stage (`[a-z][a-z0-9-_.]*`, not a reserved one) and Compose for a service. One that
 * another machine has already gets its machine's name in front.
 */
function uniqueName(wanted: string, machine: string, taken: Set<string>): string {
  const base = safeName(wanted);
  const candidates = [base, safeName(`${machine}-${wanted}`)];
  let name = candidates.find((candidate) => !taken.has(candidate));
  for (let count = 2; name === undefined; count++) if (!taken.has(`${base}-${count}`)) name = `${base}-${count}`;
  taken.add(name);
  return name;
}

const reserved: ReadonlySet<string> = new Set(["scratch", "context", "machine"]);

/** The nearest name that is safe for stages, Compose services and folders. */
export function safeName(wanted: string): string {
  const name = wanted
    .toLowerCase()
    .replace(/[^a-z0-9_.-]/g, "-")
    .replace(/^[^a-z]+/, "");
  return name === "" || reserved.has(name) ? `app-${name}`.replace(/-$/, "") : name;
}
