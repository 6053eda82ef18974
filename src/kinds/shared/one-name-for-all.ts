import type { Model, Resource } from "../../ir/model.ts";
import { knownText } from "../../ir/read-value.ts";
import { targetOf } from "./nginx/backend.ts";
import { hostKinds } from "./nginx/names.ts";
import { presentOn, resourceOf } from "./present.ts";

/** A virtual host whose visitors meet every host of a machine. */
export interface OneNameForAll {
  readonly site: Resource;
  /** Its domain. */
  readonly name: string;
  /** How many hosts they meet. */
  readonly hosts: number;
}

/**
 * Who answers under one name for all hosts of the resource's machine, so that what a visitor leaves on one of them is
 * asked for on the others; undefined for one host, and for hosts with a name each, which are customers of their own.
 */
export function oneNameForAll(resource: Resource, model: Model): OneNameForAll | undefined {
  const machines = model.machines.filter(({ name }) => resource.machines.includes(name));
  if (machines.flatMap((machine) => machine.hosts).length < 2) return undefined;
  for (const site of model.machines.flatMap(({ name }) => hostKinds.flatMap((kind) => presentOn(model, name, kind)))) {
    const name = knownText(site.attributes["domain"]?.value);
    const met = new Set(name === undefined ? [] : machinesMet(site, resource, model));
    const hosts = machines.filter((machine) => met.has(machine.name)).flatMap((machine) => machine.hosts).length;
    if (name !== undefined && hosts > 1) return { site, name, hosts };
  }
  return undefined;
}

/**
 * The machines of the resource whose hosts the visitors of a virtual host meet: those that it is on itself, where it asks
 * what is beside it; else all of what it leads to.
 */
function machinesMet(site: Resource, resource: Resource, model: Model): readonly string[] {
  const shared = (one: Resource): readonly string[] => one.machines.filter((name) => resource.machines.includes(name));
  const own = shared(site);
  if (own.length > 0) return own;
  return (site.blocks["route"] ?? []).flatMap((route) => {
    const application = resourceOf(model, targetOf(route));
    return application === undefined ? [] : shared(application);
  });
}
