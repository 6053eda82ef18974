import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ByHand } from "./by-hand.ts";
import { checkLateValues } from "./check-late-values.ts";
import type { Kind, KindRegistry } from "./kind.ts";
import { createLowerContext } from "./lower-context.ts";
import { machineResource } from "./machine-resource.ts";
import type { Form, LowerContext, Machine, Model, Resource } from "./model.ts";
import type { Op, OpId, Trigger } from "./ops.ts";
import { knownText } from "./read-value.ts";
import { type ResourceId, type Value, unwrapValue } from "./value.ts";

/** The ops that the resources of one machine are lowered to, not yet merged or ordered. */
export interface LoweredResources {
  readonly ops: readonly Op[];
  readonly byHand: readonly ByHand[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lowers the machine's own attributes and every resource on it, and gives each op its triggers and its explicit order. */
export function lowerResources(model: Model, machine: Machine, registry: KindRegistry, form: Form): LoweredResources {
  const resources = model.resources.filter((resource) => resource.machines.includes(machine.name));
  const all = [machineResource(machine), ...resources];
  const diagnostics: Diagnostic[] = [];
  const lowered = new Map<ResourceId, readonly Op[]>();
  const inProgress = new Set<ResourceId>();
  const known = new Map(all.map((resource) => [resource.id, resource]));

  const lower = (resource: Resource): readonly Op[] => {
    const done = lowered.get(resource.id);
    const kind = registry.get(resource.kind);
    if (done !== undefined || kind === undefined) return done ?? [];
    inProgress.add(resource.id);
    const late = checkLateValues(resource, kind);
    diagnostics.push(...late);
    const ops = late.length > 0 || (kind.virtual === true && kind.name !== "machine") ? [] : lowerAs(kind, resource);
    inProgress.delete(resource.id);
    lowered.set(resource.id, ops);
    return ops;
  };
  const lowerAs = (kind: Kind, resource: Resource): readonly Op[] => {
    const lowerKind = (form === "container" ? kind.lowerContainer : undefined) ?? kind.lower;
    const { machineOnly } = kind;
    const ops = lowerKind(resource, context);
    return machineOnly === undefined ? ops : ops.map((op) => ({ ...op, machineOnly }));
  };
  const primaryOpOf = (resource: Resource): OpId | undefined =>
    registry.get(resource.kind)?.primaryOp?.(resource.name, machine.os, resource);
  const idsOf = (id: ResourceId, choose: (ops: readonly Op[]) => readonly Op[]): readonly OpId[] => {
    const resource = known.get(id);
    if (resource === undefined) return [];
    // Two commands that name each other: the name of the op is enough, the graph reports the cycle.
    if (inProgress.has(id)) return [primaryOpOf(resource)].flatMap((op) => op ?? []);
    return choose(lower(resource)).map((op) => op.id);
  };
  const opsOf = (id: ResourceId): readonly OpId[] => idsOf(id, (ops) => ops);
  const changesOf = (id: ResourceId): readonly OpId[] => idsOf(id, theChange);
  const context: LowerContext = createLowerContext(model, machine, form, resources, { opsOf, changesOf });

  const targetOf = (reference: Reference): OpId | undefined => {
    const declared = reference.resource === undefined ? undefined : known.get(reference.resource);
    if (declared !== undefined) return primaryOpOf(declared);
    return registry.get(reference.kind)?.primaryOp?.(reference.name, machine.os, undefined);
  };

  for (const resource of all) lower(resource);
  const pushed = collectPushedTriggers(resources, primaryOpOf, changesOf);
  const needs = countNeeds(all.map(lower));
  const ops = all.flatMap((resource) => {
    const parts = lower(resource);
    const change = new Set(theChange(parts));
    return parts.map((op) => {
      // What others need too is there before the first of them: something may be done between it and this resource.
      const isShared = op.givesWay === true && (needs.get(op.id) ?? 0) > 1;
      const after = isShared ? [] : resource.after.flatMap(opsOf);
      const own = change.has(op) ? ownTriggers(resource, targetOf) : [];
      const triggers = [...own, ...(pushed.get(op.id) ?? [])];
      const part = resource.instance === undefined ? {} : { instance: resource.instance };
      return { ...op, ...part, after: [...op.after, ...after], triggers: [...op.triggers, ...triggers] };
    });
  });
  const byHand = resources.flatMap((resource) =>
    resource.absent || form === "container" || diagnostics.length > 0
      ? []
      : (registry.get(resource.kind)?.byHand?.(resource, context) ?? []).map((each) => ({
          resource: resource.id,
          ...each,
        })),
  );
  return { ops: [...ops, ...unmanagedServices(ops)], byHand, diagnostics };
}

/** What counts as a change of the resource with these ops: of what is fetched another version, not the tools for that. */
function theChange(ops: readonly Op[]): readonly Op[] {
  if (!ops.some(isFetch)) return ops;
  return ops.filter((op) => isFetch(op) || op.op === "edit");
}

function isFetch(op: Op): boolean {
  return op.op === "exec" && op.makes !== undefined;
}

/** How many resources have an op with this id. */
function countNeeds(opsOfEach: readonly (readonly Op[])[]): ReadonlyMap<OpId, number> {
  const counts = new Map<OpId, number>();
  for (const ops of opsOfEach)
    for (const id of new Set(ops.map((op) => op.id))) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

type Reference = Extract<Value, { is: "ref" }>;

const triggerAttributes = { restarts: "restart", reloads: "reload" } as const;
const pushedAttributes = { "restart-on": "restart", "reload-on": "reload" } as const;

/** `restarts` and `reloads`: from this resource to services, declared ones and those that a package or the system brings. */
function ownTriggers(resource: Resource, targetOf: (reference: Reference) => OpId | undefined): readonly Trigger[] {
  return Object.entries(triggerAttributes).flatMap(([attribute, action]) =>
    referencesOf(resource, attribute).flatMap((reference) => {
      const target = targetOf(reference);
      return target === undefined ? [] : [{ action, target }];
    }),
  );
}

/** A service that is only restarted or reloaded: nothing about it is managed, but what triggers it can name it. */
function unmanagedServices(ops: readonly Op[]): readonly Op[] {
  const known = new Set(ops.map((op) => op.id));
  return ops.flatMap((op) =>
    op.triggers.flatMap(({ target }): Op[] => {
      if (known.has(target) || !target.startsWith("service:")) return [];
      known.add(target);
      const unit = target.slice("service:".length);
      return [
        {
          op: "service",
          id: target,
          title: `Leave ${unit.replace(/\.service$/, "")} as it is`,
          resource: op.resource,
          after: [],
          triggers: [],
          bindings: {},
          provenance: op.provenance,
          unit,
          enabled: undefined,
          running: undefined,
          masked: undefined,
        },
      ];
    }),
  );
}

/** `restart-on` and `reload-on`: from the named resources to this one. Op id → its triggers. */
function collectPushedTriggers(
  resources: readonly Resource[],
  primaryOpOf: (resource: Resource) => OpId | undefined,
  changesOf: (id: ResourceId) => readonly OpId[],
): ReadonlyMap<OpId, readonly Trigger[]> {
  const pushed = new Map<OpId, Trigger[]>();
  for (const resource of resources)
    for (const [attribute, action] of Object.entries(pushedAttributes)) {
      const target = primaryOpOf(resource);
      if (target === undefined) continue;
      const named = referencesOf(resource, attribute).flatMap((reference) => reference.resource ?? []);
      for (const id of named.flatMap(changesOf)) pushed.set(id, [...(pushed.get(id) ?? []), { action, target }]);
    }
  return pushed;
}

/** The references of a list attribute, or of a single one. */
function referencesOf(resource: Resource, attribute: string): readonly Reference[] {
  const value = unwrapValue(resource.attributes[attribute]?.value);
  const items = value?.is === "list" ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) => {
    const inner = unwrapValue(item);
    if (inner?.is === "ref") return [inner];
    // A quoted name is taken as it is: the name of a service.
    const name = knownText(inner);
    return name === undefined ? [] : [{ is: "ref" as const, kind: "service", name, resource: undefined }];
  });
}
