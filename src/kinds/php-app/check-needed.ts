import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { phpVersionOf } from "../../ir/os/php-version.ts";
import type { OsRelease } from "../../ir/os.ts";
import type { LocalFolder } from "../../ir/value.ts";
import { releasesOf, spanOf } from "../shared/check.ts";
import { presentOn } from "../shared/present.ts";
import { findWrongRuntime } from "../shared/app/check-required-version.ts";
import { isWritten, readText, readTexts, readValue } from "../shared/read.ts";
import { neededExtensions, neededPhp } from "./composer-requirements.ts";
import { isBroughtBy, isKnown } from "./extensions.ts";
import { phpVersion } from "./language.ts";

/**
 * What the `composer` package of a system brings for its own PHP (Depends, by way of php-symfony-string): no deploy
 * fails without them.
 */
const ofComposer: ReadonlySet<string> = new Set(["mbstring", "intl"]);

/** Reports extensions that Composer will miss on the machine, in the middle of the first release. */
export function checkNeededExtensions(app: Resource, model: Model, source: LocalFolder): readonly Diagnostic[] {
  const own = readTexts(app, "extensions");
  const named = app.machines
    .flatMap((machine) => presentOn(model, machine, "package"))
    .flatMap(({ name }) => /^php(?:\d\.\d)?-(.+)$/.exec(name)?.[1]?.replaceAll("-", "_") ?? []);
  // An unknown one may be in a package of any name.
  const wanted = [...neededExtensions(source)].filter(
    ([name]) => isKnown(name) && !isBroughtBy(name, [...own, ...named]),
  );
  const releases = releasesOf(app, model);
  const missing = wanted.filter(([name]) => releases.some((os) => !(ofComposer.has(name) && hasSystemsPhp(app, os))));
  if (missing.length === 0) return [];
  const params = {
    name: app.name,
    missing: missing.map(([name, by]) => `\`${name}\` (${by})`).join(", "),
    line: `extensions = [${[...own, ...wanted.map(([name]) => name)].join(", ")}]`,
  };
  return [diagnose("E0461", params, spanOf(app, isWritten(app, "extensions") ? "extensions" : "source"))];
}

/** Reports a version of PHP with which Composer would refuse to install anything. */
export function checkNeededPhp(app: Resource, model: Model, source: LocalFolder): readonly Diagnostic[] {
  const written = readText(app, "version");
  // Another version than the system's without a source of it was reported (E0490).
  const isReported = (os: OsRelease): boolean =>
    written !== undefined && readValue(app, "repository") === undefined && written !== phpVersionOf(os.id);
  const versionOn = (os: OsRelease): string | undefined => (isReported(os) ? undefined : phpVersion(app, os));
  const wrong = findWrongRuntime(app, model, "PHP", versionOn, neededPhp(source));
  if (wrong === undefined) return [];
  const { range, by, version, os, help } = wrong;
  const problem = written === undefined ? `${os} has ${version}` : `\`version\` says ${version}`;
  const span = spanOf(app, isWritten(app, "version") ? "version" : "source");
  return [diagnose("E0466", { range, by, problem, help }, span)];
}

function hasSystemsPhp(app: Resource, os: OsRelease): boolean {
  return phpVersion(app, os) === phpVersionOf(os.id);
}
