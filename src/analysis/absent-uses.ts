import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Attribute, Model, Resource } from "../ir/model.ts";
import type { ResourceId, Value } from "../ir/value.ts";

/** Where something that is to be gone may be named: its going is a change, too. */
const mayBeGone = new Set(["on-change"]);

/**
 * Reports what is to be there and needs something that is `absent` on the same machine: the targets would take it away,
 * and then fail at what belongs to it. What is absent itself needs nothing, and `after` gives an order alone.
 */
export function checkAbsentUses(model: Model): readonly Diagnostic[] {
  const gone = new Map(model.resources.flatMap((resource) => (resource.absent ? [[resource.id, resource]] : [])));
  if (gone.size === 0) return [];
  return model.resources.filter(({ absent }) => !absent).flatMap((resource) => usesOf(resource, gone));
}

function usesOf(resource: Resource, gone: ReadonlyMap<ResourceId, Resource>): readonly Diagnostic[] {
  const bodies = [
    resource.attributes,
    ...Object.values(resource.blocks).flatMap((all) => all.map(({ attributes }) => attributes)),
  ];
  return bodies.flatMap((attributes) =>
    Object.entries(attributes).flatMap(([key, attribute]) =>
      mayBeGone.has(key) ? [] : usesIn(attribute, resource, gone),
    ),
  );
}

function usesIn(
  attribute: Attribute,
  { machines }: Resource,
  gone: ReadonlyMap<ResourceId, Resource>,
): readonly Diagnostic[] {
  return namedIn(attribute.value).flatMap((id) => {
    const named = gone.get(id);
    if (named === undefined || !named.machines.some((machine) => machines.includes(machine))) return [];
    const params = { kind: named.kind, name: named.label };
    const related = named.spans.slice(0, 1).map((span) => ({ span, message: "it is absent here" }));
    return [diagnose("E0519", params, attribute.span, { related })];
  });
}

function namedIn(value: Value): readonly ResourceId[] {
  if (value.is === "ref") return value.resource === undefined ? [] : [value.resource];
  if (value.is === "list") return value.items.flatMap(namedIn);
  return value.is === "bound" && value.value !== undefined ? namedIn(value.value) : [];
}
