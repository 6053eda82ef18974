/** What answers on a machine, and which other machines of the file ask it. */
import type { Machine, Model, Resource } from "../../ir/model.ts";
import { machinesThatUse } from "../../ir/used-from.ts";
import { openPorts } from "../shared/nginx/host-kind.ts";
import { hostKinds } from "../shared/nginx/names.ts";
import { presentOn } from "../shared/present.ts";
import { portsOf } from "../shared/ports.ts";

/** Something with ports, and the machines on which something else is given its address (`db.url`). */
export interface Answering {
  readonly thing: Resource;
  readonly ports: readonly string[];
  readonly users: readonly Machine[];
}

/** Everything on the machine that answers on TCP ports, in the order of the file. */
export function answeringOn(machine: Machine, model: Model): readonly Answering[] {
  return presentOn(model, machine.name).flatMap((thing) => {
    const ports = isWebsite(thing) ? openPorts(thing) : portsOf(thing);
    return ports.length === 0 ? [] : [{ thing, ports: ports.map(String), users: machinesThatUse(thing, model) }];
  });
}

/** Whether it is there for visitors from anywhere. */
export function isWebsite(thing: Resource): boolean {
  return hostKinds.includes(thing.kind);
}
