/** The variables of roles: what the texts of a role leave open, and its secrets. */
import type { Secret, Variable } from "../../../ir/model.ts";
import type { Program } from "../../../ir/program.ts";
import { vaultVariables } from "../../../ir/secret-names.ts";
import type { Hole } from "../../../ir/text.ts";
import type { Value } from "../../../ir/value.ts";
import { knownText } from "../../../ir/read-value.ts";
import { unwrapValue } from "../../../ir/value.ts";
import { yamlText } from "../../shared/yaml.ts";
import type { YamlNode } from "../../shared/yaml.ts";
import { literalValue } from "../jinja.ts";
import { agreements, perEnvironment, usual } from "../merge/environments.ts";
import type { ByEnvironment } from "../merge/environments.ts";
import { plainNames, snakeName } from "../names.ts";
import { secretReference } from "./secret-references.ts";
import type { ArgumentType, GroupVariable, RoleVariable } from "../target/project.ts";
import type { OpNode } from "./nodes.ts";
import { holesOf } from "./op-texts.ts";

/** A `let` or `param` that a role keeps open. */
export interface OpenVariable {
  /** As the first environment that has it declares it. */
  readonly variable: Variable;
  /** The role's name for it. */
  readonly name: string;
  readonly type: ArgumentType;
  /** Its value in each environment; missing where each host gives its own. */
  readonly values: ByEnvironment<string>;
  /** What the description says before any environment changes it; undefined when it says nothing. */
  readonly usual: string | undefined;
  /** Whether a value of a host or an environment may end in a line end. */
  readonly mayEndLine: boolean;
}

/** A secret that a role uses. */
export interface OpenSecret {
  /** As the first environment that has it declares it. */
  readonly secret: Secret;
  readonly forms: ByEnvironment<Secret>;
  readonly name: string;
}

/** What a role keeps open. */
export interface OpenValues {
  readonly variables: ReadonlyMap<string, OpenVariable>;
  readonly secrets: ReadonlyMap<string, OpenSecret>;
}

/** Collects what the ops of a role leave open. Names never meet those of the package lists. */
export function openValues(role: string, nodes: readonly OpNode[], programs: readonly Program[]): OpenValues {
  const texts = new Map<string, Map<number, string | undefined>>();
  const used = new Map<string, Set<number>>();
  const use = (secret: string, environment: number): unknown =>
    used.set(secret, (used.get(secret) ?? new Set()).add(environment));
  for (const { forms } of nodes)
    for (const [environment, op] of forms) {
      for (const hole of holesOf(op)) {
        if (hole.hole === "variable")
          texts.set(hole.name, (texts.get(hole.name) ?? new Map()).set(environment, hole.value));
        if (hole.hole === "secret") use(hole.name, environment);
      }
      if (op.op === "user" && op.passwordSecret !== undefined) use(op.passwordSecret, environment);
    }
  const declared = formsByName(programs, (program) => program.variables.filter(({ name }) => texts.has(name)));
  // Nobody is asked for a secret in an environment that does not use it.
  const secretForms = formsByName(programs, (program, environment) =>
    program.secrets.filter(({ name }) => used.get(name)?.has(environment)),
  );
  // A variable that is read from one of the same name would read itself for ever.
  const inVault = [...new Set(programs.flatMap(({ secrets }) => [...vaultVariables(secrets).values()]))];
  const own = [...declared.keys(), ...secretForms.keys()].map((name) => {
    const snake = snakeName(name);
    return `${role}_${/^packages(?:_|$)/.test(snake) ? `let_${snake}` : snake}`;
  });
  const names = plainNames([...inVault, ...own]).slice(inVault.length);
  const nameAt = (index: number): string => names[index] ?? role;
  const variables = [...declared].map(
    ([name, forms], index) =>
      [name, openVariable(nameAt(index), forms, texts.get(name) ?? new Map(), programs.length)] as const,
  );
  const secrets = [...secretForms].flatMap(([name, forms], index) => {
    const [secret] = forms.values();
    return secret === undefined ? [] : [[name, { secret, forms, name: nameAt(declared.size + index) }] as const];
  });
  return { variables: new Map(variables), secrets: new Map(secrets) };
}

/** What the environments declare, by name, in the order of the first that has it. */
function formsByName<T extends { readonly name: string }>(
  programs: readonly Program[],
  list: (program: Program, environment: number) => readonly T[],
): ReadonlyMap<string, ByEnvironment<T>> {
  const forms = new Map<string, Map<number, T>>();
  for (const [environment, program] of programs.entries())
    for (const each of list(program, environment))
      forms.set(each.name, (forms.get(each.name) ?? new Map()).set(environment, each));
  return forms;
}

/**
 * An environment whose texts do not use the variable has a value for it all the same. One that does not even declare
 * it (it has no such module) needs a default, or the role would ask for a value that nobody uses.
 */
function openVariable(
  name: string,
  forms: ByEnvironment<Variable>,
  texts: ByEnvironment<string | undefined>,
  environments: number,
): OpenVariable {
  const [variable] = forms.values() as Iterable<Variable> as [Variable];
  const values = perEnvironment(forms, (form, environment) =>
    texts.has(environment) ? texts.get(environment) : hostValueText(form.value),
  );
  // What is the same without a patch, and does not follow from another variable, is what the description itself says.
  const unpatched = [...forms]
    .filter(([, form]) => form.origin !== "patch" && !dependsOnOthers(form.value))
    .map(([environment]) => environment);
  const said = new Set(unpatched.map((environment) => values.get(environment)));
  const base = said.size === 1 ? [...said][0] : undefined;
  const common = usual(agreements(values, (value) => value))?.value;
  const isSame = new Set(values.values()).size === 1 && values.size === forms.size;
  return {
    variable,
    name,
    type: argumentType(variable, [...values.values()]),
    values,
    usual: isSame ? common : (base ?? (forms.size < environments ? common : undefined)),
    mayEndLine: values.size < forms.size || [...values.values()].some((value) => value.endsWith("\n")),
  };
}

/** Whether a value is made from other variables: then it is the environment's, like those. */
function dependsOnOthers(value: Value | undefined): boolean {
  if (value?.is === "bound") return true;
  return value?.is === "text" && value.text.some((part) => typeof part !== "string");
}

/** A number or a boolean only where printing each value gives the very characters that other targets get. */
function argumentType(variable: Variable, values: readonly string[]): ArgumentType {
  const { type } = variable.type;
  if ((type === "port" || type === "int") && values.every((value) => /^-?(?:0|[1-9]\d{0,14})$/.test(value)))
    return "int";
  if (type === "bool" && values.every((value) => value === "true" || value === "false")) return "bool";
  return "str";
}

/** The value of an open variable as YAML. */
export function valueNode(type: ArgumentType, value: string): YamlNode {
  if (type === "int") return { yaml: "literal", value: Number(value) };
  if (type === "bool") return { yaml: "literal", value: value === "true" };
  return literalValue(value);
}

/** The expression of an open variable, and whether its characters may need an encoding where it stands. */
export function variableExpression(open: OpenVariable): {
  readonly expression: string;
  readonly needsEncoding: boolean;
} {
  if (open.type === "bool") return { expression: `${open.name} | string | lower`, needsEncoding: false };
  return { expression: open.name, needsEncoding: open.type === "str" };
}

/** The rows for defaults, argument specs and README. */
export function roleVariables(open: OpenValues, environments: number): readonly RoleVariable[] {
  return [
    ...[...open.variables.values()].map(({ variable, name, type, usual: value }) => ({
      name,
      type,
      description: sentence(variable.doc ?? `The value of ${variable.name}`),
      default: value === undefined ? undefined : valueNode(type, value),
      secret: false,
      marks: [],
    })),
    ...[...open.secrets.values()].map(({ secret, name, forms }) => ({
      name,
      type: "str" as const,
      description: sentence(secret.doc ?? `The secret ${secret.name}`),
      default: undefined,
      ...(forms.size < environments ? { optional: true } : {}),
      secret: true,
      marks: [],
    })),
  ];
}

function sentence(text: string): string {
  return text.replace(/\s+/g, " ").trim().replace(/\.$/, "");
}

/**
 * The values of a role's variables in an environment, for `group_vars`. A project of one environment has all of them
 * there; one of several has there what differs, and in the role's defaults what is the same everywhere.
 */
export function groupVariables(
  open: OpenValues,
  environment: number,
  programs: readonly Program[],
): readonly GroupVariable[] {
  const values: GroupVariable[] = [];
  for (const { variable, name, type, values: all, usual: preset } of open.variables.values()) {
    const value = all.get(environment);
    const differs = programs.length === 1 || [...all.values()].some((each) => each !== preset);
    if (value !== undefined && differs)
      values.push({
        name,
        value: valueNode(type, value),
        ...(variable.doc === undefined ? {} : { comment: variable.doc }),
      });
  }
  const program = programs[environment];
  if (program === undefined) return values;
  for (const { forms, name } of open.secrets.values()) {
    const secret = forms.get(environment);
    if (secret === undefined || isPrompted(forms)) continue;
    const { text, comment, secretIn } = secretReference(secret, program);
    values.push({ name, value: yamlText(text), comment, ...(secretIn === undefined ? {} : { secretIn }) });
  }
  return values;
}

/** Whether the play asks for the secret. A play asks in every environment, so only a secret that all of them ask for. */
export function isPrompted(forms: ByEnvironment<Secret>): boolean {
  return [...forms.values()].every((secret) => secret.source.from === "ask");
}

/** The characters of a host's own value of a `let`, as they stand in texts; undefined when there are none. */
export function hostValueText(value: Value | undefined): string | undefined {
  const inner = unwrapValue(value);
  if (inner?.is === "bool") return String(inner.value);
  return knownText(inner);
}

/** What the hole of a text is when it is neither a variable nor a secret: facts of the inventory; a list of addresses where all are meant. */
export function inventoryExpression(
  hole: Extract<Hole, { readonly hole: "host" | "address" }>,
  own: string | undefined,
  groups: Groups,
): string {
  if (hole.hole === "host")
    return hole.property === "name" ? "inventory_hostname" : "ansible_host | default(inventory_hostname)";
  if (hole.every !== undefined) {
    const group = groups.get(hole.machine)?.pattern ?? hole.machine;
    const filter = hole.every.family === "ipv6" ? "select" : "reject";
    return `groups['${group}'] | map('extract', hostvars, 'ansible_host') | ${filter}('search', ':')`;
  }
  if (hole.machine === own) return "'127.0.0.1'";
  const host = hole.host === undefined ? firstHost(hole.machine, groups) : `'${hole.host}'`;
  return `hostvars[${host}]['ansible_host'] | default(${host})`;
}

/** The group of each machine by the machine's name, and the pattern that means all its hosts. */
export type Groups = ReadonlyMap<string, { readonly group: string; readonly pattern: string }>;

/**
 * The name of the host that a machine's address means and that does what is done once: the inventory lists it first.
 * `groups` holds all hosts of the inventory, whatever `--limit` and batches leave out.
 */
export function firstHost(machine: string, groups: Groups): string {
  return `groups['${groups.get(machine)?.pattern ?? machine}'][0]`;
}
