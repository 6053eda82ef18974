/** The tasks of all environments become one list; what differs is a variable or stands behind a condition. */
import { yamlList, yamlNode, yamlText } from "../../shared/yaml.ts";
import type { YamlInput, YamlMap, YamlMark, YamlNode } from "../../shared/yaml.ts";
import type { Arguments, Task } from "../target/task.ts";
import type { ByEnvironment } from "./environments.ts";
import { agreements, perEnvironment, usual } from "./environments.ts";
import { differsInNotified, mergeNotified } from "./notified.ts";
import type { HandlerScope } from "./notified.ts";
import { mergeSequences } from "./sequences.ts";
import { variableNames } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { mergeNode } from "./values.ts";
import type { ValueScope } from "./values.ts";
import { enterVariable, keyOfNode } from "./variable-book.ts";

/** What merging tasks may use. */
export interface TaskScope extends ValueScope, HandlerScope {
  /** The environments in which the role is applied to anything. */
  readonly environments: readonly number[];
  /** The name of an environment, as values and folders say it. */
  readonly labelOf: (environment: number) => string;
  /** The condition on which a subject is there; undefined when it is everywhere. */
  readonly gateOf: (subject: Subject) => string | undefined;
}

/** A task of one environment, with what it is about. */
export interface SubjectTask {
  /** The same task has the same key in every environment. */
  readonly key: string;
  readonly subject: Subject;
  readonly task: Task;
}

/** Merges lists of tasks. Each environment's own order is kept. */
export function mergeTasks(lists: ByEnvironment<readonly SubjectTask[]>, scope: TaskScope): readonly Task[] {
  const order = mergeSequences([...lists.values()].map((list) => list.map(({ key }) => key)));
  const byKey = new Map<string, { readonly subject: Subject; readonly forms: Map<number, Task> }>();
  for (const [environment, list] of lists)
    for (const { key, subject, task } of list) {
      // Lists that contradict each other stand one after the other.
      const own = order === undefined ? `${key} @${environment}` : key;
      const known = byKey.get(own);
      if (known === undefined) byKey.set(own, { subject, forms: new Map([[environment, task]]) });
      else known.forms.set(environment, task);
    }
  return (order ?? [...byKey.keys()]).flatMap((key) => {
    const found = byKey.get(key);
    return found === undefined ? [] : mergeForms(found.forms, found.subject, scope);
  });
}

function mergeForms(given: ByEnvironment<Task>, subject: Subject, scope: TaskScope): readonly Task[] {
  const [first] = given.values();
  if (first === undefined) return [];
  if (scope.environments.length === 1) return [first];
  const isListed = first.key !== undefined;
  const forms = isListed ? withEmpty(given, first, scope) : given;
  const soft = softArguments(forms);
  const notified = differsInNotified(given, scope);
  const shaped = agreements(forms, (task) => shapeOf(task, soft, notified));
  const gate = isListed ? listGate(given, first, scope) : scope.gateOf(subject);
  const gates = gate === undefined ? [] : [gate];
  const present = scope.environments.filter((environment) => isListed || subject.present.has(environment));
  if (shaped.length === 1 && forms.size === present.length)
    return [gated(mergeShape(forms, subject, scope, soft), gates)];
  const groups = shaped.map(({ environments }) => environments);
  const variant = variantOf(present, groups, subject, scope);
  return groups.map((environments) => {
    const own = new Map([...forms].filter(([environment]) => environments.includes(environment)));
    const chosen = `${variant} == '${scope.labelOf(environments[0] ?? 0)}'`;
    return gated(mergeShape(own, subject, scope, soft), [...gates, chosen]);
  });
}

/** A task about several ops, also in the environments that have none of them: it has nothing to do there. */
function withEmpty(forms: ByEnvironment<Task>, first: Task, scope: TaskScope): ByEnvironment<Task> {
  const loop = first.loop === undefined ? undefined : yamlNode(first.loop);
  const empty = { ...first, ...(loop?.yaml === "list" ? { loop: yamlList([]) } : {}) };
  return new Map(scope.environments.map((environment) => [environment, forms.get(environment) ?? empty]));
}

/** A loop over nothing does nothing; a module that takes a list wants something in it. */
function listGate(forms: ByEnvironment<Task>, first: Task, scope: TaskScope): string | undefined {
  const isMissing = forms.size < scope.environments.length && first.list !== undefined && first.loop === undefined;
  return isMissing ? `${first.list} | length > 0` : undefined;
}

/** The variable that says which of several forms an environment has; its values are environments' names. */
function variantOf(
  present: readonly number[],
  groups: readonly (readonly number[])[],
  subject: Subject,
  scope: TaskScope,
): string {
  const others = present.filter((environment) => !groups.flat().includes(environment));
  const values = new Map<number, YamlNode>();
  for (const group of others.length === 0 ? groups : [...groups, others])
    for (const environment of group) values.set(environment, yamlText(scope.labelOf(group[0] ?? 0), { quoted: true }));
  const [op] = subject.forms.values();
  return enterVariable(scope.book, variableNames(subject, "variant"), {
    type: "str",
    description: `The environment whose way of doing ${op?.resource ?? subject.key ?? "it"} is used`,
    values: new Map([...values].sort(([a], [b]) => a - b)),
    marks: [],
  });
}

/** Arguments that are true or not there: not there is false. */
function softArguments(forms: ByEnvironment<Task>): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const hard = new Set<string>();
  for (const { args } of forms.values())
    for (const [key, value] of typeof args === "string" ? [] : args) {
      if (value === undefined) continue;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (value !== true) hard.add(key);
    }
  return new Set([...counts].filter(([key, count]) => count < forms.size && !hard.has(key)).map(([key]) => key));
}

/** Tasks of one shape differ only in values that a variable can take over. */
function shapeOf(task: Task, soft: ReadonlySet<string>, withNotified: boolean): string {
  const given = typeof task.args === "string" ? task.args : argumentsGiven(task.args).filter(([key]) => !soft.has(key));
  return JSON.stringify([
    task.module,
    typeof given === "string" ? given : given.map(([key, value]) => [key, kindOf(value)]),
    task.environment?.map(([name, value]) => [name, kindOf(yamlNode(value))]),
    task.loop === undefined ? undefined : kindOf(yamlNode(task.loop)),
    task.becomeUser === undefined,
    task.register,
    task.when ?? [],
    task.changedWhen,
    task.failedWhen,
    task.checkMode,
    task.tolerantCheck,
    task.raw === undefined ? undefined : keyOfNode(task.raw),
    withNotified ? task.notify : undefined,
  ]);
}

function argumentsGiven(args: Arguments): readonly (readonly [string, YamlNode])[] {
  return args.flatMap(([key, value]) => (value === undefined ? [] : [[key, yamlNode(value)] as const]));
}

function kindOf(node: YamlNode): string {
  if (node.yaml === "text") return "text";
  if (node.yaml === "literal") return typeof node.value;
  return node.yaml === "list" && node.items.every(({ yaml }) => yaml === "text") ? "list" : keyOfNode(node);
}

/** One task for environments whose tasks have one shape. */
function mergeShape(forms: ByEnvironment<Task>, subject: Subject, scope: TaskScope, soft: ReadonlySet<string>): Task {
  const all = [...forms.values()];
  const common = usual(agreements(forms, (task) => task.name))?.value;
  const base = all.find((task) => task.args.length === Math.max(...all.map(({ args }) => args.length))) ?? all[0];
  if (base === undefined || common === undefined) throw new Error("a task of no environment");
  const marks = mergeMarks(all.flatMap((task) => task.marks));
  const node = (field: string, pick: (task: Task) => YamlInput | undefined): YamlNode =>
    mergeNode(
      perEnvironment(forms, (task) => toNode(pick(task))),
      subject,
      field,
      scope,
      marks,
    );
  const argument = (key: string): YamlNode =>
    node(key, (task) => argumentOf(task, key) ?? (soft.has(key) ? false : undefined));
  const keys =
    typeof base.args === "string"
      ? []
      : mergeSequences(
          all.map(({ args }) => (typeof args === "string" ? [] : argumentsGiven(args).map(([key]) => key))),
        );
  const comment = all.find((task) => task.comment !== undefined)?.comment;
  return {
    ...base,
    ...(comment === undefined ? {} : { comment }),
    name: new Set(all.map(({ name }) => name)).size === 1 ? common.name : (common.plainName ?? common.name),
    args: typeof base.args === "string" ? base.args : (keys ?? []).map((key) => [key, argument(key)] as const),
    ...(base.becomeUser === undefined ? {} : { becomeUser: textOf(node("become_user", (task) => task.becomeUser)) }),
    ...(base.environment === undefined
      ? {}
      : {
          environment: base.environment.map(
            ([name]) =>
              [name, node(`env ${name}`, (task) => task.environment?.find(([other]) => other === name)?.[1])] as const,
          ),
        }),
    ...(base.loop === undefined ? {} : { loop: node(base.key === undefined ? "items" : "list", (task) => task.loop) }),
    ...(all.some(({ secret }) => secret === true) ? { secret: true } : {}),
    notify: mergeNotified(forms, scope),
    marks,
  };
}

function argumentOf(task: Task, key: string): YamlInput | undefined {
  return typeof task.args === "string" ? undefined : task.args.find(([name]) => name === key)?.[1];
}

function toNode(input: YamlInput | undefined): YamlNode | undefined {
  return input === undefined ? undefined : yamlNode(input);
}

function textOf(node: YamlNode): string {
  return node.yaml === "text" ? node.text : "";
}

/** Each op once, with every place that it comes from. */
export function mergeMarks(marks: readonly YamlMark[]): readonly YamlMark[] {
  const merged = new Map<string, YamlMark>();
  for (const mark of marks) {
    const key = JSON.stringify([mark.op, mark.machine]);
    const known = merged.get(key)?.spans ?? [];
    const seen = new Set(known.map((span) => JSON.stringify(span)));
    merged.set(key, { ...mark, spans: [...known, ...mark.spans.filter((span) => !seen.has(JSON.stringify(span)))] });
  }
  return [...merged.values()];
}

/** The task behind conditions of its own and these, which come first. A task written by hand keeps its own, too. */
export function gated(task: Task, conditions: readonly string[]): Task {
  if (conditions.length === 0) return task;
  if (task.raw === undefined) return { ...task, when: [...conditions, ...(task.when ?? [])] };
  const own = task.raw.entries.find(([key]) => key === "when")?.[1];
  const items = own === undefined ? [] : own.yaml === "list" ? own.items : [own];
  const entries = task.raw.entries.filter(([key]) => key !== "when");
  const when =
    items.length === 0 && conditions.length === 1 ? yamlNode(conditions[0] ?? "") : yamlList([...conditions, ...items]);
  const raw: YamlMap = { ...task.raw, entries: [...entries, ["when", when]] };
  return { ...task, raw };
}
