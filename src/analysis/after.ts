import { diagnose } from "../diagnostics/diagnose.ts";
import type { ResourceId } from "../ir/value.ts";
import { unwrapValue } from "../ir/value.ts";
import type { ValueNode } from "../parser/ast.ts";
import { type BuildContext, attributeAt } from "./attributes.ts";
import { strongest } from "./layers.ts";
import { nameEntity } from "./scope.ts";
import type { Entity, Instance, Layer } from "./state.ts";
import { anyReference } from "./value-types.ts";

/** The resources named in `after = [ … ]` of a thing and of the instances that it comes from. */
export function resolveAfter(context: BuildContext): readonly ResourceId[] | "bad" {
  if (!context.layers.some((layer) => layer.instance !== undefined || layer.entries.attributes.has("after"))) return [];
  const ids = new Set<ResourceId>();
  let good = true;
  const take = (node: ValueNode, layer: Layer): void => {
    const at = attributeAt("after", false, layer, context);
    const outcome = context.env.evaluate(node, { type: "list", of: anyReference }, at);
    if (outcome === "bad") good = false;
    if (typeof outcome === "string") return;
    const value = unwrapValue(outcome);
    for (const item of value?.is === "list" ? value.items : []) {
      const ref = unwrapValue(item);
      if (ref?.is !== "ref") continue;
      if (ref.resource !== undefined) ids.add(ref.resource);
      const instance =
        ref.resource === undefined
          ? context.env.instances.find((one) => one.fullName === ref.name && one.module.name === ref.kind)
          : undefined;
      if (instance !== undefined) for (const id of resourcesOf(instance)) ids.add(id);
    }
  };
  const said = strongest(context.layers, (layer) => layer.entries.attributes.get("after"));
  for (const one of said) take(one.node.value, one.layer);
  const own = nameEntity(context.thing);
  // Said of a module's instance, it leaves out each thing itself; said of the thing, it can never be.
  if (ids.has(context.thing.id)) {
    const span = said[0]?.node.value.span ?? context.thing.layers[0]?.node.span;
    if (span !== undefined)
      context.env.report.add(diagnose("E0404", { circle: `${own} → ${own}` }, span, { label: "waits for itself" }));
    good = false;
  }
  const instances = new Set<Instance>();
  for (const layer of context.layers)
    for (let { instance } = layer; instance !== undefined; instance = instance.parent) instances.add(instance);
  for (const instance of instances)
    for (const layer of instance.layers) {
      const node = layer.entries.attributes.get("after");
      if (node !== undefined && !instance.module.params.has("after")) take(node.value, layer);
    }
  ids.delete(context.thing.id);
  return good ? [...ids] : "bad";
}

function resourcesOf(instance: Instance): readonly ResourceId[] {
  const ids: ResourceId[] = [];
  const walk = (entities: readonly Entity[]): void => {
    for (const entity of entities) {
      if (entity.entity === "thing") {
        if (entity.kind.virtual !== true && entity.machines.length > 0) ids.push(entity.id);
      } else if (entity.inner !== undefined) walk(entity.inner.order);
    }
  };
  walk(instance.inner?.order ?? []);
  return ids;
}
