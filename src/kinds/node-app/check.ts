import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import type { LocalFolder } from "../../ir/value.ts";
import { checkBind } from "../shared/app/check-bind.ts";
import { type OtherLock, checkApp, missingLock } from "../shared/app/check-app.ts";
import { fileText, sourceOf } from "../shared/app/source.ts";
import { spanOf } from "../shared/check.ts";
import { findWrongRuntime } from "../shared/app/check-required-version.ts";
import { runtimeVersion } from "../shared/app/runtimes.ts";
import { firstAllowed } from "../shared/app/version-range.ts";
import type { OsRelease } from "../../ir/os.ts";
import { literalOf } from "../../ir/text.ts";
import { isWritten, readText, readTexts, readValue } from "../shared/read.ts";
import { node, startWords } from "./language.ts";
import { lockFileOf, readPackageJson } from "./package-json.ts";

/** Reports what cannot be installed or started. */
export function checkNodeApp(app: Resource, model: Model): readonly Diagnostic[] {
  const source = sourceOf(app, node.made);
  const needsLock = readPackageJson(source)?.needsPackages === true && lockFileOf(source) === undefined;
  return [
    ...checkApp(app, model, "Node.js"),
    ...checkBind(app, model),
    ...checkStart(app, source),
    ...checkMade(app, source),
    ...checkEngine(app, model, source),
    ...(needsLock
      ? [
          missingLock(
            app,
            source,
            { file: "package.json", lock: "package-lock.json", command: "npm install" },
            otherLock(source),
          ),
        ]
      : []),
  ];
}

/** The lock file of a package manager that no target has, and how an app comes to npm's. */
function otherLock({ files, path: folder }: LocalFolder): OtherLock | undefined {
  const file = ["yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"].find((each) =>
    files.some(({ path }) => path === each),
  );
  if (file === undefined) return undefined;
  // docs.npmjs.com/cli/configuring-npm/package-lock-json: "If a yarn.lock file is found, npm will use the metadata it contains."
  const versions =
    file === "yarn.lock"
      ? "with the versions of `yarn.lock`"
      : "with the newest versions that package.json allows, so try the app with them";
  const help = `npm installs the packages: run \`npm install --package-lock-only\` in \`${folder}\`, which writes \`package-lock.json\` ${versions}, and keep both files`;
  return { file, help };
}

/** npm warns at most about another Node.js than package.json asks for, and the program fails at what it lacks. */
function checkEngine(app: Resource, model: Model, source: LocalFolder): readonly Diagnostic[] {
  const range = readPackageJson(source)?.engine;
  if (range === undefined) return [];
  const required = [{ range, by: "package.json" }];
  const written = readText(app, "version");
  const repository = readValue(app, "repository");
  const span = spanOf(app, isWritten(app, "version") ? "version" : "source");
  if (repository !== undefined && written === undefined) {
    // What the package source has is not known here; nor is it wrong where the project does not say what it wants.
    const wanted = firstAllowed(range, 1);
    if (wanted === undefined) return [];
    const name = repository.is === "ref" ? repository.name : "the repository";
    const problem = `which Node.js comes from \`${name}\` is written nowhere`;
    const help = `write the version that is there beside \`repository\`, such as \`version = "${wanted}"\``;
    return [diagnose("W0466", { name: app.name, range, problem, help }, spanOf(app, "repository"))];
  }
  // Another version than the system's without a source of it was reported (E0490).
  const isReported = written !== undefined && repository === undefined;
  const versionOn = (os: OsRelease): string | undefined =>
    isReported && runtimeVersion("Node.js", os) !== written ? undefined : (written ?? runtimeVersion("Node.js", os));
  const wrong = findWrongRuntime(app, model, "Node.js", versionOn, required);
  if (wrong === undefined) return [];
  const problem = written === undefined ? `${wrong.os} has ${wrong.version}` : `\`version\` says ${wrong.version}`;
  return [diagnose("W0466", { name: app.name, range, problem, help: wrong.help }, span)];
}

/** Without `run` the `start` script says how it starts, when no shell is needed for it. */
function checkStart(app: Resource, source: LocalFolder): readonly Diagnostic[] {
  if (readTexts(app, "run").length > 0 || startWords(app, source) !== undefined) return [];
  const script = readPackageJson(source)?.scripts["start"];
  const problem =
    script !== undefined
      ? `the script \`start\` of its package.json needs a shell: \`${script}\``
      : fileText(source, "package.json") === undefined
        ? `\`${source.path}\` has no package.json`
        : "its package.json has no script `start`";
  return [diagnose("E0494", { name: app.name, problem }, spanOf(app, "run"))];
}

/** Warns of a program that is not among the sources, where no `build` could make it: most often that was forgotten. */
function checkMade(app: Resource, source: LocalFolder): readonly Diagnostic[] {
  const [program = "", file = ""] = isWritten(app, "run")
    ? readTexts(app, "run")
    : (startWords(app, source) ?? []).map((word) => literalOf(word) ?? "");
  if (isWritten(app, "build") || !/(?:^|\/)node$/.test(program) || !/^[\w.][\w./-]*$/.test(file)) return [];
  const path = file.replace(/^(?:\.\/)+/, "");
  // What Node tries for the program, too (nodejs.org/api/modules.html, "All together").
  const candidates = [path, `${path}.js`, `${path}/index.js`];
  if (source.files.length === 0 || source.files.some((each) => candidates.includes(each.path))) return [];
  const help =
    readPackageJson(source)?.scripts["build"] === undefined
      ? `put it into \`${source.path}\`, or say with \`build\` which command makes it`
      : 'its package.json has a script for that: write `build = "npm run build"`';
  return [
    diagnose("W0473", { name: app.name, file: path, help }, spanOf(app, isWritten(app, "run") ? "run" : "source")),
  ];
}
