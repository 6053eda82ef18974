import type { Machine, Model, Resource } from "./model.ts";
import { oncePer } from "./once-per.ts";
import type { ResourceId, Value } from "./value.ts";

/**
 * The machines, other than its own, on which something is given the address of this resource (`db.host`, `db.url`, or
 * `to = shop` of a proxy): who may reach it over the network. In the order of the model; none when nobody elsewhere does.
 */
export function machinesThatUse(resource: Resource, model: Model): readonly Machine[] {
  const names = usersOf(model).get(resource.id) ?? new Set();
  return model.machines.filter(({ name }) => names.has(name) && !resource.machines.includes(name));
}

/** What is named by others → the machines on which these others are. */
const usersOf = oncePer((model: Model) => {
  const found = new Map<ResourceId, Set<string>>();
  for (const resource of model.resources)
    for (const { thing } of valuesOf(resource).flatMap(usesIn)) {
      if (thing === undefined) continue;
      const machines = found.get(thing) ?? new Set();
      found.set(thing, machines);
      for (const machine of resource.machines) machines.add(machine);
    }
  return found;
});

/**
 * The other machines that something on this one is given addresses of, by a name of theirs or of a thing there: what
 * it cannot do without. In the order of the model.
 */
export function machinesUsedBy(resource: Resource, machine: Machine, model: Model): readonly string[] {
  const names = new Set(
    valuesOf(resource)
      .flatMap(usesIn)
      .flatMap((use) => use.machine ?? []),
  );
  return model.machines.map(({ name }) => name).filter((name) => name !== machine.name && names.has(name));
}

/** What a resource is given the address of or names, on any machine; each once. */
export function thingsUsedBy(resource: Resource): ReadonlySet<ResourceId> {
  return new Set(
    valuesOf(resource)
      .flatMap(usesIn)
      .flatMap((use) => use.thing ?? []),
  );
}

/** The addresses that a value holds: of which machine, and of what on it (undefined: the machine's own). */
export function addressesIn(
  value: Value,
): readonly { readonly machine: string; readonly thing: ResourceId | undefined }[] {
  return usesIn(value).flatMap(({ machine, thing }) => (machine === undefined ? [] : [{ machine, thing }]));
}

function valuesOf(resource: Resource): readonly Value[] {
  const bodies = [
    resource.attributes,
    ...Object.values(resource.blocks).flatMap((all) => all.map((one) => one.attributes)),
  ];
  return bodies.flatMap((body) => Object.values(body).map((attribute) => attribute.value));
}

/** An address that a value holds, of a machine and of the thing on it that is asked; or the bare name of a thing. */
interface Use {
  readonly machine?: string;
  readonly thing?: ResourceId | undefined;
}

function usesIn(value: Value | undefined): readonly Use[] {
  switch (value?.is) {
    case "text":
      return value.text.flatMap((part) =>
        typeof part !== "string" && part.hole === "address" ? [{ machine: part.machine, thing: part.of }] : [],
      );
    case "list":
      return value.items.flatMap(usesIn);
    case "map":
      return Object.values(value.entries).flatMap(usesIn);
    case "bound":
      return usesIn(value.value);
    // A name from another machine is always one whose address is wanted: `to = shop`.
    case "ref":
      return [{ thing: value.resource }];
    case undefined:
    case "number":
    case "bool":
    case "duration":
    case "size":
    case "file":
    case "folder":
    case "secret":
      return [];
  }
}
