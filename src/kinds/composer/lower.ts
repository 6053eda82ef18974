import type { LowerContext, Resource } from "../../ir/model.ts";
import type { EnvironmentVariable } from "../../ir/environment-variable.ts";
import type { FileOp, Op, OpId } from "../../ir/ops.ts";
import { literalText } from "../../ir/text.ts";
import { shellLine } from "../shared/app/steps.ts";
import { installPackage, makeDirectory, runCommand } from "../shared/build-ops.ts";
import { type PackageManager, packageFile } from "../shared/language-packages.ts";
import { readText } from "../shared/read.ts";

/** PHP's packages: versions are those of getcomposer.org/doc/articles/versions.md, with or without the `v` of a tag. */
export const composer: PackageManager = {
  thing: "Composer package",
  version: /^v?\d+(?:\.\d+){1,3}(?:-(?:alpha|beta|rc|patch|p)\.?\d*)?$/i,
  endings: [".zip"],
  readsFileName: false,
};

/** A package's name: vendor, `/`, name (getcomposer.org/doc/04-schema.md). */
export const composerName = /^(?=.{1,200}$)[a-z0-9](?:[_.-]?[a-z0-9]+)*\/[a-z0-9](?:(?:[_.]|-{1,2})?[a-z0-9]+)*$/;

/** Where the zips of packages lie: Composer looks into every archive of the folder. */
const files = "/usr/local/share/packages/composer";

/**
 * Root is who installs for the machine. Without a home and a cache Composer leaves nothing behind in root's own home,
 * where its folders depend on how root came in (XDG). A known version is asked for, so nobody is asked about it.
 */
const environment: readonly EnvironmentVariable[] = [
  { name: "COMPOSER_ALLOW_SUPERUSER", value: literalText("1") },
  { name: "COMPOSER_CACHE_DIR", value: literalText("/dev/null") },
  { name: "COMPOSER_HOME", value: literalText("/dev/null") },
  { name: "COMPOSER_NO_AUDIT", value: literalText("1") },
];

/** The name of the command that installs it. */
export function composerCommand(name: string): string {
  return `composer-${name}`;
}

/** Composer, and what unpacks; it reads archives of the machine itself only with PHP's own extension. */
export function neededByComposer(resource: Resource | undefined): readonly string[] {
  const own = resource !== undefined && packageFile(resource, files) !== undefined;
  return ["composer", "unzip", ...(own ? ["php-zip"] : [])];
}

/** The project, and the package in it. */
export function lowerComposer(resource: Resource, _context: LowerContext): readonly Op[] {
  const project = readText(resource, "project") ?? "";
  const name = readText(resource, "package") ?? resource.name;
  const call = (verb: string, ...words: readonly string[]): string =>
    shellLine(["composer", verb, "--no-interaction", "--working-dir", project, ...words]);
  if (resource.absent)
    return [
      runCommand(
        resource,
        composerCommand(resource.name),
        `Remove ${name} from ${project}`,
        literalText(call("remove", "--no-progress", "--update-no-dev", name)),
        {
          onlyIf: literalText(`grep -q '"${name}":' ${shellLine([`${project}/composer.json`])} 2>/dev/null`),
          environment,
        },
      ),
    ];
  const version = readText(resource, "version") ?? "";
  const needs = neededByComposer(resource).map((each) => installPackage(resource, each));
  const folder: Op = { ...makeDirectory(resource, project), givesWay: true };
  const manifest = `${project}/composer.json`;
  const make = {
    ...runCommand(
      resource,
      `project-${project}`,
      `Create the Composer project ${project}`,
      literalText(`${shellLine(["printf", "%s\\n", ...emptyProject(project)])} > ${shellLine([manifest])}`),
      { after: [folder.id] },
    ),
    creates: manifest,
  };
  const file = packageFile(resource, files);
  const local = file === undefined ? [] : localFile(resource, { project, make: make.id }, file, call);
  const install = runCommand(
    resource,
    composerCommand(resource.name),
    `Install ${name} ${version} in ${project}`,
    literalText(
      call("require", "--no-progress", "--update-no-dev", "--update-with-all-dependencies", `${name}:${version}`),
    ),
    {
      unless: literalText(`${call("show", name, version)} >/dev/null 2>&1`),
      after: [...needs, make, ...local].map(({ id }) => id),
      environment,
    },
  );
  return [...needs, folder, make, ...local, install];
}

/**
 * The lines of the `composer.json` of a project without packages. Its order is that of the names, and the class that
 * loads classes is called after the folder: Composer's own way is the order of the commands and a random name.
 */
function emptyProject(project: string): readonly string[] {
  const suffix = project.replace(/[^A-Za-z0-9]+/g, "_");
  return JSON.stringify({ config: { "autoloader-suffix": suffix, "sort-packages": true } }, null, 4).split("\n");
}

/** The zip, and the word to the project that there are some. */
function localFile(
  resource: Resource,
  { project, make }: { readonly project: string; readonly make: OpId },
  file: FileOp,
  call: (verb: string, ...words: readonly string[]) => string,
): readonly Op[] {
  const tell = runCommand(
    resource,
    `archives-${project}`,
    `Point ${project} to the packages in ${files}`,
    literalText(call("config", "repositories.files", "artifact", files)),
    {
      unless: literalText(`${call("config", "repositories.files")} >/dev/null 2>&1`),
      after: [make, file.id],
      environment,
    },
  );
  return [file, tell];
}
