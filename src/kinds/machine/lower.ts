import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import type { OsRelease } from "../../ir/os.ts";
import type { Span } from "../../text/span.ts";
import { installPackage } from "../shared/build-ops.ts";
import { opBase } from "../shared/op-base.ts";
import { readText } from "../shared/read.ts";
import { isBuiltInLocale } from "../../ir/os/locales.ts";

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
      provenance: spansOf(resource, "timezone"),
    });
  // Ubuntu's images have no zones.
  if (timezone !== undefined) ops.push(...neededPackage(resource, "tzdata", "timezone", context));
  const locale = readText(resource, "locale");
  if (locale !== undefined)
    ops.push({
      ...opBase(resource, `Set the locale to ${locale}`, { locale: "locale" }),
      op: "locale",
      id: opId("locale", "locale"),
      locale,
      path: localePath(context.machine.os),
      provenance: spansOf(resource, "locale"),
    });
  if (locale !== undefined && !isBuiltInLocale(locale))
    ops.push(...neededPackage(resource, "locales", "locale", context));
  // The machine's comment describes all of it, not one of these.
  return ops.map(({ doc: _doc, ...op }) => op);
}

/**
 * A package without which an attribute cannot be, unless it is declared, perhaps with a version. The time zone and the
 * locale come after it by the order that is implied for all ops; an absent one conflicts with it.
 */
function neededPackage(resource: Resource, name: string, attribute: string, context: LowerContext): readonly Op[] {
  if (context.named("package", name)?.absent === false) return [];
  const { givesWay: _givesWay, ...needed } = installPackage(resource, name);
  return [{ ...needed, provenance: spansOf(resource, attribute) }];
}

function spansOf(resource: Resource, attribute: string): readonly Span[] {
  return [resource.attributes[attribute]?.span ?? resource.spans[0]].flatMap((span) => span ?? []);
}

/**
 * Where the system's locale is kept. From Debian 13 on it is /etc/locale.conf: systemd makes /etc/default/locale a link
 * to it on every boot (`L+` in /usr/lib/tmpfiles.d/debian.conf), and what stood there is lost.
 */
function localePath(os: OsRelease): string {
  return os.distribution === "debian" && Number(os.version) >= 13 ? "/etc/locale.conf" : "/etc/default/locale";
}
