import { osReleases } from "../../../ir/os/releases.ts";
import type { Model, Resource } from "../../../ir/model.ts";
import type { OsRelease } from "../../../ir/os.ts";
import { releasesOf } from "../check.ts";
import { type RuntimeName, runtimeVersion } from "./runtimes.ts";
import { allowsVersion, firstAllowed } from "./version-range.ts";

/** A version of the runtime that a project asks for, and the file or the package that does. */
export interface RequiredVersion {
  readonly range: string;
  readonly by: string;
}

/** A runtime that a project does not go with. */
export interface WrongRuntime extends RequiredVersion {
  readonly version: string;
  readonly os: string;
  /** What to do. */
  readonly help: string;
}

/**
 * The first of what a project asks for that no version of the app's runtime can be: `versionOn` gives the one of each
 * release, undefined when it is not known. undefined also where what is asked for has a form that is not known.
 */
export function findWrongRuntime(
  app: Resource,
  model: Model,
  runtime: RuntimeName | "PHP",
  versionOn: (os: OsRelease) => string | undefined,
  required: readonly RequiredVersion[],
): WrongRuntime | undefined {
  for (const os of releasesOf(app, model)) {
    const version = versionOn(os);
    const wrong =
      version === undefined ? undefined : required.find(({ range }) => allowsVersion(range, version) === false);
    if (version !== undefined && wrong !== undefined)
      return { ...wrong, version, os: os.id, help: helpFor(runtime, os, required, wrong) };
  }
  return undefined;
}

function helpFor(
  runtime: RuntimeName | "PHP",
  os: OsRelease,
  required: readonly RequiredVersion[],
  { range }: RequiredVersion,
): string {
  const able = osReleases.find((each) => {
    const own = runtimeVersion(runtime, each);
    const isNewer = each.distribution === os.distribution;
    return isNewer && own !== undefined && required.every((one) => allowsVersion(one.range, own) === true);
  });
  const wanted = firstAllowed(range, runtime === "Node.js" ? 1 : 2);
  const version = wanted === undefined ? "`version`" : `\`version = "${wanted}"\``;
  const vendor = `declare the vendor's package source as a \`repository\` (\`envc explain repository\`), and write ${version} and \`repository = NAME\` here`;
  return able === undefined
    ? vendor
    : `take \`os = "${able.id}"\`, which has ${runtime} ${runtimeVersion(runtime, able) ?? ""}; or ${vendor}`;
}
