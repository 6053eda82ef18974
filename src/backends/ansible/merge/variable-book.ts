/** The variables that a role gets because its environments differ. */
import type { YamlMark, YamlNode } from "../../shared/yaml.ts";
import type { ArgumentType, GroupVariable, RoleVariable } from "../target/project.ts";
import { agreements, usual } from "./environments.ts";
import type { ByEnvironment } from "./environments.ts";

/** A variable with its value in each environment that uses it. */
export interface DifferingVariable {
  readonly name: string;
  readonly type: ArgumentType;
  readonly elements?: ArgumentType;
  readonly description: string;
  readonly values: ByEnvironment<YamlNode>;
  readonly marks: readonly YamlMark[];
}

/** Collects the variables of one role while its tasks are merged. */
export interface VariableBook {
  readonly role: string;
  /** Names that the role's own variables have already. */
  readonly taken: ReadonlySet<string>;
  readonly variables: Map<string, DifferingVariable>;
}

/** An empty book. */
export function openBook(role: string, taken: Iterable<string>): VariableBook {
  return { role, taken: new Set(taken), variables: new Map() };
}

/**
 * Enters a variable under the first of these names (without the role's prefix) that is free or means exactly the same
 * already; when none is, under the last one with a number. Gives its full name.
 */
export function enterVariable(
  book: VariableBook,
  names: readonly string[],
  wanted: Omit<DifferingVariable, "name">,
): string {
  const meaning = meaningOf(wanted);
  const last = names[names.length - 1] ?? "value";
  for (let number = 1; ; number += 1)
    for (const short of number === 1 ? names : [`${last}_${number}`]) {
      const name = `${book.role}_${short}`;
      const known = book.variables.get(name);
      if (known !== undefined && meaningOf(known) === meaning) return name;
      if (known !== undefined || book.taken.has(name)) continue;
      book.variables.set(name, { ...wanted, name });
      return name;
    }
}

function meaningOf({ type, description, values }: Omit<DifferingVariable, "name">): string {
  return JSON.stringify([type, description, [...values].map(([environment, node]) => [environment, keyOfNode(node)])]);
}

/** Two nodes with the same key are read as the same. */
export function keyOfNode(node: YamlNode): string {
  return JSON.stringify(meaningOfNode(node));
}

/** A list that begins with a letter for what JSON does not tell apart: a text with a tag, and a scalar as it was written. */
function meaningOfNode(node: YamlNode): unknown {
  switch (node.yaml) {
    case "text":
      return node.tag === undefined ? node.text : ["t", node.tag, node.text];
    case "literal":
      return node.value;
    case "plain":
      return ["p", node.source];
    case "list":
      return ["l", ...node.items.map(meaningOfNode)];
    case "map":
      return Object.fromEntries(node.entries.map(([key, value]) => [key, meaningOfNode(value)]));
  }
}

/** The variable as its role declares it: the default is what most environments say. */
export function declareVariable({ values, ...variable }: DifferingVariable): RoleVariable {
  const common = usual(agreements(values, keyOfNode))?.value;
  return { ...variable, default: common, secret: false };
}

/** The values of an environment, for its `group_vars`: everything that differs, so that environments compare well. */
export function valuesIn(variables: Iterable<DifferingVariable>, environment: number): readonly GroupVariable[] {
  return [...variables].flatMap(({ name, description, values }) => {
    const value = values.get(environment);
    if (value === undefined || agreements(values, keyOfNode).length < 2) return [];
    return [{ name, value, comment: `${description}.` }];
  });
}
