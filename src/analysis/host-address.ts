import { diagnose } from "../diagnostics/diagnose.ts";
import { checkText, isIp } from "./check-text.ts";
import { strongest } from "./layers.ts";
import { isMisspelt } from "./misspelt.ts";
import { spanOf } from "./machines.ts";
import type { Env, HostState } from "./state.ts";

/**
 * Reports an address that is neither an IP address nor a name, and a host without one where Ansible is to reach it.
 * What is not known while compiling is not looked at.
 */
export function checkAddress(host: HostState, env: Env): void {
  const layers = [...host.thing.layers].sort((a, b) => a.level - b.level);
  const said = strongest(layers, (layer) => layer.entries.attributes.get("address"))[0];
  if (said === undefined) {
    const isKnown = (key: string): boolean => Object.hasOwn(host.thing.kind.attributes, key);
    if (layers.some((layer) => isMisspelt("address", layer.entries, isKnown, host.thing.kind.foreign))) return;
    if (env.targets.length === 0 || env.targets.includes("ansible"))
      env.report.add(diagnose("W0503", { name: host.name }, spanOf(host.thing, env)));
    return;
  }
  const why = host.address === undefined ? undefined : problemOfAddress(host.address);
  if (why === undefined) return;
  const wanted = "an IP address or a host name";
  env.report.add(
    diagnose("E0302", { value: host.address ?? "", wanted, why, example: '"203.0.113.11"' }, said.node.value.span),
  );
}

/** Why a text is no address that SSH can go to; undefined when it is one. */
function problemOfAddress(text: string): string | undefined {
  if (text === "") return "it is empty";
  if (/\s/.test(text)) return "an address holds no spaces";
  if (text.includes("@")) return "the user to log in as is written as `ssh { user = … }`";
  if (/^[^:]+:\d+$/.test(text)) return "the port is written as `ssh { port = … }`";
  if (isIp(text)) return undefined;
  if (/^[0-9.]+$/.test(text) || text.includes(":")) return checkText("ip", text);
  if (text.startsWith("*")) return "a host has one name";
  return checkText("domain", text);
}
