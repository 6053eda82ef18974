/** Who of the spec stands in front of a site: the proxies with a route to it. */
import type { LowerContext, Machine, Model, Resource } from "../../../ir/model.ts";
import { oncePer } from "../../../ir/once-per.ts";
import { joinTexts } from "../../../ir/text.ts";
import type { ResourceId } from "../../../ir/value.ts";
import { forEveryHost } from "../every-host.ts";
import { servesHttp, targetOf } from "./backend.ts";
import type { Piecewise } from "./directives.ts";

/**
 * The networks that containers are given (RFC 1918, RFC 4193): which one it is, Docker decides when it starts them, and
 * nobody else is in it but the project's own.
 */
const networksOfContainers: readonly string[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"];

/** In a container: the networks in which a proxy of the spec can be that passes visitors on to this site. */
export function containerNetworks(site: Resource, context: LowerContext): readonly string[] {
  return context.form === "container" && machinesInFront(site, context.model).length > 0 ? networksOfContainers : [];
}

/** The addresses of all hosts with a proxy that passes visitors on to this site; undefined when there is none. */
export function frontsOf(site: Resource, context: LowerContext): Piecewise | undefined {
  if (context.form === "container") return undefined;
  const machines = machinesInFront(site, context.model).filter((machine) =>
    machine.hosts.some(({ address }) => address !== undefined),
  );
  if (machines.length === 0) return undefined;
  return (piece) =>
    joinTexts(...machines.map((machine) => forEveryHost(machine, undefined, "", (address) => piece([address]))));
}

function machinesInFront(site: Resource, model: Model): readonly Machine[] {
  if (!servesHttp(site)) return [];
  const names = machinesWithRoutes(model).get(site.id) ?? new Set();
  return model.machines.filter(({ name }) => names.has(name) && !site.machines.includes(name));
}

/** What routes lead to → the machines that these routes are on. */
const machinesWithRoutes = oncePer((model: Model) => {
  const found = new Map<ResourceId, Set<string>>();
  for (const { absent, blocks, machines } of model.resources)
    for (const route of absent ? [] : (blocks["route"] ?? [])) {
      const target = targetOf(route);
      if (target !== undefined) found.set(target, new Set([...(found.get(target) ?? []), ...machines]));
    }
  return found;
});
