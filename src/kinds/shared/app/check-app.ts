import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../../ir/model.ts";
import { isWithin } from "../../../ir/paths.ts";
import type { LocalFolder } from "../../../ir/value.ts";
import { editDistance, nearestName } from "../../../text/edit-distance.ts";
import { checkDescription, checkPaths, checkPlainText, releasesOf, spanOf } from "../check.ts";
import { checkEnvironment } from "../check-program.ts";
import { checkServiceName } from "../check-service-name.ts";
import { checkWritable } from "../check-writable.ts";
import { readText, readTexts, readValue } from "../read.ts";
import { httpPath } from "./attributes.ts";
import { checkSharedHosts } from "./check-shared-hosts.ts";
import { checkMigration } from "./migration.ts";
import { type RuntimeName, runtimeVersion } from "./runtimes.ts";
import { filesLeftAtHome, leftOutOf } from "./shared-folders.ts";
import { foldersOf, isSecretFile, sourceOf } from "./source.ts";

/** What all apps have in common: paths, the health check, the runtime, the name, what is left out of the source. */
export function checkApp(app: Resource, model: Model, runtime: RuntimeName | "PHP"): readonly Diagnostic[] {
  const source = sourceOf(app);
  return [
    ...checkRuntime(app, model, runtime),
    ...["shared", "exclude", "local-packages", "public", "requirements"].flatMap((attribute) =>
      checkInside(app, attribute),
    ),
    ...checkThere(app, "local-packages", source),
    ...checkPaths(app, ["writable"]),
    ...checkWritable(app, model),
    ...checkPlainText(app, "health", notMatching(httpPath.pattern), "is no path", `write ${httpPath.describe}`),
    ...checkDescription(app),
    ...checkPlainText(
      app,
      "build",
      // oxlint-disable-next-line no-control-regex -- a NUL ends an argument
      /^\s*$|[\u0000\n]/,
      "is empty or has more than one line",
      "write a script, and run that",
    ),
    ...checkServiceName(app, model),
    ...checkEnvironment(app, model),
    ...checkSecretFiles(app),
    ...checkSharedFiles(app),
    ...checkSharedHosts(app, model),
    ...checkMigration(app, model),
    ...checkSharedNames(app),
  ];
}

/** A pattern that finds something in exactly the texts that the anchored one does not match. */
function notMatching(pattern: RegExp): RegExp {
  return new RegExp(`^(?!${pattern.source})`);
}

/** A version that the system does not have needs a package source that has it. */
function checkRuntime(app: Resource, model: Model, runtime: RuntimeName | "PHP"): readonly Diagnostic[] {
  const wanted = readText(app, "version");
  if (wanted === undefined || readValue(app, "repository") !== undefined) return [];
  for (const os of releasesOf(app, model)) {
    const own = runtimeVersion(runtime, os);
    if (own !== undefined && own !== wanted)
      return [diagnose("E0490", { name: app.name, runtime, wanted, system: os.id, own }, spanOf(app, "version"))];
  }
  return [];
}

/** Paths inside the source: without a way out of it, and without what a shell or a target would read. */
function checkInside(app: Resource, attribute: string): readonly Diagnostic[] {
  return readTexts(app, attribute).flatMap((path) => {
    const good = /^[\w@+.-]+(?:\/[\w@+.-]+)*$/.test(path) && !path.split("/").includes("..");
    const isTop = attribute === "public" && path === ".";
    return (good && path !== ".") || isTop ? [] : [diagnose("E0491", { attribute, path }, spanOf(app, attribute))];
  });
}

/** Reports a folder that the source does not have. */
function checkThere(app: Resource, attribute: string, source: LocalFolder): readonly Diagnostic[] {
  const path = readText(app, attribute);
  if (path === undefined || source.directories.includes(path)) return [];
  const there = source.directories
    .filter((name) => !name.includes("/"))
    .map((name) => `\`${name}\``)
    .join(", ");
  return [
    diagnose(
      "E0492",
      { attribute, path, folder: source.path, there: there === "" ? "none" : there },
      spanOf(app, attribute),
    ),
  ];
}

/** Files with secrets that lie in the source and stay there. */
function checkSecretFiles(app: Resource): readonly Diagnostic[] {
  const source = readValue(app, "source");
  if (source?.is !== "folder") return [];
  const excluded = readTexts(app, "exclude");
  return source.folder.files
    .filter(({ path }) => isSecretFile(path) && !excluded.some((each) => isWithin(path, each)))
    .map(({ path }) => diagnose("W0490", { path, name: app.name }, spanOf(app, "source")));
}

/** Files in folders that outlive a release: only the folders are made on a machine. */
function checkSharedFiles(app: Resource): readonly Diagnostic[] {
  const source = sourceOf(app);
  const files = filesLeftAtHome(app, source);
  const [path, ...others] = files;
  if (path === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  const stay = others.length === 0 ? "stays" : "stay";
  const all = [...readTexts(app, "exclude"), ...leftOutOf(app, source, files)];
  const list = all.map((each) => JSON.stringify(each)).join(", ");
  return [diagnose("W0492", { path, more, stay, name: app.name, list }, spanOf(app, "shared"))];
}

/**
 * A name in `shared` that is not in the source while a near one is: the folder that was meant would be replaced by each
 * release. One that is only not there may come with the first upload.
 */
function checkSharedNames(app: Resource): readonly Diagnostic[] {
  const folders = foldersOf(sourceOf(app));
  const shared = readTexts(app, "shared");
  return shared.flatMap((path) => {
    if (folders.includes(path)) return [];
    // What is shared itself, and folders beside it that are called alike on purpose (`logs1`, `logs2`), are not meant.
    const near = nearestName(
      path,
      folders.filter((folder) => !shared.includes(folder) && editDistance(path, folder, 2) <= 2),
    );
    return near === undefined ? [] : [diagnose("W0496", { name: app.name, path, near }, spanOf(app, "shared"))];
  });
}

/** A lock file of another tool, and what a build makes of it: nothing. */
export interface OtherLock {
  readonly file: string;
  readonly help: string;
}

/** Reports packages that a file names while nothing says which versions of them, or only what is not read. */
export function missingLock(
  app: Resource,
  source: LocalFolder,
  lock: { readonly file: string; readonly lock: string; readonly command: string },
  other?: OtherLock,
): Diagnostic {
  const problem =
    other === undefined
      ? "nothing says which versions of them"
      : `\`${other.file}\`, which says their versions, is not read`;
  const help = other === undefined ? {} : { help: other.help };
  return diagnose("E0493", { name: app.name, folder: source.path, problem, ...lock }, spanOf(app, "source"), help);
}
