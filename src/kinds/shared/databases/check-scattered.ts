import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../../ir/model.ts";
import { declarationOf } from "../check.ts";
import { oneNameForAll } from "../one-name-for-all.ts";

/**
 * Warns when the hosts of the database's machine answer for one name, each with a database of its own: what a visitor
 * stores on one of them, the others do not have.
 */
export function checkScattered(resource: Resource, model: Model): readonly Diagnostic[] {
  const found = oneNameForAll(resource, model);
  if (found === undefined) return [];
  const { site, name, hosts } = found;
  const machine = resource.machines[0] ?? "";
  return [
    diagnose(
      "W0471",
      { kind: resource.kind, label: resource.name, hosts: String(hosts), machine, name },
      declarationOf(resource),
      { related: [{ span: declarationOf(site), message: "who answers for that name" }] },
    ),
  ];
}
