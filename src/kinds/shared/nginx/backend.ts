/** Where an application of the spec answers, as the machine with nginx sees it. */
import type { LowerContext, NestedBlock, Resource } from "../../../ir/model.ts";
import { type Hole, type Text, joinTexts, literalText } from "../../../ir/text.ts";
import { type ResourceId, unwrapValue } from "../../../ir/value.ts";
import { declarationOf } from "../check.ts";
import { forEveryHost } from "../every-host.ts";
import type { Piecewise } from "./directives.ts";
import { fpmSocket, usesSocket } from "../fpm-socket.ts";

/** The servers of an application. */
export interface Servers {
  /** Whether there may be more than one. */
  readonly several: boolean;
  /** A piece of text for each of them, given its address with the port. */
  readonly each: Piecewise;
}

/**
 * The servers of an application: 127.0.0.1 on the same machine; else every host of its machine, by reference, so that a
 * changed address and a new host are found; one name for all of them where programs run in containers, or where nobody
 * has said which hosts there are.
 */
export function serversOf(application: Resource, context: LowerContext): Servers {
  const port = portOf(application, context);
  const machines = context.model.machines.filter((machine) => application.machines.includes(machine.name));
  const elsewhere = context.form !== "container" && !application.machines.includes(context.machine.name);
  const several =
    elsewhere && machines.flatMap((machine) => machine.hosts).some(({ address }) => address !== undefined);
  if (!several) return { several, each: (piece) => piece(oneAddress(application, context)) };
  const each: Servers["each"] = (piece) =>
    joinTexts(
      ...machines.map((machine) =>
        forEveryHost(machine, application.id, "", (address, form) =>
          piece(joinTexts(form === "ipv6" ? ["[", address, "]:"] : [address, ":"], port)),
        ),
      ),
    );
  return { several, each };
}

/** Where an application speaks FastCGI: its own socket on a machine, else its port. */
export function fastCgiServer(application: Resource, context: LowerContext): Text {
  return usesSocket(application, context)
    ? literalText(`unix:${fpmSocket(application.name)}`)
    : oneAddress(application, context);
}

/** On the same machine 127.0.0.1, else the machine that the application is on, as containers and inventories call it. */
function oneAddress(application: Resource, context: LowerContext): Text {
  const own = context.machine.name;
  const machine = application.machines.includes(own) ? own : (application.machines[0] ?? own);
  const hole: Hole = { hole: "address", machine, encoding: "plain", span: declarationOf(application) };
  return joinTexts([hole, ":"], portOf(application, context));
}

function portOf(application: Resource, context: LowerContext): Text {
  return servesHttp(application)
    ? literalText("80")
    : (context.text(application.attributes["port"]?.value) ?? literalText(""));
}

/** Whether it is a virtual host itself, on another machine or on this one. */
export function servesHttp(application: Resource): boolean {
  return application.kind === "site" || application.kind === "static-site";
}

/** What a `route` leads to; undefined for a URL. */
export function targetOf({ attributes }: Pick<NestedBlock, "attributes">): ResourceId | undefined {
  const to = unwrapValue(attributes["to"]?.value);
  return to?.is === "ref" ? to.resource : undefined;
}
