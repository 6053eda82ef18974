import { diagnose } from "../diagnostics/diagnose.ts";
import type { Kind } from "../ir/kind.ts";
import type { BlockNode } from "../parser/ast.ts";
import type { Span } from "../text/span.ts";
import { readBody } from "./bodies.ts";
import { takeOne } from "./budget.ts";
import { reportTwice } from "./collect.ts";
import { spellCondition } from "./conditions.ts";
import { lintDottedForm } from "./rules/dotted-form.ts";
import { type Label, checkLabel, expandLabels } from "./labels.ts";
import { addEntity, findEntity, qualifiedName, quoteSegment } from "./scope.ts";
import {
  type Entity,
  type Env,
  type Instance,
  type Layer,
  type Level,
  type Place,
  type Scope,
  type Thing,
  type When,
  levels,
} from "./state.ts";

/** Where a block stands. */
export interface Position {
  readonly scope: Scope;
  readonly level: Level;
  /** The machine class that it stands in. */
  readonly within: string | undefined;
  readonly instance: Instance | undefined;
  readonly conditions: readonly string[];
  readonly whens: readonly When[];
}

/** Adds a block to what is declared: one thing or instance for each of its names, or a layer of one that is there. */
export function declareBlock(block: BlockNode, position: Position, env: Env): void {
  if (env.project.budget.full) return;
  const { scope } = position;
  const { registry, modules } = env.project;
  const kindName = block.kind.text;
  const module = modules.get(kindName);
  const kind = module === undefined ? registry.get(kindName) : undefined;
  if (module === undefined && kind === undefined) {
    poison(block, scope);
    return;
  }
  const outer: Place = { scope, label: undefined, conditions: position.conditions };
  const labels =
    kind?.label.presence === "none" ? [{ text: kindName, span: block.kind.span }] : expandLabels(block, outer, env);
  for (const label of labels) {
    if (!takeOne(env, block.kind.span)) return;
    if (kind !== undefined) declareThing(block, label, kind, position, env);
    else declareInstance(block, label, position, env);
  }
}

function declareThing(block: BlockNode, label: Label, kind: Kind, position: Position, env: Env): void {
  const { scope } = position;
  const rule = { kind: kind.name, ...kind.label };
  if (kind.label.presence === "required" && !checkLabel(label.text, label.span, rule, env)) {
    scope.poisoned.add(label.text);
    return;
  }
  const thing = findThing(label.text, kind, scope, env);
  const layer = makeLayer(block, label.text, position, thing.layers, env);
  if (kind.label.scope === "file" && layer.role === "declaration") {
    const first = thing.layers.find(
      (one) => one.role === "declaration" && one.level === layer.level && overlaps(one, layer),
    );
    if (first !== undefined) {
      reportTwice(env.report, `${kind.name} ${label.text}`, label.span, first.node.span);
      return;
    }
  }
  noteLayer(layer, thing, label, env);
  thing.layers.push(layer);
  addEntity(scope, thing);
}

/** The thing with this kind and label: shared by everybody when the label is its name on the machine. */
export function findThing(label: string, kind: Kind, scope: Scope, env: Env): Thing {
  if (kind.label.scope === "machine") {
    let labels = env.shared.get(kind.name);
    if (labels === undefined) env.shared.set(kind.name, (labels = new Map()));
    let thing = labels.get(label);
    if (thing === undefined)
      labels.set(label, (thing = makeThing(kind, label, label, qualifiedName(kind, label), env)));
    return thing;
  }
  const known = findEntity(scope, kind.name, label);
  if (known?.entity === "thing") return known;
  const name = `${scope.prefix.replaceAll(".", "-")}${label}`;
  return makeThing(kind, label, name, `${scope.prefix}${qualifiedName(kind, label)}`, env);
}

/** A thing that no layer says anything about yet. */
export function makeThing(kind: Kind, label: string, name: string, id: string, env: Env): Thing {
  const thing: Thing = {
    entity: "thing",
    kind,
    label,
    name,
    id,
    layers: [],
    machines: [],
    removed: undefined,
    mistaken: false,
    removedBlocks: undefined,
    read: undefined,
  };
  env.things.set(id, thing);
  return thing;
}

function declareInstance(block: BlockNode, label: Label, position: Position, env: Env): void {
  const { scope } = position;
  const module = env.project.modules.get(block.kind.text);
  if (module === undefined) return;
  const rule = {
    kind: module.name,
    pattern: /^[A-Za-z][A-Za-z0-9_-]*$/,
    describe: "it is a bare word: letters, digits, `-` and `_`",
    example: "acme",
  };
  if (!checkLabel(label.text, label.span, rule, env)) {
    scope.poisoned.add(label.text);
    return;
  }
  const known = findEntity(scope, module.name, label.text);
  let instance = known?.entity === "instance" ? known : undefined;
  const layers = instance?.layers ?? [];
  const layer = makeLayer(block, label.text, position, layers, env);
  const first = layers.find((one) => one.level === layer.level && one.role === "declaration");
  if (layer.role === "declaration" && first !== undefined) {
    reportTwice(env.report, `${module.name} ${label.text}`, label.span, first.node.span);
    return;
  }
  if (instance === undefined) {
    instance = {
      entity: "instance",
      module,
      label: label.text,
      fullName: `${scope.prefix}${label.text}`,
      scope,
      parent: position.instance,
      conditions: [],
      layers,
      removed: undefined,
      inner: undefined,
      machines: undefined,
    };
    env.instances.push(instance);
  }
  noteLayer(layer, instance, label, env);
  instance.layers.push(layer);
  addEntity(scope, instance);
}

/** A layer of a block; a patch when a weaker layer from outside of environments is there. */
export function makeLayer(
  block: BlockNode,
  label: string,
  position: Position,
  layers: readonly Layer[],
  env: Env,
): Layer {
  const entries = readBody(env.project, block);
  const when = position.instance === undefined ? undefined : entries.attributes.get("when");
  const conditions = when === undefined ? position.conditions : [...position.conditions, spellCondition(when.value)];
  const outer: Place = { scope: position.scope, label, conditions: position.conditions };
  const patches = position.level >= levels.environment && layers.some((layer) => layer.level < levels.environment);
  return {
    level: position.level,
    role: patches ? "patch" : "declaration",
    within: position.within,
    node: block,
    place: { scope: position.scope, label, conditions },
    entries,
    absent: block.absent,
    instance: position.instance,
    whens: when === undefined ? position.whens : [...position.whens, { value: when.value, place: outer }],
    machines: [],
    active: true,
  };
}

/** Remembers what an environment patches and adds. */
function noteLayer(layer: Layer, entity: Entity, label: Label, env: Env): void {
  if (layer.level < levels.environment || layer.node.type !== "block") return;
  if (layer.role === "declaration") {
    env.additions.push({ entity, span: label.span });
    return;
  }
  for (const [key, node] of layer.entries.attributes)
    registerPatch(entity, key, layer.level, layer.within, node.key.span, env);
  lintDottedForm(layer.node, entity, env);
}

/** Notes a patch; false when the same path was patched at the same level before, which is reported. */
export function registerPatch(
  entity: Entity,
  path: string,
  level: Level,
  within: string | undefined,
  span: Span,
  env: Env,
): boolean {
  const id = entity.entity === "thing" ? entity.id : `${entity.module.name} ${entity.fullName}`;
  const key = `${id}\n${path}\n${level}\n${within ?? ""}`;
  const first = env.patched.get(key);
  if (first === undefined) {
    env.patched.set(key, span);
    return true;
  }
  env.report.add(
    diagnose("E0502", { name: `${quoteSegment(entity.label)}.${path}` }, span, {
      related: [{ span: first, message: "it is patched here first" }],
    }),
  );
  return false;
}

function overlaps(a: Layer, b: Layer): boolean {
  return a.within === undefined || b.within === undefined || a.within === b.within;
}

function poison(block: BlockNode, scope: Scope): void {
  if (block.label?.label === "word") scope.poisoned.add(block.label.text);
  if (block.label?.label === "list")
    for (const item of block.label.items) if (item.item === "word") scope.poisoned.add(item.text);
}
