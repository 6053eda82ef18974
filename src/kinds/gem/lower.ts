import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { installPackage, runCommand } from "../shared/build-ops.ts";
import { type PackageManager, packageFile } from "../shared/language-packages.ts";
import { readText } from "../shared/read.ts";

/** Ruby's packages (guides.rubygems.org/specification-reference). */
export const gem: PackageManager = {
  thing: "gem",
  version: /^\d+(?:\.[0-9A-Za-z]+)*$/,
  endings: [".gem"],
  readsFileName: true,
};

/** The name of the command that installs it. */
export function gemCommand(name: string): string {
  return `gem-${name}`;
}

/** Ruby, and the gem from the registry or from a file of the project. */
export function lowerGem(resource: Resource, _context: LowerContext): readonly Op[] {
  const { name } = resource;
  if (resource.absent)
    return [
      runCommand(
        resource,
        gemCommand(name),
        `Remove ${name}`,
        literalText(`gem uninstall --all --executables ${name}`),
        { onlyIf: literalText(`command -v gem >/dev/null && gem list --installed --exact ${name} >/dev/null`) },
      ),
    ];
  const version = readText(resource, "version") ?? "";
  const ruby = installPackage(resource, "ruby");
  const file = packageFile(resource);
  const what = file === undefined ? `--version ${version} ${name}` : `--local ${file.path}`;
  const install = runCommand(
    resource,
    gemCommand(name),
    `Install ${name} ${version}`,
    literalText(`gem install --no-document ${what}`),
    {
      unless: literalText(`gem list --installed --exact --version ${version} ${name} >/dev/null`),
      after: [ruby.id, ...(file === undefined ? [] : [file.id])],
    },
  );
  return [ruby, ...(file === undefined ? [] : [file]), install];
}
