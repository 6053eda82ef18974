/** The variables of roles: what the texts of a role leave open, and its secrets. */
import type { Secret, Variable } from "../../../ir/model.ts";
import type { Program } from "../../../ir/program.ts";
import type { Hole } from "../../../ir/text.ts";
import type { Value } from "../../../ir/value.ts";
import { knownText } from "../../../ir/read-value.ts";
import { unwrapValue } from "../../../ir/value.ts";
import { yamlText } from "../../shared/yaml.ts";
import type { YamlNode } from "../../shared/yaml.ts";
import type { BasicOp } from "../context.ts";
import { literalValue } from "../jinja.ts";
import { snakeName, uniqueNames } from "../names.ts";
import type { ArgumentType, GroupVariable, RoleVariable } from "../target/project.ts";
import { holesOf } from "./op-texts.ts";

/** A `let` or `param` that a role keeps open. */
export interface OpenVariable {
  readonly variable: Variable;
  /** The role's name for it. */
  readonly name: string;
  readonly type: ArgumentType;
  /** Its value in this environment; undefined when each host gives its own. */
  readonly value: string | undefined;
}

/** A secret that a role uses. */
export interface OpenSecret {
  readonly secret: Secret;
  readonly name: string;
}

/** What a role keeps open. */
export interface OpenValues {
  readonly variables: ReadonlyMap<string, OpenVariable>;
  readonly secrets: ReadonlyMap<string, OpenSecret>;
}

/** Collects what the ops of a role leave open. Names never meet those of the package lists. */
export function openValues(role: string, ops: readonly BasicOp[], program: Program): OpenValues {
  const texts = new Map<string, string | undefined>();
  const secrets = new Set<string>();
  for (const op of ops) {
    for (const hole of holesOf(op)) {
      if (hole.hole === "variable") texts.set(hole.name, hole.value);
      if (hole.hole === "secret") secrets.add(hole.name);
    }
    if (op.op === "user" && op.passwordSecret !== undefined) secrets.add(op.passwordSecret);
  }
  const wantedVariables = program.variables.filter((variable) => texts.has(variable.name));
  const wantedSecrets = program.secrets.filter((secret) => secrets.has(secret.name));
  const names = uniqueNames(
    [...wantedVariables, ...wantedSecrets].map(({ name }) => {
      const snake = snakeName(name);
      return `${role}_${/^packages(?:_|$)/.test(snake) ? `let_${snake}` : snake}`;
    }),
  ).map((name) => name.replace(/ \((\d+)\)$/, "_$1"));
  const variables = new Map<string, OpenVariable>();
  for (const [index, variable] of wantedVariables.entries()) {
    const value = texts.get(variable.name);
    variables.set(variable.name, { variable, name: names[index] ?? role, type: argumentType(variable, value), value });
  }
  const open = new Map<string, OpenSecret>();
  for (const [index, secret] of wantedSecrets.entries())
    open.set(secret.name, { secret, name: names[wantedVariables.length + index] ?? role });
  return { variables, secrets: open };
}

/** A number or a boolean only where printing it gives the very characters that other targets get. */
function argumentType(variable: Variable, value: string | undefined): ArgumentType {
  const { type } = variable.type;
  if ((type === "port" || type === "int") && (value === undefined || /^-?(?:0|[1-9]\d{0,14})$/.test(value)))
    return "int";
  if (type === "bool" && (value === undefined || value === "true" || value === "false")) return "bool";
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
export function roleVariables(open: OpenValues): readonly RoleVariable[] {
  return [
    ...[...open.variables.values()].map(({ variable, name, type, value }) => ({
      name,
      type,
      description: sentence(variable.doc ?? `The value of ${variable.name}`),
      default: value === undefined ? undefined : valueNode(type, value),
      secret: false,
      marks: [],
    })),
    ...[...open.secrets.values()].map(({ secret, name }) => ({
      name,
      type: "str" as const,
      description: sentence(secret.doc ?? `The secret ${secret.name}`),
      default: undefined,
      secret: true,
      marks: [],
    })),
  ];
}

function sentence(text: string): string {
  return text.replace(/\s+/g, " ").trim().replace(/\.$/, "");
}

/** The values of a role's variables in the environment, for `group_vars`. */
export function groupVariables(open: OpenValues, environment: string): readonly GroupVariable[] {
  const values: GroupVariable[] = [];
  for (const { variable, name, type, value } of open.variables.values())
    if (value !== undefined)
      values.push({
        name,
        value: valueNode(type, value),
        ...(variable.doc === undefined ? {} : { comment: variable.doc }),
      });
  for (const { secret, name } of open.secrets.values()) {
    const reference = secretReference(secret, environment);
    if (reference === undefined) continue;
    const { text, comment, secretIn } = reference;
    values.push({ name, value: yamlText(text), comment, ...(secretIn === undefined ? {} : { secretIn }) });
  }
  return values;
}

/** Where a secret is read from when the play runs; undefined when the play asks for it. */
function secretReference(
  secret: Secret,
  environment: string,
): { readonly text: string; readonly comment: string; readonly secretIn?: string } | undefined {
  const { source } = secret;
  const inVault = `vault_${snakeName(secret.name)}`;
  const file = `secrets/${environment}/${snakeName(secret.name)}`;
  switch (source.from) {
    case "env":
      return {
        text: `{{ lookup('ansible.builtin.env', '${source.variable}', default=undef()) }}`,
        comment: `Read from ${source.variable} in the environment of the machine that runs Ansible.`,
      };
    case "generate":
      return {
        text: `{{ lookup('ansible.builtin.password', playbook_dir ~ '/${file}', length=${source.length}, chars=['ascii_letters', 'digits']) }}`,
        comment: `Made by the first run and kept in ${file}; keep that file safe and out of version control.`,
      };
    case "file":
      return {
        text: `{{ lookup('ansible.builtin.file', playbook_dir ~ '/${file}', rstrip=false) }}`,
        comment: `Read from ${file}: put ${source.path} there, and keep it out of version control.`,
      };
    case "vault":
      return {
        text: `{{ ${inVault} }}`,
        secretIn: inVault,
        comment: `From ${source.path}: encrypted in vault.yml next to this file (ansible-vault create).`,
      };
    case "none":
      return {
        text: `{{ ${inVault} }}`,
        secretIn: inVault,
        comment: "Encrypted in vault.yml next to this file (ansible-vault create).",
      };
    case "ask":
      return undefined;
  }
}

/** The characters of a host's own value of a `let`, as they stand in texts; undefined when there are none. */
export function hostValueText(value: Value | undefined): string | undefined {
  const inner = unwrapValue(value);
  if (inner?.is === "bool") return String(inner.value);
  return knownText(inner);
}

/** What the hole of a text is when it is neither a variable nor a secret: facts of the inventory. */
export function inventoryExpression(
  hole: Extract<Hole, { readonly hole: "host" | "address" }>,
  own: string | undefined,
  groups: ReadonlyMap<string, { readonly group: string; readonly primary: string | undefined }>,
): string {
  if (hole.hole === "host")
    return hole.property === "name" ? "inventory_hostname" : "ansible_host | default(inventory_hostname)";
  if (hole.machine === own) return "'127.0.0.1'";
  const target = groups.get(hole.machine);
  const name =
    target?.primary === undefined ? `(groups['${target?.group ?? hole.machine}'] | first)` : `'${target.primary}'`;
  return `hostvars[${name}]['ansible_host'] | default(${name})`;
}
