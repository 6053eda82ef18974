import { diagnose } from "../diagnostics/diagnose.ts";
import type { Host, Machine } from "../ir/model.ts";
import { classOf } from "../ir/leading-host.ts";
import type { Env } from "./state.ts";

/**
 * Warns about two hosts that are one server, because SSH reaches both by the same address, port and way: each run
 * would make it one machine and then the other. Behind different bastions an address may be there twice.
 */
export function checkSameAddress(machines: readonly Machine[], env: Env): void {
  if (env.targets.length > 0 && !env.targets.includes("ansible")) return;
  const seen = new Map<string, { readonly host: Host; readonly machine: Machine }>();
  for (const machine of machines)
    for (const host of machine.hosts) {
      if (host.address === undefined) continue;
      const { port = 22, via, viaHost } = host.ssh;
      const key = JSON.stringify([host.address.toLowerCase(), port, via, viaHost]);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, { host, machine });
      else {
        const [name, into] = [classOf(machine), classOf(first.machine)];
        const params = { name: host.name, other: first.host.name, address: host.address, machine: name, into };
        const help = name === into ? { help: `give each its own address, or leave \`host ${host.name}\` out` } : {};
        const related = [{ span: first.host.span, message: "the other one" }];
        env.report.add(diagnose("W0504", params, host.span, { related, ...help }));
      }
    }
}
