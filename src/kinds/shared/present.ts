/** What a model holds, by what kinds ask for: an id, or what is to be there on a machine. */
import type { Model, Resource } from "../../ir/model.ts";
import { oncePer } from "../../ir/once-per.ts";
import type { ResourceId } from "../../ir/value.ts";

interface Present {
  readonly all: Resource[];
  readonly ofKind: Map<string, Resource[]>;
}

const byId = oncePer((model: Model) => new Map(model.resources.map((resource) => [resource.id, resource])));

const byMachine = oncePer((model: Model) => {
  const found = new Map<string, Present>();
  for (const resource of model.resources)
    for (const machine of resource.absent ? [] : resource.machines) {
      const present = found.get(machine) ?? { all: [], ofKind: new Map<string, Resource[]>() };
      const same = present.ofKind.get(resource.kind) ?? [];
      found.set(machine, present);
      present.ofKind.set(resource.kind, same);
      present.all.push(resource);
      same.push(resource);
    }
  return found;
});

/** The resource with this id; undefined when there is none, or no id. */
export function resourceOf(model: Model, id: ResourceId | undefined): Resource | undefined {
  return id === undefined ? undefined : byId(model).get(id);
}

/** What is to be there on a machine, without what is absent, in the order of the file; of one kind, when one is named. */
export function presentOn(model: Model, machine: string, kind?: string): readonly Resource[] {
  const present = byMachine(model).get(machine);
  return (kind === undefined ? present?.all : present?.ofKind.get(kind)) ?? [];
}

/** The same for the machines of a resource: what it meets there, each once, with itself. */
export function presentBeside(resource: Resource, model: Model, kind?: string): readonly Resource[] {
  const [first, ...more] = resource.machines;
  if (first === undefined) return [];
  const found = presentOn(model, first, kind);
  return more.length === 0
    ? found
    : [...new Set([...found, ...more.flatMap((machine) => presentOn(model, machine, kind))])];
}
