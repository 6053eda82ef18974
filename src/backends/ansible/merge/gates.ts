/** The conditions of what is not in every environment. */
import { yamlNode } from "../../shared/yaml.ts";
import type { OpNode } from "../assemble/nodes.ts";
import type { BasicOp } from "../context.ts";
import { snakeName } from "../names.ts";
import { resourcePath } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { enterVariable } from "./variable-book.ts";
import type { VariableBook } from "./variable-book.ts";

/** Resources and module instances of which everything is in the same environments: one condition is for all of it. */
export type Wholes = ReadonlySet<string>;

/** Finds what is somewhere as a whole or not at all. */
export function findWholes(nodes: readonly OpNode[]): Wholes {
  const found = new Map<string, Set<string>>();
  for (const { op, forms } of nodes) {
    const environments = JSON.stringify([...forms.keys()].sort((a, b) => a - b));
    for (const name of [...instancesOf(op), op.resource])
      found.set(name, (found.get(name) ?? new Set()).add(environments));
  }
  return new Set([...found].filter(([, environments]) => environments.size === 1).map(([name]) => name));
}

/** The module instances that an op is a part of, the outermost first: `outer`, `outer.acme`. */
function instancesOf({ instance }: BasicOp): readonly string[] {
  const steps = instance?.split(".") ?? [];
  return steps.map((_, index) => steps.slice(0, index + 1).join("."));
}

/**
 * The variable that says whether a subject is managed at all; undefined when it is everywhere. It speaks of the module
 * instance when that is missing as a whole, else of the resource, else of the op.
 */
export function enterGate(
  book: VariableBook,
  subject: Subject,
  environments: readonly number[],
  wholes: Wholes,
): string | undefined {
  const [op] = subject.forms.values();
  if (op === undefined || environments.every((environment) => subject.present.has(environment))) return undefined;
  const values = new Map(
    environments.map((environment) => [environment, yamlNode(subject.present.has(environment))] as const),
  );
  const instance = instancesOf(op).find((each) => wholes.has(each));
  const path = wholes.has(op.resource) ? resourcePath(op) : "";
  const place = instance === undefined ? path : snakeName(instance);
  const names = [...(place === "" ? [] : [`manage_${place}`]), `manage_${snakeName(op.id)}`];
  const description = place === "" ? `Whether "${op.title}" is done` : `Whether ${instance ?? op.resource} is managed`;
  return enterVariable(book, names, { type: "bool", description, values, marks: [] });
}
