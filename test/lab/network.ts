import type { Engine } from "./engine.ts";
import { exec, mustExec } from "./exec.ts";
import type { NetworkPlace } from "./host.ts";
import { OWN_LABEL } from "./own.ts";
import type { LabMachine } from "./project.ts";

/**
 * A network in which the hosts of one target have the addresses that the spec gives them. The engine's own network
 * carries the frames and knows nothing of the addresses, so that the same ones may be in use in several at a time and
 * none of them is ever seen outside.
 */
export interface LabNetwork {
  readonly name: string;
  readonly prefix: number;
}

/** Makes the network for `subnet` (`10.77.0.0/24`). */
export async function createNetwork(engine: Engine, name: string, subnet: string): Promise<LabNetwork> {
  await mustExec(engine.docker, ["network", "create", "--label", OWN_LABEL, name]);
  return { name, prefix: Number(subnet.split("/")[1]) };
}

/** Takes it away again, once no machine is in it. */
export async function removeNetwork(engine: Engine, network: LabNetwork): Promise<void> {
  await exec(engine.docker, ["network", "rm", network.name]);
}

/** A host's place in the network; undefined when there is no network or the host has no address. */
export function placeIn(network: LabNetwork | undefined, host: LabMachine["hosts"][number]): NetworkPlace | undefined {
  if (network === undefined || host.address === undefined) return undefined;
  return { network: network.name, address: `${host.address}/${network.prefix}` };
}
