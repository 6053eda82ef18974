import { diagnose } from "../diagnostics/diagnose.ts";
import type { AttributeSchema, NestedBlockSchema } from "../ir/kind.ts";
import type { ValueType } from "../ir/value-type.ts";
import type { AttributeNode, BlockNode, Segment } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { addressOf } from "./addresses.ts";
import type { At } from "./context.ts";
import { expandLabels } from "./labels.ts";
import { layersOn, strongest } from "./layers.ts";
import { adviseOnNested } from "./nested-paths.ts";
import { ownEntry } from "./own-entry.ts";
import { findProperty, labelsOf, propertiesOf, readProperty } from "./properties.ts";
import { checkReach } from "./reach.ts";
import { listNames } from "./report.ts";
import { nameEntity, quoteSegment } from "./scope.ts";
import type { Env, Layer, Outcome, Thing } from "./state.ts";

/** Whether `thing.segment` means something. */
export function hasAttribute(thing: Thing, segment: string): boolean {
  const { kind } = thing;
  if (ownEntry(kind.attributes, segment) !== undefined || ownEntry(kind.blocks, segment) !== undefined) return true;
  if (segment === "name" || kind.map !== undefined) return true;
  if (propertiesOf(kind)[segment] !== undefined) return true;
  return kind.name === "machine" && segment === "host";
}

/**
 * The value of `thing.a` or `thing.block.a`, read in the place of `at`. `reach` says whether that place may read it from
 * where it is: what an address is put together from may be read from another machine, too.
 */
export function readAttribute(
  thing: Thing,
  rest: readonly Segment[],
  span: Span,
  at: At,
  reach: "asked" | "granted" = "asked",
): Outcome {
  const { kind } = thing;
  const [first, second, third, ...more] = rest;
  const written = [thing.label, ...rest.map((segment) => segment.text)].join(".");
  if (first === undefined) return "bad";
  const key = first.text;
  const schema = ownEntry(kind.attributes, key);
  const nested = ownEntry(kind.blocks, key);
  if (schema === undefined && nested === undefined && second === undefined) {
    if (key === "name" && kind.map === undefined) return { is: "text", text: [thing.name] };
    if (kind.name === "machine" && key === "host") return addressOf(thing, written, span, at);
  }
  const property = findProperty(kind, rest);
  const reachable = reach === "granted" || (kind.addressable && (key === "port" || property !== undefined));
  if (!reachable && !checkReach({ is: "ref", kind: kind.name, name: thing.name, resource: thing.id }, span, at))
    return "bad";
  // What puts a property together asks before it reads, and what it reads may be a patch of its own.
  const isThere = reach === "granted" || namesBlock(thing, rest, at);
  if (property !== undefined && isThere)
    return readProperty(thing, property, written, span, at, (path) => readAttribute(thing, path, span, at, "granted"));
  if (schema !== undefined && second === undefined)
    return read(thing, key, schema.type, (layer) => layer.entries.attributes.get(key), schema, written, span, at);
  if (kind.map !== undefined && second === undefined && nested === undefined)
    return read(thing, key, kind.map.value, (layer) => layer.entries.attributes.get(key), undefined, written, span, at);
  if (nested !== undefined && second !== undefined && more.length === 0) {
    const label = nested.labelled === true ? second.text : undefined;
    const inner = nested.labelled === true ? third : third === undefined ? second : undefined;
    const type = inner === undefined ? undefined : nestedType(nested, inner.text);
    if (inner !== undefined && type !== undefined && isThere)
      return read(
        thing,
        rest.map((s) => s.text).join("."),
        type,
        (layer) => nestedEntry(layer, key, label, inner.text, at.env),
        ownEntry(nested.attributes, inner.text),
        written,
        span,
        at,
      );
  }
  const names = [...Object.keys(propertiesOf(kind)), ...Object.keys(kind.attributes), ...Object.keys(kind.blocks)];
  const near = at.env.report.nearest(key, names);
  const advice = adviseOnNested(thing, rest, quoteSegment(thing.label), at);
  at.env.report.add(
    diagnose(
      "E0203",
      { kind: nameEntity(thing), name: rest.map((segment) => segment.text).join("."), known: listNames(names, 30) },
      first.span,
      advice ?? (near === undefined ? {} : { label: `did you mean \`${near}\`?` }),
    ),
  );
  return "bad";
}

/** Whether the block that a path goes to is there, when it is one of those with a label: `db.database.shop.url`. */
function namesBlock(thing: Thing, [block, label, member]: readonly Segment[], at: At): boolean {
  if (block === undefined || label === undefined || member === undefined) return true;
  if (ownEntry(thing.kind.blocks, block.text)?.labelled !== true) return true;
  return labelsOf(thing, block.text, at).includes(label.text);
}

function nestedType(nested: NestedBlockSchema, key: string): ValueType | undefined {
  return ownEntry(nested.attributes, key)?.type ?? nested.map?.value;
}

function nestedEntry(
  layer: Layer,
  block: string,
  label: string | undefined,
  key: string,
  env: Env,
): AttributeNode | undefined {
  const patch = layer.entries.inner.find((one) => one.block === block && one.label === label && one.key === key);
  if (patch !== undefined) return patch.node;
  for (const node of layer.entries.blocks) {
    if (node.kind.text !== block) continue;
    if (label === undefined ? node.label !== undefined : !namesLabel(node, label, layer, env)) continue;
    for (const entry of node.body?.entries ?? [])
      if (entry.type === "attribute" && entry.key.segments.length === 1 && entry.key.segments[0]?.text === key)
        return entry;
  }
  return undefined;
}

function namesLabel(node: BlockNode, label: string, layer: Layer, env: Env): boolean {
  return expandLabels(node, layer.place, env).some((one) => one.text === label);
}

function read(
  thing: Thing,
  key: string,
  type: ValueType,
  find: (layer: Layer) => AttributeNode | undefined,
  schema: AttributeSchema | undefined,
  written: string,
  span: Span,
  at: At,
): Outcome {
  const { env } = at;
  const shared = at.machines !== undefined && at.machines.length === 1 && thing.machines.includes(at.machines[0] ?? "");
  const machine = shared ? at.machines?.[0] : thing.machines[0];
  const confined = thing.layers.some((layer) => layer.within !== undefined);
  if (confined && !shared && at.machines !== undefined && at.machines.length > 1) at.touched.machine = true;
  const memo = `${confined ? (machine ?? "") : ""}\n${key}`;
  thing.read ??= new Map();
  const known = thing.read.get(memo);
  if (known === "busy") {
    env.report.add(diagnose("E0223", { name: written }, span));
    return "bad";
  }
  if (known !== undefined) return known;
  const layers = thing.machines.length === 0 ? thing.layers : layersOn(thing, machine);
  const said = strongest(layers, find)[0];
  if (said === undefined) {
    if (schema?.default !== undefined && "value" in schema.default) return schema.default.value;
    env.report.add(diagnose("E0232", { name: nameEntity(thing), attribute: key }, span));
    return "bad";
  }
  thing.read.set(memo, "busy");
  const outcome = env.evaluate(said.node.value, type, {
    env,
    place: said.layer.place,
    what: key,
    owner: thing.kind.name,
    thing,
    machines: machine === undefined ? undefined : confined ? [machine] : thing.machines,
    secrets: "flow",
    constant: undefined,
    touched: at.touched,
  });
  thing.read.set(memo, outcome);
  return outcome;
}
