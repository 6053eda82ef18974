/** Units that blocks make, against those that are on the machine already. */
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { oncePer } from "../../ir/once-per.ts";
import { factsOfPackage, isSystemUnit } from "../../ir/os/package-facts.ts";
import type { OsRelease } from "../../ir/os.ts";
import { declarationOf } from "./check.ts";
import { packagesOf } from "./installed.ts";
import { presentOn } from "./present.ts";

interface PackagedService {
  readonly package: string;
  /** The block that has it installed. */
  readonly by: Resource;
}

/** Machine → service → the package that brings it, of all packages that something on the machine asks for. */
const packagedServices = oncePer(
  (model: Model) =>
    new Map(
      model.machines.map(({ name: machine, os }) => {
        const services = new Map<string, PackagedService>();
        for (const by of presentOn(model, machine))
          for (const name of packagesOf([by], os))
            for (const service of unitsOf(name, os))
              if (!services.has(service)) services.set(service, { package: name, by });
        return [machine, services] as const;
      }),
    ),
);

function unitsOf(name: string, os: OsRelease): readonly string[] {
  const facts = factsOfPackage(name, os);
  return facts === undefined ? [] : [...facts.services, ...facts.aliases];
}

/**
 * Reports a block whose unit would be called like one that a package or the system itself brings: its file in
 * `/etc/systemd/system` would take that one's place (systemd.unit(5), "UNIT FILE LOAD PATH").
 */
export function checkServiceName(resource: Resource, model: Model): readonly Diagnostic[] {
  const { name } = resource;
  const units = resource.kind === "schedule" ? [name, `${name}.timer`] : [name];
  for (const unit of units) {
    for (const machine of resource.machines) {
      const other = packagedServices(model).get(machine)?.get(unit);
      if (other === undefined) continue;
      const related = other.by === resource ? [] : [{ span: declarationOf(other.by), message: "what brings it" }];
      const owner = `the package \`${other.package}\``;
      return [diagnose("E0419", { name, owner }, declarationOf(resource), { related })];
    }
    if (isSystemUnit(unit)) return [diagnose("E0419", { name, owner: "the system itself" }, declarationOf(resource))];
  }
  return [];
}
