import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import type { LocalFolder } from "../../ir/value.ts";
import { checkBind } from "../shared/app/check-bind.ts";
import { type OtherLock, checkApp, missingLock } from "../shared/app/check-app.ts";
import { fileText, sourceOf } from "../shared/app/source.ts";
import { spanOf } from "../shared/check.ts";
import { readTexts } from "../shared/read.ts";
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
