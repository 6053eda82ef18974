/** Where an application of the spec answers, as the machine with nginx sees it. */
import type { Machine, Resource, LowerContext } from "../../../ir/model.ts";
import { type Hole, type Text, joinTexts, literalText } from "../../../ir/text.ts";
import { declarationOf } from "../check.ts";
import { fpmSocket, usesSocket } from "../fpm-socket.ts";

/** One address of an application. */
export type ServerAddress = Text;

/**
 * The addresses of an application: 127.0.0.1 on the same machine; else one for each host of its machine, by reference,
 * so that a changed address is found; one name for all of them where programs run in containers, or where nobody has said
 * which hosts there are.
 */
export function addressesOf(application: Resource, context: LowerContext): readonly ServerAddress[] {
  const port = servesHttp(application)
    ? literalText("80")
    : (context.text(application.attributes["port"]?.value) ?? []);
  const at = (hole: Hole): ServerAddress => joinTexts([hole], literalText(":"), port);
  const span = declarationOf(application);
  const [first] = application.machines;
  if (first === undefined) return [];
  const own = context.machine.name;
  if (application.machines.includes(own)) return [at({ hole: "address", machine: own, encoding: "plain", span })];
  const machines = context.model.machines.filter((machine) => application.machines.includes(machine.name));
  const hosts = context.form === "container" ? [] : machines.flatMap(reachableHosts);
  if (hosts.length < 2) return [at({ hole: "address", machine: first, encoding: "plain", span })];
  return hosts.map(({ machine, host }) => at({ hole: "address", machine, host, encoding: "plain", span }));
}

/** Where an application speaks FastCGI: its own socket on a machine, else its port. */
export function fastCgiServer(application: Resource, context: LowerContext): ServerAddress | undefined {
  return usesSocket(application, context)
    ? literalText(`unix:${fpmSocket(application.name)}`)
    : addressesOf(application, context)[0];
}

/** Whether it is a virtual host itself, on another machine or on this one. */
export function servesHttp(application: Resource): boolean {
  return application.kind === "site" || application.kind === "static-site";
}

function reachableHosts(machine: Machine): readonly { readonly machine: string; readonly host: string }[] {
  return machine.hosts
    .filter((host) => host.address !== undefined)
    .map((host) => ({ machine: machine.name, host: host.name }));
}
