import { existsSync, readFileSync } from "node:fs";
import type { Engine } from "./engine.ts";
import { exec, mustExec } from "./exec.ts";

/** What `addr_assign_type` says of an address that somebody gave (NET_ADDR_SET in the kernel's `netdevice.h`). */
const GIVEN = "3";

/**
 * Gives the bridge of the engine's own network the hardware address that it has, for good. One that nobody gave takes the
 * lowest of its ports (`br_stp_recalculate_bridge_id` in the kernel) and so becomes another when a container comes or goes:
 * what the others send to the old one is lost, and their connections stand still for up to two minutes. Engines mostly do
 * it themselves, as they do for every other network; where the bridge is out of reach nothing is done.
 */
export async function keepBridgeAddress(engine: Engine, say: (line: string) => void): Promise<void> {
  const format = '{{index .Options "com.docker.network.bridge.name"}}';
  const ran = await mustExec(engine.docker, ["network", "inspect", "bridge", "--format", format]);
  const name = ran.stdout.toString().trim();
  const about = (fact: string): string => readFileSync(`/sys/class/net/${name}/${fact}`, "utf8").trim();
  if (name === "" || !existsSync(`/sys/class/net/${name}`) || about("addr_assign_type") === GIVEN) return;
  const kept = await exec("ip", ["link", "set", "dev", name, "address", about("address")]);
  if (kept.code !== 0)
    say(`the address of ${name} changes with its containers, and connections may stand still: ${kept.stderr.trim()}`);
}
