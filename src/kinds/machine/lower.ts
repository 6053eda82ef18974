import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { opBase } from "../shared/op-base.ts";
import { readText } from "../shared/read.ts";

/** The ops of a machine's own attributes; what is not written is left as it is on the machine. */
export function lowerMachine(resource: Resource, context: LowerContext): readonly Op[] {
  const ops: Op[] = [];
  const hostname = resource.attributes["hostname"];
  const name = context.text(hostname?.value);
  if (hostname !== undefined && name !== undefined)
    ops.push({
      ...opBase(resource, "Set the hostname", { hostname: "hostname" }),
      op: "hostname",
      id: opId("hostname", "hostname"),
      hostname: name,
      provenance: [hostname.span],
    });
  const timezone = readText(resource, "timezone");
  if (timezone !== undefined)
    ops.push({
      ...opBase(resource, `Set the time zone to ${timezone}`, { timezone: "timezone" }),
      op: "timezone",
      id: opId("timezone", "timezone"),
      timezone,
      provenance: [resource.attributes["timezone"]?.span ?? resource.spans[0]].flatMap((span) => span ?? []),
    });
  const locale = readText(resource, "locale");
  if (locale !== undefined)
    ops.push({
      ...opBase(resource, `Set the locale to ${locale}`, { locale: "locale" }),
      op: "locale",
      id: opId("locale", "locale"),
      locale,
      provenance: [resource.attributes["locale"]?.span ?? resource.spans[0]].flatMap((span) => span ?? []),
    });
  // The machine's comment describes all of it, not one of these.
  return ops.map(({ doc: _doc, ...op }) => op);
}
