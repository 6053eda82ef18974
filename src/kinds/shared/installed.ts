import type { Model, Resource } from "../../ir/model.ts";
import { packageNameOn, unitNameOn } from "../../ir/os/names.ts";
import { factsOfPackage, isBaseService, isOnEveryServer, packageOfService } from "../../ir/os/package-facts.ts";
import type { OsRelease } from "../../ir/os.ts";
import { presentOn } from "./present.ts";
import { readText } from "./read.ts";

/** What a resource lacks on one of its machines. */
export interface Missing {
  /** The package to declare. */
  readonly package: string;
}

/**
 * The package that a service needs and nothing on one of its machines installs. Only for units that a package of the
 * distribution is known to bring; whatever may bring it in another way (a unit file, a command that installs, a raw
 * block, a package from another repository) is believed.
 */
export function missingForService(resource: Resource, model: Model): Missing | undefined {
  return firstMissing(resource, model, (os, listOthers) => {
    const unit = unitNameOn(os, resource.name);
    const bare = unit.replace(/\.service$/, "");
    const wanted = isOnEveryServer(bare) || isBaseService(bare) ? undefined : packageOfService(bare, os);
    if (wanted === undefined) return undefined;
    const others = listOthers();
    if (others.some((other) => other.name.endsWith(`/${unit}`))) return undefined;
    if (others.some((other) => isProgram(other) && other.name === bare)) return undefined;
    const packages = packagesOf(others, os);
    const brought = packages.some(
      (name) => name.includes(bare) || factsOfPackage(name, os)?.services.includes(bare) === true,
    );
    const foreign =
      others.some((other) => other.kind === "repository") &&
      packages.some((name) => factsOfPackage(name, os) === undefined);
    return brought || foreign || mayInstall(others, bare) ? undefined : wanted;
  });
}

/** The package of a program that is called like its package (`curl`), when nothing on one of the machines installs it. */
export function missingProgram(program: string, resource: Resource, model: Model): Missing | undefined {
  return firstMissing(resource, model, (os, listOthers) => {
    const others = listOthers();
    const there =
      packagesOf(others, os).includes(program) ||
      others.some((other) => other.name.endsWith(`/${program}`)) ||
      mayInstall(others, program);
    return there ? undefined : program;
  });
}

function firstMissing(
  resource: Resource,
  model: Model,
  find: (os: OsRelease, listOthers: () => readonly Resource[]) => string | undefined,
): Missing | undefined {
  for (const machine of model.machines) {
    if (!resource.machines.includes(machine.name)) continue;
    const name = find(machine.os, () => presentOn(model, machine.name));
    if (name !== undefined) return { package: name };
  }
  return undefined;
}

/** The packages that some resources install, by the distribution's names. */
export function packagesOf(others: readonly Resource[], os: OsRelease): readonly string[] {
  return others.flatMap((other) =>
    other.kind === "package" ? [packageNameOn(os, other.name)] : (other.brings?.packages ?? []),
  );
}

function isProgram(other: Resource): boolean {
  return other.kind === "process" || other.kind === "schedule";
}

/** Whether a raw block or a command may put something on the machine: one that names it, installs or downloads. */
function mayInstall(others: readonly Resource[], name: string): boolean {
  return others.some((other) => {
    if (other.kind === "raw") return true;
    if (other.kind !== "command") return false;
    const run = readText(other, "run");
    return (
      run === undefined || run.includes(name) || /\b(apt|apt-get|aptitude|dpkg|install|snap|curl|wget|tar)\b/.test(run)
    );
  });
}
