import { compareSpans } from "../text/span.ts";
import type { Host, Machine, Model } from "./model.ts";
import type { OnceHost } from "./ops.ts";

/**
 * The host that stands for several: the primary, else the only one with an address, else the first. undefined when
 * there is none. Every target asks here, so that they all mean the same one.
 */
export function leadingHost(hosts: readonly Host[], primary: string | undefined): Host | undefined {
  const named = hosts.find((host) => host.name === primary);
  if (named !== undefined) return named;
  const [only, another] = hosts.filter((host) => host.address !== undefined);
  return only !== undefined && another === undefined ? only : hosts[0];
}

/** Where something on this machine is run that runs once: the class counts as a whole, also where patches split it. */
export function onceHostOf(machine: Machine, model: Model): OnceHost {
  const parts = model.machines.filter((part) => classOf(part) === classOf(machine));
  const hosts = parts.flatMap((part) => part.hosts).sort((a, b) => compareSpans(a.span, b.span));
  const primary = parts.flatMap((part) => part.primary ?? [])[0];
  const host = leadingHost(hosts, primary);
  return { machine: host?.machine ?? machine.name, host: host?.name };
}

/** The class of a machine as the file names it. */
export function classOf(machine: Machine): string {
  return machine.className ?? machine.name;
}
