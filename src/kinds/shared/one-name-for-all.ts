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
  const hosts = machines.flatMap((machine) => machine.hosts).length;
  if (hosts < 2) return undefined;
  const site = model.machines
    .flatMap(({ name }) => hostKinds.flatMap((kind) => presentOn(model, name, kind)))
    .find((other) => meetsAll(other, resource, model));
  const name = site === undefined ? undefined : knownText(site.attributes["domain"]?.value);
  return site === undefined || name === undefined ? undefined : { site, name, hosts };
}

/** Whether the visitors of a virtual host meet every host of the machine: it is there, or it leads to something there. */
function meetsAll(site: Resource, resource: Resource, model: Model): boolean {
  const isThere = (one: Resource): boolean => one.machines.some((name) => resource.machines.includes(name));
  if (isThere(site)) return true;
  return (site.blocks["route"] ?? []).some((route) => {
    const application = resourceOf(model, targetOf(route));
    return application !== undefined && isThere(application);
  });
}
