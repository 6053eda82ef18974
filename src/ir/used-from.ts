import type { Machine, Model, Resource } from "./model.ts";
import type { ResourceId, Value } from "./value.ts";

/**
 * The machines, other than its own, on which something is given the address of this resource (`db.host`, `db.url`, or
 * `to = shop` of a proxy): who may reach it over the network. In the order of the model; none when nobody elsewhere does.
 */
export function machinesThatUse(resource: Resource, model: Model): readonly Machine[] {
  const names = new Set<string>();
  for (const other of model.resources) {
    const elsewhere = other.machines.filter((name) => !resource.machines.includes(name));
    if (elsewhere.length === 0 || !valuesOf(other).some((value) => namesAddress(value, resource.id))) continue;
    for (const name of elsewhere) names.add(name);
  }
  return model.machines.filter((machine) => names.has(machine.name));
}

/**
 * The other machines that something on this one is given addresses of, by a name of theirs or of a thing there: what
 * it cannot do without. In the order of the model.
 */
export function machinesUsedBy(resource: Resource, machine: Machine, model: Model): readonly string[] {
  const names = new Set(valuesOf(resource).flatMap(machinesIn));
  return model.machines.map(({ name }) => name).filter((name) => name !== machine.name && names.has(name));
}

function machinesIn(value: Value | undefined): readonly string[] {
  switch (value?.is) {
    case "text":
      return value.text.flatMap((part) => (typeof part !== "string" && part.hole === "address" ? [part.machine] : []));
    case "list":
      return value.items.flatMap(machinesIn);
    case "map":
      return Object.values(value.entries).flatMap(machinesIn);
    case "bound":
      return machinesIn(value.value);
    default:
      return [];
  }
}

function valuesOf(resource: Resource): readonly Value[] {
  const bodies = [
    resource.attributes,
    ...Object.values(resource.blocks).flatMap((all) => all.map((one) => one.attributes)),
  ];
  return bodies.flatMap((body) => Object.values(body).map((attribute) => attribute.value));
}

function namesAddress(value: Value | undefined, of: ResourceId): boolean {
  switch (value?.is) {
    case "text":
      return value.text.some((part) => typeof part !== "string" && part.hole === "address" && part.of === of);
    case "list":
      return value.items.some((item) => namesAddress(item, of));
    case "map":
      return Object.values(value.entries).some((entry) => namesAddress(entry, of));
    case "bound":
      return namesAddress(value.value, of);
    case undefined:
    case "number":
    case "bool":
    case "duration":
    case "size":
    case "file":
    case "folder":
    case "secret":
      return false;
    // A name from another machine is always one whose address is wanted: `to = shop`.
    case "ref":
      return value.resource === of;
  }
}
