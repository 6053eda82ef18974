import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { installPackage, runCommand } from "../shared/build-ops.ts";
import { type PackageManager, packageFile } from "../shared/language-packages.ts";
import { readText } from "../shared/read.ts";

/** npm's packages: versions are those of semver.org. */
export const npm: PackageManager = {
  thing: "npm package",
  version: /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/,
  endings: [".tgz", ".tar.gz"],
  readsFileName: false,
};

/** The name of the command that installs it. */
export function npmCommand(name: string): string {
  return `npm-${name.replace(/^@/, "")}`;
}

/** What npm itself is made of on the machine; the vendor's `nodejs` has npm in it, and conflicts with the distribution's. */
export function neededByNpm(resource: Resource | undefined): readonly string[] {
  return resource !== undefined && readText(resource, "repository") !== undefined ? ["nodejs"] : ["nodejs", "npm"];
}

/** The package from the registry or from a file of the project, below `/usr/local` whatever Node.js it is. */
export function lowerNpm(resource: Resource, _context: LowerContext): readonly Op[] {
  const { name } = resource;
  const where = "--global --prefix /usr/local";
  const manifest = `/usr/local/lib/node_modules/${name}/package.json`;
  if (resource.absent)
    return [
      runCommand(resource, npmCommand(name), `Remove ${name}`, literalText(`npm uninstall ${where} ${name}`), {
        onlyIf: literalText(`test -e ${manifest}`),
      }),
    ];
  const version = readText(resource, "version") ?? "";
  const file = packageFile(resource);
  const what = file?.path ?? `${name}@${version}`;
  // npm's own cache would stay, with a log of every run.
  const run = `cache=$(mktemp -d) && npm install ${where} --no-audit --no-fund --cache "$cache" ${what} && rm -rf "$cache"`;
  const install = runCommand(resource, npmCommand(name), `Install ${name} ${version}`, literalText(run), {
    unless: literalText(`test "$(node --print 'require("${manifest}").version' 2>/dev/null)" = ${version}`),
    after: file === undefined ? [] : [file.id],
  });
  return [
    ...neededByNpm(resource).map((each) => installPackage(resource, each)),
    ...(file === undefined ? [] : [file]),
    install,
  ];
}
