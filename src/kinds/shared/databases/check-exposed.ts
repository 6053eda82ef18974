import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../../ir/model.ts";
import { machinesThatUse } from "../../../ir/used-from.ts";
import { declarationOf, isForContainers } from "../check.ts";
import { presentOn } from "../present.ts";
import { readTexts } from "../read.ts";

/**
 * Warns of a server that listens on every address of its machine, since another machine uses it, where one of these
 * addresses is of the internet and no `firewall` keeps strangers from it. Who wrote `listen` has thought of it.
 */
export function checkExposed(resource: Resource, model: Model): readonly Diagnostic[] {
  const [user] = machinesThatUse(resource, model);
  if (user === undefined || isForContainers(model) || readTexts(resource, "listen").length > 0) return [];
  for (const machine of model.machines) {
    if (!resource.machines.includes(machine.name) || presentOn(model, machine.name, "firewall").length > 0) continue;
    const host = machine.hosts.find(({ address }) => address !== undefined && isPublic(address));
    if (host === undefined) continue;
    const firewall = machine.implicit ? "firewall {}" : `firewall { machine = ${machine.className ?? machine.name} }`;
    const params = { name: resource.name, host: host.name, address: host.address ?? "", firewall };
    return [diagnose("W0472", params, declarationOf(resource))];
  }
  return [];
}

/** Networks that no packet from the internet reaches (RFC 1918, 6598, 1122, 3927). */
const privateNetworks =
  /^(?:0|10|127)\.|^172\.(?:1[6-9]|2\d|3[01])\.|^192\.168\.|^169\.254\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;

/** Whether an address is one of the internet; of a name nobody knows that here. IPv6: 2000::/3 (RFC 4291, 2.4). */
function isPublic(address: string): boolean {
  return /^\d+(?:\.\d+){3}$/.test(address) ? !privateNetworks.test(address) : /^[23][0-9a-f]{3}:/i.test(address);
}
