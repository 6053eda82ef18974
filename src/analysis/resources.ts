import { diagnose } from "../diagnostics/diagnose.ts";
import type { Brings } from "../ir/brings.ts";
import type { Attribute, NestedBlock, Resource } from "../ir/model.ts";
import type { Span } from "../text/span.ts";
import { resolveAfter } from "./after.ts";
import { type AttributeContext, type Finder, buildAttribute } from "./attributes.ts";
import { buildNestedBlocks } from "./nested-blocks.ts";
import { docOf } from "./doc.ts";
import { nameEntity } from "./scope.ts";
import type { Env, Layer, Thing } from "./state.ts";

/** A resource and whether everything in it was free of mistakes. */
export interface Built {
  readonly resource: Resource;
  readonly good: boolean;
}

/**
 * The resources of a thing: one, or one for each group of machines on which patches make it differ. All have the same
 * id; their machines do not overlap.
 */
export function buildThing(thing: Thing, env: Env): readonly Built[] {
  if (thing.removed !== undefined || thing.kind.virtual === true || thing.machines.length === 0) return [];
  const layers = thing.layers.filter((layer) => layer.active).sort((a, b) => a.level - b.level);
  return groupMachines(thing, layers).flatMap((machines) => {
    const [first] = machines;
    const own = layers.filter(
      (layer) => layer.machines === thing.machines || (first !== undefined && layer.machines.includes(first)),
    );
    const touched = { machine: false };
    const built = buildVariant(thing, own, machines, touched, env);
    if (!touched.machine || machines.length === 1) return [built];
    // Something in it may differ between machines: then each is looked at for itself.
    return mergeEqual(machines.map((machine) => buildVariant(thing, own, [machine], touched, env)));
  });
}

/** Variants that say the same, as one resource for all their machines, in order of the first machine's name. */
function mergeEqual(variants: readonly Built[]): readonly Built[] {
  const groups = new Map<string, Built[]>();
  for (const variant of variants) {
    // A file of the project is known by its path.
    const key = JSON.stringify({ ...variant.resource, machines: [] }, (_key, value: unknown) =>
      value instanceof Uint8Array ? undefined : value,
    );
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [variant]);
    else known.push(variant);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : {
          good: first.good && others.every((one) => one.good),
          resource: { ...first.resource, machines: [first, ...others].flatMap((one) => one.resource.machines) },
        },
  );
}

/** Machines with the same layers that say something, in order of the first machine's name. */
function groupMachines(thing: Thing, layers: readonly Layer[]): readonly (readonly string[])[] {
  const saying = layers.filter(
    (layer) => says(layer) && layer.machines !== thing.machines && layer.machines.length < thing.machines.length,
  );
  if (saying.length === 0) return [thing.machines];
  const signatures = new Map<string, number[]>(thing.machines.map((machine) => [machine, []]));
  for (const [index, layer] of saying.entries())
    for (const machine of layer.machines) signatures.get(machine)?.push(index);
  const groups = new Map<string, string[]>();
  for (const machine of thing.machines) {
    const signature = (signatures.get(machine) ?? []).join();
    const known = groups.get(signature);
    if (known === undefined) groups.set(signature, [machine]);
    else known.push(machine);
  }
  return [...groups.values()];
}

function says(layer: Layer): boolean {
  const { entries } = layer;
  return (
    layer.absent === true ||
    entries.attributes.size > 0 ||
    entries.blocks.length + entries.spreads.length + entries.inner.length > 0 ||
    layer.level > 1
  );
}

function buildVariant(
  thing: Thing,
  layers: readonly Layer[],
  machines: readonly string[],
  touched: { machine: boolean },
  env: Env,
): Built {
  const { kind } = thing;
  const attributes: Record<string, Attribute> = {};
  let good = !thing.mistaken;
  const absent = isAbsent(thing, layers, env);
  const context: AttributeContext = {
    thing,
    layers,
    machines,
    env,
    touched,
    owner: nameEntity(thing),
    fill: !absent,
    span: spanOf(layers, thing),
  };
  for (const [key, schema] of Object.entries(kind.attributes)) {
    if (key === "machine" || key === "after" || key === "when") continue;
    const find: Finder = (layer) => layer.entries.attributes.get(key);
    const built = buildAttribute(key, schema, find, context);
    if (built === "bad") good = false;
    else if (built !== undefined) attributes[key] = built;
  }
  const blocks: Record<string, readonly NestedBlock[]> = {};
  for (const [name, schema] of Object.entries(kind.blocks)) {
    const built = buildNestedBlocks(name, schema, context);
    if (built === "bad") good = false;
    else if (built.length > 0) blocks[name] = built;
  }
  const after = resolveAfter(context);
  if (after === "bad") good = false;
  const doc = docOfLayers(layers);
  const instance = instanceOf(layers);
  const resource: Resource = {
    id: thing.id,
    kind: kind.name,
    label: thing.label,
    name: thing.name,
    absent,
    ...(instance === undefined ? {} : { instance }),
    machines,
    attributes,
    blocks,
    after: after === "bad" ? [] : after,
    ...(doc === undefined ? {} : { doc }),
    spans: spansOf(layers),
  };
  const brings = absent || !good ? undefined : bringsOf(resource, thing, env);
  return { resource: brings === undefined ? resource : { ...resource, brings }, good };
}

/** What comes with the resource on any of its machines; undefined for most kinds. */
function bringsOf(resource: Resource, { kind }: Thing, env: Env): Brings | undefined {
  const { brings } = kind;
  if (brings === undefined) return undefined;
  const all = resource.machines.flatMap((machine) => {
    const os = env.machines.get(machine)?.os;
    return os === undefined ? [] : [brings(os, resource)];
  });
  return {
    packages: [...new Set(all.flatMap(({ packages }) => packages ?? []))],
    folders: [...new Set(all.flatMap(({ folders }) => folders ?? []))],
  };
}

/** Whether the strongest block says `absent`; two of one level that disagree are reported. */
function isAbsent(thing: Thing, layers: readonly Layer[], env: Env): boolean {
  const blocks = layers.filter((layer) => layer.absent !== undefined);
  const strongestLevel = Math.max(-1, ...blocks.map((layer) => layer.level));
  const top = blocks.filter((layer) => layer.level === strongestLevel);
  const [first] = top;
  const other = top.find((layer) => layer.absent !== first?.absent);
  if (first !== undefined && other !== undefined)
    env.report.add(
      diagnose("E0208", { name: nameEntity(thing), attribute: "whether it is there" }, other.node.span, {
        related: [{ span: first.node.span, message: "it is declared here too" }],
      }),
    );
  return first?.absent === true;
}

/** The block that a default is said to stand in. */
export function spanOf(layers: readonly Layer[], thing: Thing): Span {
  const node = (layers.find((layer) => layer.role === "declaration") ?? layers[0] ?? thing.layers[0])?.node;
  if (node === undefined) return { file: "", start: 0, end: 0 };
  return node.type === "block"
    ? node.label === undefined
      ? node.kind.span
      : { ...node.kind.span, end: node.label.span.end }
    : node.span;
}

function spansOf(layers: readonly Layer[]): readonly Span[] {
  const [only, another] = layers;
  if (only !== undefined && another === undefined && only.instance === undefined) return [only.node.span];
  const spans: Span[] = [];
  const seen = new Set<Span>();
  const add = (span: Span): void => {
    if (!seen.has(span)) spans.push(span);
    seen.add(span);
  };
  for (const role of ["declaration", "patch"] as const)
    for (const layer of layers) if (layer.role === role) add(layer.node.span);
  for (const layer of layers.slice(0, 50))
    for (let { instance } = layer; instance !== undefined; instance = instance.parent)
      for (const outer of instance.layers) add(outer.node.span);
  return spans;
}

/** The one module instance that declares all of it. */
function instanceOf(layers: readonly Layer[]): string | undefined {
  const declared = layers.filter(({ role }) => role === "declaration").map(({ instance }) => instance?.fullName);
  return new Set(declared).size === 1 ? declared[0] : undefined;
}

function docOfLayers(layers: readonly Layer[]): string | undefined {
  for (const layer of layers) {
    const doc = layer.role === "declaration" ? docOf(layer.node.leading) : undefined;
    if (doc !== undefined) return doc;
  }
  return undefined;
}
