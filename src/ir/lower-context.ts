import type { Form, LowerContext, Machine, Model, Resource } from "./model.ts";
import { type Hole, type Text, literalText } from "./text.ts";
import type { Span } from "../text/span.ts";
import type { Value } from "./value.ts";

/** Everything about one machine that kinds ask for while they are lowered; built once, each answer is a look-up. */
export function createLowerContext(
  model: Model,
  machine: Machine,
  form: Form,
  resources: readonly Resource[],
  { opsOf, changesOf }: Pick<LowerContext, "opsOf" | "changesOf">,
): LowerContext {
  const byId = new Map(model.resources.map((resource) => [resource.id, resource]));
  const byName = new Map(resources.map((resource) => [`${resource.kind} ${resource.name}`, resource]));
  const byKind = new Map<string, Resource[]>();
  for (const resource of resources) {
    const list = byKind.get(resource.kind);
    if (list === undefined) byKind.set(resource.kind, [resource]);
    else list.push(resource);
  }
  const places = referencePlaces(model);
  return {
    model,
    machine,
    form,
    find: (id) => byId.get(id),
    named: (kind, name) => byName.get(`${kind} ${name}`),
    all: (kind) => byKind.get(kind) ?? [],
    opsOf,
    changesOf,
    text: (value) => textOf(value, places),
  };
}

interface Places {
  readonly variables: ReadonlyMap<string, Span>;
  readonly secrets: ReadonlyMap<string, Span>;
}

const nowhere: Span = { file: "", start: 0, end: 0 };

function referencePlaces(model: Model): Places {
  return {
    variables: new Map(model.variables.map((variable) => [variable.name, variable.span])),
    secrets: new Map(model.secrets.map((secret) => [secret.name, secret.span])),
  };
}

/** A value as text: a value that a variable gives as a whole stays a hole, so that a target may keep it open. */
function textOf(value: Value | undefined, places: Places): Text | undefined {
  if (value === undefined) return undefined;
  switch (value.is) {
    case "text":
      return value.text;
    case "bound":
      return boundText(value, places);
    case "secret":
      return [{ hole: "secret", name: value.name, encoding: "plain", span: places.secrets.get(value.name) ?? nowhere }];
    case "number":
      return literalText(String(value.value));
    case "bool":
      return literalText(String(value.value));
    case "duration":
      return literalText(String(value.seconds));
    case "size":
      return literalText(String(value.bytes));
    case "ref":
      return literalText(value.name);
    case "file":
      return literalText(new TextDecoder().decode(value.file.bytes));
    case "folder":
    case "list":
    case "map":
      return undefined;
  }
}

function boundText(value: Extract<Value, { is: "bound" }>, places: Places): Text | undefined {
  const span = places.variables.get(value.variable) ?? nowhere;
  const hole = (text: string | undefined): Hole => ({
    hole: "variable",
    name: value.variable,
    value: text,
    encoding: "plain",
    span,
  });
  if (value.value === undefined) return [hole(undefined)];
  const inner = textOf(value.value, places);
  if (inner === undefined) return undefined;
  // A variable whose own value holds a reference (a secret, an address) cannot be one hole: its parts are.
  return inner.every((part) => typeof part === "string") ? [hole(inner.join(""))] : inner;
}
