/** From a program to the tree of an Ansible project. */
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { ExecOp, OpId } from "../../../ir/ops.ts";
import type { MachineProgram, Program } from "../../../ir/program.ts";
import type { Hole } from "../../../ir/text.ts";
import type { BasicOp, LowerContext } from "../context.ts";
import { fillKnown } from "../jinja.ts";
import { lowerOps } from "../lower/table.ts";
import { collectionsOf } from "../lower/raw.ts";
import { lookName } from "../lower/services.ts";
import { taskName, uniqueNames } from "../names.ts";
import type { Collection, Constant, Play, Project, Role, RoleFile, RoleVariable } from "../target/project.ts";
import type { Task, TaskFile } from "../target/task.ts";
import { earlyUnits } from "./early-units.ts";
import { divideByFunction } from "./functions.ts";
import type { Chunk } from "./functions.ts";
import { handlersFor, notified } from "./handlers.ts";
import { buildInventory, groupsOf } from "./inventory.ts";
import type { Groups } from "./inventory.ts";
import type { OpNode } from "./nodes.ts";
import { fixedVariables, mapTexts } from "./op-texts.ts";
import { planRoles } from "./role-plans.ts";
import type { MachinePlan, RolePlan } from "./role-plans.ts";
import { inventoryExpression, openValues, roleVariables, variableExpression } from "./variables.ts";
import type { OpenValues } from "./variables.ts";

/** The project, and what was wrong with what the author wrote for Ansible by hand. */
export interface AssembledProject {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/** Builds the project of one environment. */
export function assembleProject(program: Program): AssembledProject {
  const groups = groupsOf(program);
  const plans = planRoles(withFixedValues(program));
  const roles: Role[] = [];
  const open: { readonly plan: RolePlan; readonly open: OpenValues }[] = [];
  const diagnostics: Diagnostic[] = [];
  const taken = new Set<string>();
  for (const plan of plans.roles) {
    const values = openValues(plan.name, opsOf(plan.nodes), program);
    const built = buildRole(plan, plans.machines, values, groups, taken);
    for (const handler of plan.shared ? built.role.handlers : []) taken.add(handler.name);
    roles.push(built.role);
    diagnostics.push(...built.diagnostics);
    open.push({ plan, open: values });
  }
  const named = nameTasks(roles);
  return {
    project: {
      name: program.name,
      ...(program.doc === undefined ? {} : { doc: program.doc }),
      environment: program.environment,
      plays: plans.machines
        .filter(({ roles: own }) => own.length > 0)
        .map((plan) => playOf(plan, program, groups, open)),
      roles: named,
      inventory: buildInventory(program, groups, open),
      collections: collectionsUsed(named),
    },
    diagnostics,
  };
}

/** Variables which are fixed while building are filled in, everywhere. */
function withFixedValues(program: Program): Program {
  const fixed = fixedVariables(program.machines.flatMap((machine) => machine.ops));
  if (fixed.size === 0) return program;
  const value = (hole: Hole): string | undefined =>
    hole.hole === "variable" && fixed.has(hole.name) ? hole.value : undefined;
  const machines = program.machines.map((machine) => ({
    ...machine,
    ops: machine.ops.map((op) => {
      if (op.op !== "process" && op.op !== "schedule") return mapTexts(op, (text) => fillKnown(text, value));
      const environment = op.environment.map((entry) => ({ ...entry, value: fillKnown(entry.value, value) }));
      return { ...op, environment, argv: op.argv.map((word) => fillKnown(word, value)) };
    }),
  }));
  return { ...program, machines };
}

function opsOf(nodes: readonly OpNode[]): readonly BasicOp[] {
  return nodes.map(({ op }) => op);
}

function buildRole(
  plan: RolePlan,
  machines: readonly MachinePlan[],
  open: OpenValues,
  groups: Groups,
  taken: ReadonlySet<string>,
): { readonly role: Role; readonly diagnostics: readonly Diagnostic[] } {
  // A role may look at everything on its machines: a home that another block declares, a unit of another role.
  const concerned = machines.filter(({ machine }) => plan.machines.includes(machine));
  const all = new Map<OpId, BasicOp>(concerned.flatMap(({ nodes }) => nodes.map(({ op }) => [op.id, op] as const)));
  const chunks = divideByFunction(plan.nodes);
  const context = lowerContext(plan, chunks, concerned, all, open, groups, taken);
  const taskFiles: TaskFile[] = [];
  const files: RoleFile[] = [];
  const variables: RoleVariable[] = [];
  const constants: Constant[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const chunk of chunks) {
    const part = lowerOps(opsOf(chunk.nodes), { ...context, suffix: chunk.suffix });
    files.push(...(part.files ?? []));
    variables.push(...(part.variables ?? []));
    constants.push(...(part.constants ?? []));
    diagnostics.push(...(part.diagnostics ?? []));
    if (part.tasks.length > 0) taskFiles.push({ name: chunk.name, title: chunk.title, tasks: sayOnce(part.tasks) });
  }
  const role: Role = {
    name: plan.name,
    description: describe(plan),
    platforms: platformsOf(plan.machines),
    taskFiles,
    handlers: handlersFor(plan.nodes, all, context, taken),
    variables: [...variables, ...roleVariables(open)],
    constants,
    files,
  };
  return { role, diagnostics };
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

function lowerContext(
  plan: RolePlan,
  chunks: readonly Chunk[],
  concerned: readonly MachinePlan[],
  all: ReadonlyMap<OpId, BasicOp>,
  open: OpenValues,
  groups: Groups,
  taken: ReadonlySet<string>,
): LowerContext {
  const ops = [...all.values()];
  const execs = ops.filter((op): op is ExecOp => op.op === "exec" && op.onChange.length > 0);
  const [machine] = plan.machines as readonly [MachineProgram];
  const own = plan.shared ? undefined : machine.name;
  const triggered = new Set([
    ...ops.flatMap((op) => op.triggers.map(({ target }) => target)),
    ...execs.map((op) => op.id),
  ]);
  const needed = new Set(concerned.flatMap(({ nodes }) => nodes.flatMap(({ predecessors }) => predecessors)));
  const isAwaited = (op: BasicOp): boolean => triggered.has(op.id) && needed.has(op.id);
  const early = earlyUnits(chunks, isAwaited);
  // The handlers of an earlier role are used as they are: who notifies one that asks, notifies the question too.
  const mayBeMissing = (unit: string): boolean => early.has(unit) || taken.has(lookName(unit));
  const secret = (name: string): string => open.secrets.get(name)?.name ?? name;
  return {
    role: plan.name,
    machine,
    ops,
    suffix: "",
    hole: (hole) => {
      if (hole.hole === "secret") return { expression: secret(hole.name), needsEncoding: true };
      if (hole.hole !== "variable")
        return { expression: inventoryExpression(hole, own, groups), needsEncoding: hole.encoding !== "plain" };
      const variable = open.variables.get(hole.name);
      return variable === undefined ? { expression: hole.name, needsEncoding: true } : variableExpression(variable);
    },
    secretVariable: secret,
    secretMayEndLine: (name) => open.secrets.get(name)?.secret.source.from === "file",
    notify: (op) => notified(op, all, execs, mayBeMissing),
    isAwaited,
    mayBeMissing,
    mark: (op) => ({ op: op.id, machine: machine.name, spans: op.provenance }),
  };
}

function describe(plan: RolePlan): string {
  const [machine] = plan.machines;
  if (plan.shared) return "What all machines of this project have in common";
  const doc = machine?.doc?.split("\n")[0]?.trim().replace(/\.$/, "");
  return doc !== undefined && doc !== "" ? doc : `Everything that makes a machine a ${machine?.name ?? plan.name}`;
}

function platformsOf(machines: readonly MachineProgram[]): Role["platforms"] {
  const versions = new Map<string, Set<string>>();
  for (const { os } of machines) {
    const name = os.distribution === "ubuntu" ? "Ubuntu" : "Debian";
    versions.set(name, (versions.get(name) ?? new Set()).add(os.codename));
  }
  return [...versions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, codenames]) => ({ name, versions: [...codenames].sort() }));
}

/** Task names tell one task from another in a play's output, so they are unique in the whole project. */
function nameTasks(roles: readonly Role[]): readonly Role[] {
  const names = uniqueNames(
    roles.flatMap((role) =>
      role.taskFiles.flatMap((file) => file.tasks.map((task) => `${file.name} | ${taskName(task.name)}`)),
    ),
  );
  let index = 0;
  const rename = (task: Task, file: TaskFile): Task => {
    const name = names[index] ?? task.name;
    index += 1;
    return { ...task, name: name.slice(file.name.length + 3) };
  };
  return roles.map((role) => ({
    ...role,
    taskFiles: role.taskFiles.map((file) => ({ ...file, tasks: file.tasks.map((task) => rename(task, file)) })),
  }));
}

function playOf(
  plan: MachinePlan,
  program: Program,
  groups: Groups,
  open: readonly { readonly plan: RolePlan; readonly open: OpenValues }[],
): Play {
  const { machine } = plan;
  const anyHost = program.machines.length === 1 && machine.hosts.length === 0;
  const secrets = open
    .filter(({ plan: role }) => plan.roles.includes(role.name))
    .flatMap(({ open: values }) => [...values.secrets.values()]);
  return {
    name: machine.implicit ? `Configure ${taskName(program.name)}` : `Configure the machines of class ${machine.name}`,
    hosts: anyHost ? "all" : (groups.get(machine.name)?.group ?? machine.name),
    ...(machine.doc === undefined ? {} : { comment: machine.doc }),
    prompts: secrets.flatMap(({ secret, name }) =>
      secret.source.from === "ask" ? [{ variable: name, prompt: secret.source.prompt }] : [],
    ),
    preTasks: [checkSystem(machine)],
    roles: plan.roles,
  };
}

/** The first thing a run does: refuse a machine that the project is not written for. */
function checkSystem(machine: MachineProgram): Task {
  const { distribution, version } = machine.os;
  const name = distribution === "ubuntu" ? "Ubuntu" : "Debian";
  const fact = distribution === "ubuntu" ? "distribution_version" : "distribution_major_version";
  return {
    name: `Make sure that the system is ${name} ${version}`,
    module: "ansible.builtin.assert",
    args: [
      ["that", [`ansible_facts['distribution'] == '${name}'`, `ansible_facts['${fact}'] == '${version}'`]],
      ["fail_msg", `This play is written for ${name} ${version}`],
      ["quiet", true],
    ],
    tags: ["always"],
    marks: [],
  };
}

/** Versions that are known to work with ansible-core 2.14 and later; others are the author's to pin. */
const knownCollections: Readonly<Record<string, string>> = {
  "ansible.posix": ">=1.5.0,<3.0.0",
  "community.general": ">=6.3.0,<13.0.0",
  "community.docker": ">=3.4.0,<6.0.0",
  "community.mysql": ">=3.5.0,<5.0.0",
  "community.postgresql": ">=2.3.0,<5.0.0",
};

function collectionsUsed(roles: readonly Role[]): readonly Collection[] {
  const names = new Set<string>();
  for (const role of roles)
    for (const file of role.taskFiles)
      for (const task of file.tasks)
        if (task.raw !== undefined) for (const name of collectionsOf(task.raw)) names.add(name);
  return [...names].sort().map((name) => ({ name, version: knownCollections[name] }));
}
