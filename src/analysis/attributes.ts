import { diagnose } from "../diagnostics/diagnose.ts";
import type { AttributeSchema } from "../ir/kind.ts";
import type { Attribute } from "../ir/model.ts";
import type { Origin } from "../ir/value.ts";
import type { AttributeNode, ValueNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import type { At } from "./context.ts";
import { type Said, strongest } from "./layers.ts";
import { isMisspelt } from "./misspelt.ts";
import { nameEntity } from "./scope.ts";
import { type Env, type Layer, type Thing, levels } from "./state.ts";
import { describeType, innerType } from "./value-types.ts";
import { holdsSecretValue, sameValue } from "./values.ts";

/** Finds what a layer says about one attribute. */
export type Finder = (layer: Layer) => AttributeNode | undefined;

/** What is being built: a thing with the layers that hold on some machines. */
export interface BuildContext {
  readonly thing: Thing;
  readonly layers: readonly Layer[];
  readonly machines: readonly string[];
  readonly env: Env;
  readonly touched: { machine: boolean };
}

/** How one attribute is treated. */
export interface AttributeContext extends BuildContext {
  /** For messages: `process api`. */
  readonly owner: string;
  /** Whether defaults are filled in and what is required is asked for. */
  readonly fill: boolean;
  /** Where a default is said to stand. */
  readonly span: Span;
}

/**
 * One attribute of a thing: the strongest layer's value, checked, or the default. undefined when it is not given,
 * `"bad"` when something was reported. Weaker values are checked too, so that their mistakes show.
 */
export function buildAttribute(
  key: string,
  schema: AttributeSchema,
  find: Finder,
  context: AttributeContext,
): Attribute | "bad" | undefined {
  const { layers, env, touched } = context;
  const [winner] = strongest(layers, find);
  let result: Attribute | undefined;
  let good = true;
  let first: Said | undefined;
  for (const layer of winner === undefined ? [] : layers) {
    const node = find(layer);
    if (node === undefined) continue;
    const at = { ...attributeAt(key, schema.sensitive === true, layer, context), schema };
    const outcome = env.evaluate(node.value, schema.type, at);
    touched.machine ||= at.touched.machine;
    const said = layer.level === winner?.layer.level ? { layer, node } : undefined;
    if (outcome === "bad") {
      good = false;
      if (said !== undefined) first ??= said;
      continue;
    }
    if (said === undefined) continue;
    if (outcome === "none") continue;
    if (result !== undefined && first !== undefined && layer.role === "declaration") {
      if (!sameValue(result.value, outcome)) {
        reportConflict(key, said, first, context);
        good = false;
      }
      continue;
    }
    first = said;
    result = {
      value: outcome,
      origin: originOf(layer, layers, find, at.touched.param),
      span: node.value.span,
      ...itemSpans(node.value),
      secret: holdsSecretValue(outcome),
    };
  }
  if (!good) return "bad";
  if (result !== undefined) return result;
  if (schema.default !== undefined && "value" in schema.default && context.fill)
    return {
      value: schema.default.value,
      origin: "default",
      span: context.span,
      reason: schema.default.reason,
      secret: false,
    };
  const isKnown = (name: string): boolean => Object.hasOwn(context.thing.kind.attributes, name);
  if (
    schema.required === true &&
    context.fill &&
    layers.some((layer) => isMisspelt(key, layer.entries, isKnown, context.thing.kind.foreign))
  )
    return "bad";
  if (schema.required === true && context.fill && !env.report.silences(key)) {
    // The example of a reference names something that this file does not have.
    const type = innerType(schema.type);
    const example =
      type.type === "ref" ? `write \`${key} = …\`, ${describeType(type)}` : `write \`${key} = ${schema.example}\``;
    env.report.add(
      diagnose("E0317", { name: context.owner, attribute: key }, winner?.node.key.span ?? context.span, {
        help: winner === undefined ? example : "what it is given here is optional and has no value",
      }),
    );
    return "bad";
  }
  return undefined;
}

/** The places of a list's items, for messages about one of them. */
function itemSpans(node: ValueNode): { readonly itemSpans?: readonly Span[] } {
  if (node.type !== "list" || node.items.some((item) => item.spread)) return {};
  return { itemSpans: node.items.map((item) => item.span) };
}

/** The place of an attribute of a thing. */
export function attributeAt(key: string, sensitive: boolean, layer: Layer, context: BuildContext): At {
  return {
    env: context.env,
    place: layer.place,
    what: key,
    owner: context.thing.kind.name,
    thing: context.thing,
    machines: context.machines,
    secrets: sensitive ? "allowed" : "refused",
    constant: undefined,
    touched: { machine: false, param: false },
  };
}

function originOf(layer: Layer, layers: readonly Layer[], find: Finder, param: boolean): Origin {
  if (layer.role === "patch") return "patch";
  if (layer.level > levels.top && layers.some((one) => one.level < layer.level && find(one) !== undefined))
    return "patch";
  return param ? "argument" : "written";
}

function reportConflict(key: string, second: Said, first: Said, context: BuildContext): void {
  context.env.report.add(
    diagnose("E0208", { name: nameEntity(context.thing), attribute: `\`${key}\`` }, second.node.span, {
      related: [{ span: first.node.span, message: "it says something else here" }],
    }),
  );
}
