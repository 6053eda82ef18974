import { diagnose } from "../diagnostics/diagnose.ts";
import type { NestedBlockSchema } from "../ir/kind.ts";
import type { Attribute, NestedBlock } from "../ir/model.ts";
import { unwrapValue } from "../ir/value.ts";
import type { AttributeNode, SpreadNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { type BuildContext, attributeAt, buildAttribute } from "./attributes.ts";
import { sortEntries } from "./bodies.ts";
import { expandLabels } from "./labels.ts";
import { nameEntity } from "./scope.ts";
import type { Layer } from "./state.ts";
import { holdsSecretValue } from "./values.ts";

/** What one layer says about one nested block. */
interface Part {
  readonly layer: Layer;
  readonly attributes: ReadonlyMap<string, AttributeNode>;
  readonly spreads: readonly SpreadNode[];
  readonly span: Span;
}

/** The nested blocks of one name, the layers' bodies laid over each other key by key; `"bad"` when something was reported. */
export function buildNestedBlocks(
  name: string,
  schema: NestedBlockSchema,
  context: BuildContext,
): readonly NestedBlock[] | "bad" {
  if (!context.layers.some((layer) => layer.entries.blocks.length > 0 || layer.entries.inner.length > 0)) return [];
  const labels = new Map<string, Part[]>();
  const put = (label: string, part: Part): void => {
    const known = labels.get(label);
    if (known === undefined) labels.set(label, [part]);
    else known.push(part);
  };
  for (const layer of context.layers) {
    const within = layersWithin(layer);
    for (const block of layer.entries.blocks) {
      if (block.kind.text !== name) continue;
      const { attributes, spreads } = sortEntries(block.body?.entries ?? []);
      const texts =
        schema.labelled === true ? expandLabels(block, layer.place, context.env).map((label) => label.text) : [""];
      for (const label of texts) put(label, { layer: within(label), attributes, spreads, span: block.kind.span });
    }
    for (const patch of layer.entries.inner)
      if (patch.block === name)
        put(patch.label ?? "", {
          layer: within(patch.label ?? ""),
          attributes: new Map([[patch.key, patch.node]]),
          spreads: [],
          span: patch.node.span,
        });
  }
  const built: NestedBlock[] = [];
  let good = true;
  for (const [label, parts] of labels) {
    if (context.thing.removedBlocks?.has(label === "" ? name : `${name}.${label}`) === true) continue;
    const one = buildOne(name, label, schema, parts, context);
    if (one === "bad") good = false;
    else built.push(one);
  }
  return good ? built : "bad";
}

/** A layer as the block with a label sees it: there `this.label` is that label. One and the same for each label. */
function layersWithin(layer: Layer): (label: string) => Layer {
  const known = new Map([["", layer]]);
  return (label) => {
    const within = known.get(label) ?? { ...layer, place: { ...layer.place, label } };
    known.set(label, within);
    return within;
  };
}

function buildOne(
  name: string,
  label: string,
  schema: NestedBlockSchema,
  parts: readonly Part[],
  context: BuildContext,
): NestedBlock | "bad" {
  const attributes = new Map<string, Attribute>();
  const span = parts[0]?.span ?? { file: "", start: 0, end: 0 };
  const layers = parts.map((part) => part.layer);
  const owner = `\`${name}\` of ${nameEntity(context.thing)}`;
  // Two parts of one layer (a dotted patch next to nothing else) never hold the same key: that was reported.
  const finder = (key: string) => (layer: Layer) =>
    parts.find((part) => part.layer === layer && part.attributes.has(key))?.attributes.get(key);
  let good = true;
  const add = (key: string, built: Attribute | "bad" | undefined): void => {
    if (built === "bad") good = false;
    else if (built !== undefined) attributes.set(key, built);
  };
  const unique = [...new Set(layers)];
  const own = { ...context, layers: unique, owner, fill: true, span };
  for (const [key, attribute] of Object.entries(schema.attributes))
    add(key, buildAttribute(key, attribute, finder(key), own));
  const { map } = schema;
  if (map !== undefined) {
    for (const part of parts) {
      for (const spread of part.spreads) {
        const at = attributeAt(name, map.sensitive === true, part.layer, context);
        const node = { type: "path", path: spread.path, span: spread.path.span } as const;
        const outcome = context.env.evaluate(node, { type: "map", of: map.value }, at);
        context.touched.machine ||= at.touched.machine;
        const value = typeof outcome === "string" ? undefined : unwrapValue(outcome);
        if (value?.is !== "map") {
          if (outcome !== "none") good = false;
          continue;
        }
        for (const [key, entry] of Object.entries(value.entries)) {
          if (!map.key.pattern.test(key)) {
            context.env.report.add(diagnose("E0328", { key, block: name, describe: map.key.describe }, spread.span));
            good = false;
          }
          attributes.set(key, { value: entry, origin: "written", span: spread.span, secret: holdsSecretValue(entry) });
        }
      }
    }
    const type = { type: map.value, doc: "", example: "", ...(map.sensitive === true ? { sensitive: true } : {}) };
    const keys = new Set(parts.flatMap((part) => [...part.attributes.keys()]));
    for (const key of keys)
      if (!Object.hasOwn(schema.attributes, key)) add(key, buildAttribute(key, type, finder(key), own));
  }
  if (!good) return "bad";
  return { label: label === "" ? undefined : label, attributes: Object.fromEntries(attributes), span };
}
