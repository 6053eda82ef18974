/** Merges what the environments made of a role. */
import { yamlList } from "../../shared/yaml.ts";
import { handlerNames } from "../lower/on-change.ts";
import { nameVariants } from "./handler-variants.ts";
import { taskName, snakeName } from "../names.ts";
import { agreements, perEnvironment } from "../merge/environments.ts";
import type { NamedValues } from "../merge/values.ts";
import { enterGate, findWholes } from "../merge/gates.ts";
import type { Subject } from "../merge/subject.ts";
import { gated, mergeMarks, mergeTasks } from "../merge/tasks.ts";
import type { SubjectTask, TaskScope } from "../merge/tasks.ts";
import { declareVariable, enterVariable, keyOfNode, openBook } from "../merge/variable-book.ts";
import type { DifferingVariable } from "../merge/variable-book.ts";
import type { Constant, RoleVariable } from "../target/project.ts";
import type { Task } from "../target/task.ts";
import type { Chunk } from "./functions.ts";
import type { OpNode } from "./nodes.ts";
import type { LoweredRole, LoweredRun, ProjectScope } from "./role.ts";
import type { RolePlan } from "./role-plans.ts";
import type { OpenValues } from "./variables.ts";

/** What all environments of a role have together. */
export interface MergedRole {
  readonly tasks: ReadonlyMap<Chunk, readonly Task[]>;
  readonly handlers: readonly Task[];
  /** The lists that tasks are about: packages. */
  readonly lists: readonly RoleVariable[];
  /** What is a variable because environments differ. */
  readonly variables: readonly RoleVariable[];
  readonly constants: readonly Constant[];
  /** Everything that has a value per environment: some of the lists, all of the variables. */
  readonly differing: readonly DifferingVariable[];
}

/** Merges a role. With one environment everything stays as it is. */
export function mergeRole(
  plan: RolePlan,
  project: ProjectScope,
  open: OpenValues,
  taken: ReadonlySet<string>,
  lowered: LoweredRole,
): MergedRole {
  const environments = [...lowered.handlers.keys()];
  const lists = mergeLists(lowered.runs, environments);
  const own = [...open.variables.values(), ...open.secrets.values(), ...lists].map(({ name }) => name);
  const book = openBook(plan.name, own);
  const wholes = findWholes(plan.nodes);
  const scope: TaskScope = {
    book,
    open: namedValues(open),
    docOf: project.docOf,
    environments,
    labelOf: (environment) => project.environments[environment] ?? "default",
    handlersIn: (environment) => lowered.notified.get(environment) ?? new Set(),
    foreign: taken,
    toGate: new Set(),
    gateOf: (subject) => enterGate(book, subject, environments, wholes),
  };
  const tasks = new Map<Chunk, Task[]>();
  for (const run of lowered.runs) {
    const merged = mergeTasks(
      perEnvironment(run.forms, ({ tasks: list }, environment) => subjectTasks(list, run.nodes, environment)),
      scope,
    );
    const known = tasks.get(run.chunk);
    if (known === undefined) tasks.set(run.chunk, [...merged]);
    else known.push(...merged);
  }
  const handlers = mergeHandlers(plan, lowered, scope);
  const constants = mergeConstants(lowered.runs, scope);
  const variables = [...book.variables.values()];
  return {
    tasks,
    handlers,
    lists: lists.map(declareVariable),
    variables: variables.map(declareVariable),
    constants,
    differing: [...lists, ...variables],
  };
}

function namedValues(open: OpenValues): readonly NamedValues[] {
  return [...open.variables.values()]
    .filter(({ values }) => new Set(values.values()).size > 1)
    .map(({ name, values }) => ({ name, values }));
}

/** The tasks with what they are about: the op that they are marked with, or several ops together. */
function subjectTasks(tasks: readonly Task[], nodes: readonly OpNode[], environment: number): readonly SubjectTask[] {
  const byId = new Map(nodes.flatMap((node) => (node.forms.has(environment) ? [[node.op.id, node] as const] : [])));
  const count = new Map<string, number>();
  return tasks.map((task) => {
    const node = byId.get(task.marks[0]?.op ?? "");
    if (task.key !== undefined || node === undefined) {
      const key = task.key ?? task.name;
      return { key, task, subject: { key, forms: new Map(), present: new Set([environment]) } };
    }
    const own = `${node.id} ${task.part ?? task.module}`;
    count.set(own, (count.get(own) ?? 0) + 1);
    return { key: `${own} ${count.get(own)}`, task, subject: subjectOf(node) };
  });
}

function subjectOf({ forms }: OpNode): Subject {
  return { forms, present: new Set(forms.keys()) };
}

/** The lists which tasks are about; an environment without any of it has an empty one. */
function mergeLists(runs: readonly LoweredRun[], environments: readonly number[]): readonly DifferingVariable[] {
  const found = new Map<string, { readonly variable: RoleVariable; readonly values: Map<number, DifferingValue> }>();
  for (const { forms } of runs)
    for (const [environment, { variables = [] }] of forms)
      for (const variable of variables) {
        if (variable.default === undefined) continue;
        const known = found.get(variable.name);
        if (known === undefined)
          found.set(variable.name, { variable, values: new Map([[environment, variable.default]]) });
        else known.values.set(environment, variable.default);
      }
  return [...found.values()].map(({ variable, values }) => ({
    ...variable,
    values: new Map(environments.map((environment) => [environment, values.get(environment) ?? yamlList([])])),
  }));
}

type DifferingValue = NonNullable<RoleVariable["default"]>;

/** Handlers by name; one which an environment does not have, but something notifies there, gets a condition. */
function mergeHandlers(plan: RolePlan, { handlers }: LoweredRole, scope: TaskScope): readonly Task[] {
  const present = new Map<string, Set<number>>();
  for (const [environment, list] of handlers)
    for (const { name } of list) present.set(name, (present.get(name) ?? new Set()).add(environment));
  const execs = new Map(
    plan.nodes.filter(({ op }) => op.op === "exec").map((node) => [taskName(node.op.title), node] as const),
  );
  const lists = perEnvironment(handlers, (list) =>
    list.map((task): SubjectTask => {
      const node = execs.get(task.name);
      const key = `handler_${snakeName(task.name)}`;
      return {
        key,
        task,
        subject: { key, forms: node?.forms ?? new Map(), present: present.get(task.name) ?? new Set() },
      };
    }),
  );
  const merged = mergeTasks(lists, { ...scope, gateOf: () => undefined }).map((task) => {
    if (!scope.toGate.has(task.name)) return task;
    const gate = handlerGate(task, present.get(task.name) ?? new Set(), plan.nodes, scope);
    return gate === undefined ? task : gated(task, [gate]);
  });
  return nameVariants(merged);
}

/** A handler is there when its service or its command is; else it has a condition of its own. */
function handlerGate(
  task: Task,
  present: ReadonlySet<number>,
  nodes: readonly OpNode[],
  scope: TaskScope,
): string | undefined {
  if (scope.environments.every((environment) => present.has(environment))) return undefined;
  const unit = typeof task.args === "string" ? undefined : task.args.find(([key]) => key === "name")?.[1];
  const text = typeof unit === "object" && unit !== null && "yaml" in unit && unit.yaml === "text" ? unit.text : unit;
  const cause = nodes.find(
    ({ op, forms }) =>
      ((op.op === "service" && op.unit === text) || (op.op === "exec" && handlerNames(op).includes(task.name))) &&
      scope.environments.every((each) => forms.has(each) === present.has(each)),
  );
  if (cause !== undefined) return scope.gateOf(subjectOf(cause));
  return enterVariable(scope.book, [`handle_${snakeName(task.name)}`], {
    type: "bool",
    description: `Whether the handler "${task.name}" has something to do`,
    values: new Map(scope.environments.map((each) => [each, { yaml: "literal", value: present.has(each) } as const])),
    marks: [],
  });
}

/** Values of the role's own; one that differs stays under its name and takes its value from a variable. */
function mergeConstants(runs: readonly LoweredRun[], scope: TaskScope): readonly Constant[] {
  return runs.flatMap(({ forms, nodes }) => {
    const byName = new Map<string, Map<number, Constant>>();
    for (const [environment, { constants = [] }] of forms)
      for (const constant of constants)
        byName.set(constant.name, (byName.get(constant.name) ?? new Map()).set(environment, constant));
    return [...byName].map(([name, constant]) => {
      const values = perEnvironment(constant, ({ value }) => value);
      const marks = mergeMarks([...constant.values()].flatMap((each) => each.marks));
      const [first] = values.values();
      if (first === undefined || agreements(values, keyOfNode).length < 2)
        return { name, value: first ?? yamlList([]), marks };
      const node = nodes.find(({ op }) => op.id === marks[0]?.op);
      const short = name.replace(`__${scope.book.role}_`, "");
      const variable = enterVariable(scope.book, [short], {
        type: "str",
        description: `What ${node?.op.resource ?? short} runs or hands over`,
        values,
        marks,
      });
      return { name, value: { yaml: "text", text: `{{ ${variable} }}` } as const, marks };
    });
  });
}
