import type { LowerContext, Resource } from "../../../ir/model.ts";
import { opId } from "../../../ir/op-id.ts";
import type { ExecOp, FileOp, Op, OpId, ServiceOp } from "../../../ir/ops.ts";
import { type Text, joinTexts, literalOf, literalText } from "../../../ir/text.ts";
import { isWithin } from "../../../ir/paths.ts";
import { onceHostOf } from "../../../ir/leading-host.ts";
import { machinesUsedBy } from "../../../ir/used-from.ts";
import type { LocalFolder } from "../../../ir/value.ts";
import { installPackage, runCommand } from "../build-ops.ts";
import { opBase } from "../op-base.ts";
import { readNumber, readText, readTexts } from "../read.ts";
import type { AppPlaces, Language, Program } from "./language.ts";
import { isMigratedOn, keepsDataHere } from "./migration.ts";
import { accountOps, directoryOp, placesOf, root } from "./places.ts";
import { appProgramOp, processIds, processNames } from "./program.ts";
import { settingsPath, settlePath, settleScript } from "./settle-release.ts";
import { linkOp, sharedOps, treeOp, withoutShared } from "./shared-folders.ts";
import { folderBelow, pickFiles, releaseId, sourceOf } from "./source.ts";
import { buildVariables, shellLine, stepOp, variablesOf } from "./steps.ts";

/**
 * An app on a machine: its code in a folder of its own per release, made ready there, and only then the link on which
 * everything runs is moved. What fails before leaves the running release alone; what fails after is taken back by
 * the script that waits for an answer.
 */
export function lowerApp(app: Resource, context: LowerContext, language: Language): readonly Op[] {
  const source = sourceOf(app, language.made);
  const id = releaseId(source, commandsOf(app, language, source));
  const places = placesOf(app, context, `releases/${id}`);
  const { current, release, base } = places;
  const program = language.program(app, places, context);
  const code = [
    directoryOp(app, base, root),
    directoryOp(app, `${base}/releases`, root),
    directoryOp(app, release, places),
    treeOp(app, places, release, withoutShared(app, source)),
    ...sharedOps(app, places, source),
  ];
  const steps = inOrder(
    withProgramCheck(releaseSteps(app, language, places, source, context), program, places).map((step) =>
      once(step, places),
    ),
    code.map((op) => op.id),
  );
  const processes = processIds(app, context);
  const link = {
    ...linkOp(app, current, release),
    title: `Point ${current} to the release ${id}`,
    after: [...code, ...steps].map((op) => op.id),
    triggers: processes.map((target) => ({ action: "restart" as const, target })),
  };
  return [
    ...basics(app, language, places, source, context),
    ...code,
    ...steps,
    link,
    { ...appProgramOp(app, language, places, program, context), after: [link.id] },
    ...settleOps(app, places, program, context, processes),
  ];
}

/**
 * An app in an image: no releases, for an image is one. What dependencies are made from comes first, so that a changed
 * line of the source installs nothing again.
 */
export function lowerAppImage(app: Resource, context: LowerContext, language: Language): readonly Op[] {
  const source = sourceOf(app, language.made);
  const places = placesOf(app, context, "current");
  const install = language.install(app, source);
  const reads = install?.reads ?? (() => false);
  const first = pieceOps(app, places, pickFiles(source, reads));
  const rest = pickFiles(withoutShared(app, source), (path) => !reads(path));
  const [dependencies, ...others] = releaseSteps(app, language, places, source, context);
  const installs = install !== undefined && dependencies !== undefined;
  const code = [...pieceOps(app, places, rest), ...sharedOps(app, places, source)];
  const early = installs
    ? inOrder(
        [dependencies],
        first.map((op) => op.id),
      )
    : [];
  const late = inOrder(
    installs ? others : [...(dependencies === undefined ? [] : [dependencies]), ...others],
    [...early, ...code].map((op) => op.id),
  );
  return [
    ...basics(app, language, places, source, context),
    directoryOp(app, places.base, root),
    directoryOp(app, places.current, places),
    ...first,
    ...early,
    ...code.map((op) => ({ ...op, after: early.map((step) => step.id) })),
    ...late,
    {
      ...appProgramOp(app, language, places, language.program(app, places, context), context),
      after: [...code, ...late].map((op) => op.id),
    },
  ];
}

/** What a release is made with, and by which version of its language; a change makes another release of the same source. */
function commandsOf(app: Resource, language: Language, source: LocalFolder): readonly string[] {
  const version = readText(app, "version");
  const commands = [language.install(app, source)?.run ?? "", language.build(app, source) ?? ""];
  return version === undefined ? commands : [...commands, version];
}

/** Packages, the account, settings, and the folders of the language. */
function basics(
  app: Resource,
  language: Language,
  places: AppPlaces,
  source: LocalFolder,
  context: LowerContext,
): readonly Op[] {
  const { os } = context.machine;
  return [
    ...language.packages(app, os, source).map((name) => installPackage(app, name)),
    ...language.needlessUnits(app, os).map((unit) => needlessOp(app, unit)),
    ...accountOps(app, places),
    ...language
      .folders(app, places, context)
      .map(({ path, mode, group = places.group }) => directoryOp(app, path, { user: places.user, group }, mode)),
    ...language.settings(app, places, context).map((file): FileOp => ({
      ...opBase(app, file.title),
      op: "file",
      id: opId("file", file.path),
      path: file.path,
      content: { from: "text", text: file.text },
      owner: "root",
      group: file.group,
      mode: file.mode,
      validate: undefined,
      triggers: processIds(app, context).map((target) => ({ action: "restart" as const, target })),
    })),
  ];
}

/** A service that a package starts, and that nobody needs beside the app; a block of the author's counts instead. */
function needlessOp(app: Resource, unit: string): ServiceOp {
  return {
    ...opBase(app, `Stop and disable ${unit.replace(/\.service$/, "")}`),
    op: "service",
    id: opId("service", unit),
    unit,
    enabled: false,
    running: false,
    masked: undefined,
    givesWay: true,
  };
}

/** Dependencies, build and migration, as far as the app has them. */
function releaseSteps(
  app: Resource,
  language: Language,
  places: AppPlaces,
  source: LocalFolder,
  context: LowerContext,
): readonly ExecOp[] {
  const { name, release } = places;
  const all = variablesOf(app, language, places, context, release);
  const install = language.install(app, source);
  const build = language.build(app, source);
  const migrate = readTexts(app, "migrate");
  const steps: ExecOp[] = [];
  if (install !== undefined) {
    const step = { name: "dependencies", title: `Install the dependencies of ${name}` };
    const tidy = context.form === "container" && install.tidy !== undefined ? ` && ${install.tidy}` : "";
    steps.push(stepOp(app, places, { ...step, run: literalText(`${install.run}${tidy}`) }, []));
  }
  if (build !== undefined) {
    const step = { name: "build", title: `Build ${name}` };
    steps.push(stepOp(app, places, { ...step, run: literalText(build) }, buildVariables(all)));
  }
  if (migrate.length > 0 && isMigratedOn(app, context)) {
    const step = { name: "migrate", title: `Migrate the data of ${name}` };
    const op = stepOp(app, places, { ...step, run: literalText(shellLine(migrate)) }, all);
    const once = keepsDataHere(app, context) ? {} : { once: onceHostOf(context.machine, context.model) };
    steps.push({ ...op, ...awaited(app, context), ...once });
  }
  return steps;
}

/**
 * A program that dependencies or a build should have brought is looked for before the link moves: systemd could not
 * start what is not there, and nobody would answer any more.
 */
function withProgramCheck(steps: readonly ExecOp[], program: Program, places: AppPlaces): readonly ExecOp[] {
  const path = program.argv[0] === undefined ? undefined : literalOf(program.argv[0]);
  const making = steps.filter((step) => step.once === undefined);
  const last = making[making.length - 1];
  if (path === undefined || last === undefined || !isWithin(path, places.current)) return steps;
  const check = literalText(` && test -x ${shellLine([path.slice(places.current.length + 1)])}`);
  return steps.map((step) => (step === last ? { ...step, run: joinTexts(step.run, check) } : step));
}

/** Not done again when it was done for this release: a mark in its folder says so, which goes when the release goes. */
function once(step: ExecOp, places: AppPlaces): ExecOp {
  const mark = `.done-${step.id.slice(`exec:${places.name}-`.length)}`;
  return {
    ...step,
    run: joinTexts(step.run, literalText(` && touch ${mark}`)),
    creates: `${places.release}/${mark}`,
  };
}

/** Each step after what it needs, and after the one before it. */
function inOrder(steps: readonly ExecOp[], before: readonly OpId[]): readonly ExecOp[] {
  return steps.map((step, index) => ({
    ...step,
    after: [...before, ...steps.slice(Math.max(0, index - 1), index).map((op) => op.id)],
  }));
}

/**
 * Files of the source, put into a release folder by folder: so that some of them can be there before others. What is at
 * the top is a file of its own, each folder there a whole.
 */
function pieceOps(app: Resource, places: AppPlaces, folder: LocalFolder): readonly Op[] {
  const isTop = (path: string): boolean => !path.includes("/");
  return [
    ...folder.files
      .filter(({ path }) => isTop(path))
      .map((file): FileOp => {
        const path = `${places.release}/${file.path}`;
        return {
          ...opBase(app, `Write ${path}`),
          op: "file",
          id: opId("file", path),
          path,
          content: { from: "bytes", file: { path: `${folder.path}/${file.path}`, bytes: file.bytes } },
          owner: places.user,
          group: places.group,
          mode: file.executable ? "0755" : "0644",
          validate: undefined,
        };
      }),
    ...folder.directories.filter(isTop).flatMap((directory) => {
      const path = `${places.release}/${directory}`;
      return [directoryOp(app, path, places), treeOp(app, places, path, folderBelow(folder, directory))];
    }),
  ];
}

/** A file of root's that has to do with releases. */
function rootFileOp(
  app: Resource,
  file: { readonly title: string; readonly path: string; readonly mode: string; readonly text: Text },
): FileOp {
  return {
    ...opBase(app, file.title),
    op: "file",
    id: opId("file", file.path),
    path: file.path,
    content: { from: "text", text: file.text },
    owner: "root",
    group: "root",
    mode: file.mode,
    validate: undefined,
  };
}

/** The script that judges releases, what it has to know of this app, and its call: nothing goes on before the app answers. */
function settleOps(
  app: Resource,
  places: AppPlaces,
  program: Program,
  context: LowerContext,
  processes: readonly OpId[],
): readonly Op[] {
  const { name, base } = places;
  const units = processNames(app, context).map((unit) => `${unit}.service`);
  const health = program.health.map((word, index) => joinTexts(literalText(index === 0 ? "" : " "), word));
  const known = [
    `folder=${base}`,
    `keep=${readNumber(app, "keep") ?? 5}`,
    `seconds=${readNumber(app, "patience") ?? 60}`,
    `units='${units.join(" ")}'`,
    "health='",
  ];
  const script = rootFileOp(app, {
    title: "Install the script that judges releases",
    path: settlePath,
    mode: "0755",
    text: literalText(settleScript),
  });
  const settings = rootFileOp(app, {
    title: `Say how a release of ${name} is judged`,
    path: settingsPath(name),
    mode: "0644",
    text: joinTexts(literalText(known.join("\n")), ...health, literalText("'\n")),
  });
  const judge = runCommand(app, `${name}-answers`, `Wait until ${name} answers`, literalText(`${settlePath} ${name}`), {
    unless: literalText(`${settlePath} --ask ${name}`),
    after: [script.id, settings.id, ...processes],
  });
  return [script, settings, { ...judge, ...awaited(app, context) }];
}

/** What an app uses of other machines it waits for: it cannot be well before them. */
function awaited(app: Resource, context: LowerContext): Pick<ExecOp, "awaits"> {
  const awaits = machinesUsedBy(app, context.machine, context.model);
  return awaits.length === 0 ? {} : { awaits };
}
