import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../../ir/model.ts";
import { knownText } from "../../../ir/read-value.ts";
import { declarationOf } from "../check.ts";
import { targetOf } from "../nginx/backend.ts";
import { resourceOf } from "../present.ts";
import { hostKinds } from "../nginx/names.ts";

/**
 * Warns when the hosts of the database's machine answer for one name, each with a database of its own: what a visitor
 * stores on one of them, the others do not have. Hosts with a name each are customers of their own, and are left alone.
 */
export function checkScattered(resource: Resource, model: Model): readonly Diagnostic[] {
  const hosts = model.machines
    .filter(({ name }) => resource.machines.includes(name))
    .flatMap((machine) => machine.hosts);
  if (hosts.length < 2) return [];
  const site = model.resources.find(
    (other) => hostKinds.includes(other.kind) && !other.absent && meetsAll(other, resource, model),
  );
  const name = site === undefined ? undefined : knownText(site.attributes["domain"]?.value);
  if (site === undefined || name === undefined) return [];
  const machine = resource.machines[0] ?? "";
  return [
    diagnose(
      "W0471",
      { kind: resource.kind, label: resource.name, hosts: String(hosts.length), machine, name },
      declarationOf(resource),
      { related: [{ span: declarationOf(site), message: "who answers for that name" }] },
    ),
  ];
}

/** Whether the visitors of a virtual host meet every host of the machine: it is there, or it leads to something there. */
function meetsAll(site: Resource, resource: Resource, model: Model): boolean {
  const isThere = (one: Resource): boolean => one.machines.some((name) => resource.machines.includes(name));
  if (isThere(site)) return true;
  return (site.blocks["route"] ?? []).some((route) => {
    const application = resourceOf(model, targetOf(route));
    return application !== undefined && isThere(application);
  });
}
