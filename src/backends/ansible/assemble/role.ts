/** From the ops of a role, in all environments, to the role. */
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { ExecOp, OpId } from "../../../ir/ops.ts";
import type { BasicOp, LowerContext, Lowered } from "../context.ts";
import { lowerRun, runsOf } from "../lower/table.ts";
import { asksFor } from "../lower/on-change.ts";
import { lookName } from "../lower/services.ts";
import type { ByEnvironment } from "../merge/environments.ts";
import { perEnvironment } from "../merge/environments.ts";
import type { ProjectMachine } from "../merge/machines.ts";
import { mergeFiles, ownFolder, separateFiles } from "../merge/role-files.ts";
import type { DifferingVariable } from "../merge/variable-book.ts";
import type { Role } from "../target/project.ts";
import type { Task, TaskFile } from "../target/task.ts";
import { commandsBefore, earlyCommands } from "./command-turns.ts";
import { earlyUnits } from "./early-units.ts";
import { outlastFailures } from "./failed-handlers.ts";
import { divideByFunction } from "./functions.ts";
import type { Chunk } from "./functions.ts";
import { handlersFor, notified } from "./handlers.ts";
import { healthChunk, healthRun } from "./health.ts";
import { mergeRole } from "./merge-role.ts";
import type { OpNode } from "./nodes.ts";
import { holesOf } from "./op-texts.ts";
import type { MachinePlan, RolePlan } from "./role-plans.ts";
import { goSideBySide } from "./rolling.ts";
import { firstHost, inventoryExpression, roleVariables, variableExpression } from "./variables.ts";
import type { Groups, OpenValues } from "./variables.ts";

/** What building a role may ask about the project. */
export interface ProjectScope {
  /** The environments' names. */
  readonly environments: readonly string[];
  readonly machines: readonly MachinePlan[];
  readonly groups: Groups;
  /** What an author said of a `let` or `param`. */
  readonly docOf: (variable: string) => string | undefined;
}

/** A role, the variables that it has because environments differ, and what was wrong with tasks written by hand. */
export interface BuiltRole {
  readonly role: Role;
  readonly differing: readonly DifferingVariable[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What one environment makes of a role: per run of neighbouring ops, and its handlers. */
export interface LoweredRole {
  readonly runs: readonly LoweredRun[];
  readonly handlers: ByEnvironment<readonly Task[]>;
  /** What is notified on the role's machines, by the environment. */
  readonly notified: ByEnvironment<ReadonlySet<string>>;
}

/** Neighbouring ops of one kind with what they became in each environment. */
export interface LoweredRun {
  readonly chunk: Chunk;
  readonly nodes: readonly OpNode[];
  readonly forms: ByEnvironment<Lowered>;
}

/** Builds a role. `earlier` are the handlers of an earlier role of the same plays. */
export function buildRole(
  plan: RolePlan,
  project: ProjectScope,
  open: OpenValues,
  earlier: readonly Task[],
): BuiltRole {
  const taken = new Map(earlier.map((task) => [task.name, task]));
  const chunks = divideByFunction(plan.nodes);
  const lowered = lowerRole(plan, chunks, project, open, taken);
  const merged = mergeRole(plan, project, open, new Set(taken.keys()), lowered);
  const taskFiles: TaskFile[] = chunks.flatMap((chunk) => {
    const tasks = sayOnce(merged.tasks.get(chunk) ?? []);
    return tasks.length === 0 ? [] : [{ name: chunk.name, title: chunk.title, tasks }];
  });
  const parts = lowered.runs.flatMap(({ forms }) => [...forms.values()]);
  const plays = project.machines.flatMap(({ roles }) => (roles.includes(plan.name) ? [roles] : []));
  const lasting = outlastFailures(plan.name, merged.handlers, earlier, plays);
  return {
    role: {
      name: plan.name,
      description: describe(plan),
      platforms: platformsOf(plan.machines),
      taskFiles,
      health: merged.tasks.get(healthChunk) ?? [],
      handlers: lasting.handlers,
      variables: [...merged.lists, ...roleVariables(open, project.environments.length), ...merged.variables],
      constants: [...merged.constants, ...lasting.constants],
      files: mergeFiles(parts.map(({ files = [] }) => files)),
    },
    differing: merged.differing,
    diagnostics: parts.flatMap(({ diagnostics = [] }) => diagnostics),
  };
}

function lowerRole(
  plan: RolePlan,
  chunks: readonly Chunk[],
  project: ProjectScope,
  open: OpenValues,
  taken: ReadonlyMap<string, Task>,
): LoweredRole {
  const concerned = project.machines.filter(({ machine }) => plan.machines.includes(machine));
  const environments = new Set(plan.machines.flatMap((machine) => [...machine.forms.keys()]));
  const isAwaited = awaited(concerned);
  const early = earlyUnits(chunks, isAwaited);
  const tooEarly = earlyCommands(chunks, isAwaited);
  const templates = new Set(plan.nodes.filter(isOpenSomewhere).map(({ op }) => op.id));
  const contexts = new Map<number, LowerContext>();
  const handlers = new Map<number, readonly Task[]>();
  const wanted = new Map<number, ReadonlySet<string>>();
  for (const environment of [...environments].sort((a, b) => a - b)) {
    // A role may look at everything on its machines: a home that another block declares, a unit of another role.
    const all = new Map<OpId, BasicOp>();
    for (const { nodes } of concerned) for (const op of opsIn(nodes, environment)) all.set(op.id, op);
    const [machine] = plan.machines.flatMap((each) => each.forms.get(environment) ?? []);
    if (machine === undefined) continue;
    const ops = [...all.values()];
    const followers = new Map<OpId, ExecOp[]>();
    for (const op of ops.filter((each) => each.op === "exec"))
      for (const id of new Set(op.onChange)) {
        const known = followers.get(id);
        if (known === undefined) followers.set(id, [op]);
        else known.push(op);
      }
    // The handlers of an earlier role are used as they are: who notifies one that asks, notifies the question too.
    const mayBeMissing = (unit: string): boolean => early.has(unit) || taken.has(lookName(unit));
    const secret = (name: string): string => open.secrets.get(name)?.name ?? name;
    const before = commandsBefore(plan.nodes, environment);
    const context: LowerContext = {
      role: plan.name,
      machine,
      ops,
      opOf: (id) => all.get(id),
      suffix: "",
      hole: (hole) => {
        if (hole.hole === "secret") return { expression: secret(hole.name), needsEncoding: true };
        if (hole.hole !== "variable") {
          const own = plan.shared ? undefined : machine.name;
          const expression = inventoryExpression(hole, own, project.groups);
          return { expression, needsEncoding: hole.encoding !== "plain" };
        }
        const variable = open.variables.get(hole.name);
        return variable === undefined ? { expression: hole.name, needsEncoding: true } : variableExpression(variable);
      },
      onlyOn: ({ machine: name }) => `inventory_hostname == ${firstHost(name, project.groups)}`,
      sideBySide: plan.machines.some(goSideBySide),
      secretVariable: secret,
      secretMayEndLine: (name) =>
        [...(open.secrets.get(name)?.forms.values() ?? [])].some(({ source }) => source.from === "file"),
      variableMayEndLine: (name) => open.variables.get(name)?.mayEndLine ?? true,
      isTemplate: (op) => templates.has(op.id),
      notify: (op) => notified(op, all, followers, mayBeMissing),
      isAwaited,
      mayBeMissing,
      isEarly: (op) => tooEarly.has(op.id),
      commandsBefore: (unit) => before.get(unit) ?? [],
      restartedAfter: (op) => [...before].flatMap(([unit, commands]) => (commands.includes(op) ? [unit] : [])),
      mark: (op) => ({ op: op.id, machine: plan.machines[0]?.name ?? machine.name, spans: op.provenance }),
    };
    contexts.set(environment, context);
    handlers.set(environment, handlersFor(opsIn(plan.nodes, environment), all, context, taken));
    wanted.set(environment, new Set(ops.flatMap((op) => [...context.notify(op), ...asksFor(op)])));
  }
  const runs = chunks.flatMap((chunk) =>
    runsOf(chunk.nodes, ({ op }) => op).map((nodes): LoweredRun => {
      const own = new Map([...contexts].filter(([environment]) => nodes.some(({ forms }) => forms.has(environment))));
      const forms = perEnvironment(own, (context, environment) =>
        lowerRun(opsIn(nodes, environment), { ...context, suffix: chunk.suffix }),
      );
      return { chunk, nodes, forms };
    }),
  );
  runs.push(...healthRun(plan, contexts));
  return { runs: withOwnFiles(runs, project.environments), handlers, notified: wanted };
}

function withOwnFiles(runs: readonly LoweredRun[], names: readonly string[]): readonly LoweredRun[] {
  const folderOf = ownFolder(runs.flatMap(({ forms }) => [...forms.values()].flatMap(({ files = [] }) => files)));
  return runs.map((run) => ({
    ...run,
    forms: separateFiles(run.forms, (environment) => folderOf(names[environment] ?? "default")),
  }));
}

function opsIn(nodes: readonly OpNode[], environment: number): readonly BasicOp[] {
  return nodes.flatMap(({ forms }) => forms.get(environment) ?? []);
}

/** Whether the text of an op holds a late value in one environment and none in another. */
function isOpenSomewhere({ forms }: OpNode): boolean {
  return forms.size > 1 && [...forms.values()].some((op) => holesOf(op).length > 0);
}

/** Whether something waits for what an op's handler does, in any environment. */
function awaited(concerned: readonly MachinePlan[]): (op: BasicOp) => boolean {
  const triggered = new Set<string>();
  const needed = new Set<string>();
  for (const { nodes } of concerned)
    for (const { forms, predecessors } of nodes) {
      for (const op of forms.values()) {
        for (const { target } of op.triggers) triggered.add(target);
        if (op.op === "exec" && op.onChange.length > 0) triggered.add(op.id);
      }
      for (const id of predecessors) needed.add(id.replace(/ @\d+$/, ""));
    }
  return (op) => triggered.has(op.id) && needed.has(op.id);
}

/** What an author said of a resource stands above the first of its tasks only. */
function sayOnce(tasks: readonly Task[]): readonly Task[] {
  let last: string | undefined;
  return tasks.map((task) => {
    const { comment, ...silent } = task;
    if (comment !== undefined && comment === last) return silent;
    last = comment ?? last;
    return task;
  });
}

function describe(plan: RolePlan): string {
  const [machine] = plan.machines;
  if (plan.shared) return "What all machines of this project have in common";
  const doc = machine?.doc?.split("\n")[0]?.trim().replace(/\.$/, "");
  return doc !== undefined && doc !== "" ? doc : `Everything that makes a machine a ${machine?.name ?? plan.name}`;
}

function platformsOf(machines: readonly ProjectMachine[]): Role["platforms"] {
  const versions = new Map<string, Set<string>>();
  for (const { os } of machines.flatMap(({ forms }) => [...forms.values()])) {
    const name = os.distribution === "ubuntu" ? "Ubuntu" : "Debian";
    versions.set(name, (versions.get(name) ?? new Set()).add(os.codename));
  }
  return [...versions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, codenames]) => ({ name, versions: [...codenames].sort() }));
}
