import type { Resource } from "../../../ir/model.ts";
import { opId } from "../../../ir/op-id.ts";
import type { FileOp } from "../../../ir/ops.ts";
import { literalText } from "../../../ir/text.ts";
import { isLoopback } from "../app/bind.ts";
import { partBase, writeText } from "../build-ops.ts";
import { readTexts } from "../read.ts";

/**
 * A drop-in with which the unit of a server starts after the machine has its addresses (systemd.special(7),
 * network-online.target); none where `listen` names no address that could be missing. The packages' units wait for
 * `network.target` only: too early, PostgreSQL goes on without the address, Redis and MariaDB end.
 */
export function waitsForNetwork(resource: Resource, unit: string): readonly FileOp[] {
  if (!readTexts(resource, "listen").some(mayBeMissing)) return [];
  const path = `/etc/systemd/system/${unit}.d/network-online.conf`;
  const file = writeText(resource, path, literalText(dropIn));
  return [{ ...file, ...partBase(resource, `Start ${unit} when the network is up`), id: opId("file", path) }];
}

const dropIn = "[Unit]\nWants=network-online.target\nAfter=network-online.target\n";

/** Whether it is an address that a machine gets with its network: no loopback one, and none that stands for all. */
function mayBeMissing(address: string): boolean {
  return !isLoopback(address) && !["localhost", "*", "0.0.0.0", "::"].includes(address);
}
