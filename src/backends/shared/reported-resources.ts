import type { KindRegistry } from "../../ir/kind.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { knownText } from "../../ir/read-value.ts";
import { unwrapValue } from "../../ir/value.ts";
import type { ReportedResource } from "./report.ts";

/** Every resource of an environment on each of its machines, as the report speaks of it; none without a model. */
export function listResources(model: Model | undefined, kinds: KindRegistry): readonly ReportedResource[] {
  return (model?.resources ?? []).flatMap((resource) => {
    const { id, absent, spans } = resource;
    const parts = partsOf(resource, kinds);
    const remains = remainsOf(resource, kinds);
    return resource.machines.map((machine) => ({ machine, resource: id, absent, span: spans[0], parts, remains }));
  });
}

function remainsOf({ kind, name, attributes }: Resource, kinds: KindRegistry): readonly string[] {
  const text = (attribute: string): string | undefined => {
    const value = unwrapValue(attributes[attribute]?.value);
    return value?.is === "number" ? String(value.value) : value?.is === "ref" ? value.name : knownText(value);
  };
  return kinds.get(kind)?.remains?.({ name, text }) ?? [];
}

/** The parts that outlive their blocks, and those that take such parts away, sorted: `database shop`. */
function partsOf({ kind, blocks }: Resource, kinds: KindRegistry): readonly string[] {
  const schemas = kinds.get(kind)?.blocks ?? {};
  const names = Object.entries(schemas).flatMap(([name, { stays }]) =>
    stays === undefined ? [] : [name, ...(stays.drop === undefined ? [] : [stays.drop.block])],
  );
  return names
    .flatMap((name) => (blocks[name] ?? []).flatMap(({ label }) => (label === undefined ? [] : [`${name} ${label}`])))
    .sort();
}
