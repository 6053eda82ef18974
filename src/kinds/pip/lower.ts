import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { installPackage, runCommand } from "../shared/build-ops.ts";
import { shellLine } from "../shared/app/steps.ts";
import { type PackageManager, packageFile } from "../shared/language-packages.ts";
import { readText } from "../shared/read.ts";

/** Python's packages: versions are those of PEP 440. */
export const pip: PackageManager = {
  thing: "Python package",
  version: /^[0-9][0-9A-Za-z.!+]*$/,
  endings: [".whl", ".tar.gz"],
  readsFileName: true,
};

/** A package's name (packaging.python.org/specifications/name-normalization). */
export const pipName = /^(?=.{1,100}$)[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** The name of the command that installs it. */
export function pipCommand(name: string): string {
  return `pip-${name}`;
}

/** The virtual environment, and the package in it. */
export function lowerPip(resource: Resource, _context: LowerContext): readonly Op[] {
  const venv = readText(resource, "venv") ?? "";
  const name = readText(resource, "package") ?? resource.name;
  const program = shellLine([`${venv}/bin/pip`]);
  if (resource.absent)
    return [
      runCommand(
        resource,
        pipCommand(resource.name),
        `Remove ${name} from ${venv}`,
        literalText(`${program} uninstall --yes ${name}`),
        { onlyIf: literalText(`${program} show --quiet ${name} 2>/dev/null`) },
      ),
    ];
  const version = readText(resource, "version") ?? "";
  const wanted = `${name}==${version}`;
  const file = packageFile(resource);
  const needs = [installPackage(resource, "python3"), installPackage(resource, "python3-venv")];
  const make = {
    ...runCommand(
      resource,
      `venv-${venv}`,
      `Create the virtual environment ${venv}`,
      literalText(shellLine(["python3", "-m", "venv", venv])),
      { after: needs.map(({ id }) => id) },
    ),
    creates: `${venv}/bin/pip`,
  };
  const quiet = "--no-input --disable-pip-version-check";
  const install = runCommand(
    resource,
    pipCommand(resource.name),
    `Install ${name} ${version} in ${venv}`,
    literalText(`${program} install ${quiet} --no-cache-dir ${file?.path ?? wanted}`),
    {
      // Without an index pip finds only what is there: it succeeds when nothing is to be done.
      unless: literalText(`${program} install ${quiet} --quiet --no-index --no-deps ${wanted} 2>/dev/null`),
      after: [make.id, ...(file === undefined ? [] : [file.id])],
    },
  );
  return [...needs, make, ...(file === undefined ? [] : [file]), install];
}
