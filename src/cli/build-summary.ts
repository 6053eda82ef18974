import type { BuildReport, TargetReport } from "../backends/shared/report.ts";
import { displayWidth, padDisplay, printable } from "../diagnostics/display-text.ts";
import { createPalette, type Palette } from "../diagnostics/palette.ts";
import type { CompileResult, TargetBuild } from "../index.ts";
import { relativePath } from "../platform/paths.ts";
import { type Platform, wantsColor } from "../platform/platform.ts";
import { holdsValues } from "./adopt/value-files.ts";
import { targetFolder } from "./lay-out-build.ts";
import { nextSteps } from "./next-steps.ts";
import type { WriteResult } from "./output/write-output.ts";
import type { OpenedProject } from "./project.ts";
import { renderReportTable } from "./report-table.ts";
import { listUndescribed } from "./undescribed.ts";

/** What a build did, for its summary. */
export interface BuildFacts {
  readonly project: OpenedProject;
  /** Absolute. */
  readonly output: string;
  readonly result: CompileResult;
  readonly written: WriteResult;
  /** The report of the build before; undefined for the first. */
  readonly earlier: BuildReport | undefined;
  readonly dryRun: boolean;
  /** Whether changed values were to be taken over: then what is kept could not be, and why has been said. */
  readonly adopt: boolean;
  readonly milliseconds: number;
}

/** Prints what was made, how well each target does it, and what to type next. */
export function printSummary(platform: Platform, facts: BuildFacts): void {
  const { terminal, environment, workingFolder } = platform;
  const palette = createPalette(wantsColor(environment, terminal.outputIsTerminal));
  const { builds } = facts.result;
  const relative = relativePath(workingFolder, facts.output);
  const output = relative.startsWith("../../") ? facts.output : relative;
  const time =
    facts.milliseconds < 1000 ? `${Math.round(facts.milliseconds)} ms` : `${(facts.milliseconds / 1000).toFixed(1)} s`;
  const verb = facts.dryRun ? "Would build" : "Built";
  const columns = Math.min(terminal.columns, 120);
  const lines = [
    `${palette.good("✓")} ${palette.strong(`${verb} ${printable(facts.project.shown)}`)} ${palette.dim(`in ${time}`)}`,
    "",
    ...listBuilds(builds, output, palette),
    "",
    ...renderReportTable(facts.result.report, { palette, columns }),
    "",
    describeWriting(facts, output),
    ...listUndescribed(facts.earlier, facts.result, palette, columns),
    ...listOwn("Kept as you changed them", facts.written.kept, output, palette),
    ...(!facts.adopt && facts.written.kept.some(holdsValues)
      ? [`${palette.code("envc build --adopt")} takes changed values over into ${printable(facts.project.shown)}.`]
      : []),
    ...listOwn(
      "Your changes and the new ones are both in",
      [...facts.written.merged.keys()].filter((path) => !facts.written.removed.includes(path)),
      output,
      palette,
    ),
  ];
  if (facts.dryRun) lines.push(...listChanges(facts.written, palette));
  else if (builds.length > 0)
    lines.push("", palette.strong("Next:"), ...describeNext(platform, facts, output, palette));
  terminal.print(`${lines.join("\n")}\n`);
}

function describeNext(platform: Platform, facts: BuildFacts, output: string, palette: Palette): readonly string[] {
  const exists = (path: string): boolean => platform.files.inspect(`${facts.output}/${path}`) !== undefined;
  return nextSteps(facts.result, printable(facts.project.shown), output, exists, palette);
}

/** Of a target that environments share: what it is for each of them. */
function addCounts({ reports }: TargetBuild): TargetReport["counts"] {
  const sum = (pick: (counts: TargetReport["counts"]) => number): number =>
    reports.reduce((total, { counts }) => total + pick(counts), 0);
  return { full: sum(({ full }) => full), adapted: sum(({ adapted }) => adapted), none: sum(({ none }) => none) };
}

/** What was built: `prod · cloud-init`, or `ansible (qa, prod)` for a target that environments share. */
function nameOf({ target, environment, environments }: TargetBuild): string {
  if (environment !== undefined) return `${environment} · ${target}`;
  return environments.length === 0 ? target : `${target} (${environments.join(", ")})`;
}

function listBuilds(builds: readonly TargetBuild[], output: string, palette: Palette): readonly string[] {
  const rows = builds.map((build) => ({
    name: nameOf(build),
    folder: `${output}/${targetFolder(build)}`,
    files: plural(build.files.length, "file"),
    counts: addCounts(build),
  }));
  const width = (pick: (row: (typeof rows)[number]) => string): number =>
    Math.max(...rows.map((row) => displayWidth(pick(row))));
  const nameWidth = width((row) => row.name);
  const folderWidth = width((row) => row.folder);
  const filesWidth = width((row) => row.files);
  return rows.map(({ name, folder, files, counts }) => {
    const parts = [palette.good(`${counts.full} full`)];
    if (counts.adapted > 0) parts.push(palette.note(`${counts.adapted} adapted`));
    if (counts.none > 0) parts.push(palette.warning(`${counts.none} not here`));
    const start = `  ${padDisplay(name, nameWidth)}  ${palette.code(padDisplay(folder, folderWidth))}`;
    return `${start}  ${files.padStart(filesWidth)}  ${parts.join(", ")}`;
  });
}

function describeWriting(facts: BuildFacts, output: string): string {
  const { created, changed, removed, unchanged } = facts.written;
  if (created.length + changed.length + removed.length === 0) return `Nothing changed: ${output} is up to date.`;
  const parts = [
    [created.length, "new"],
    [changed.length, "changed"],
    [removed.length, "removed"],
    [unchanged.length, "unchanged"],
  ] as const;
  const list = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${facts.dryRun ? "Files to write" : "Files"}: ${list.join(", ")}.`;
}

/** Files with bytes of the user's, in one line. */
function listOwn(what: string, paths: readonly string[], output: string, palette: Palette): readonly string[] {
  if (paths.length === 0) return [];
  const shown = paths.slice(0, 5).map((path) => palette.code(printable(`${output}/${path}`)));
  const more = paths.length - shown.length;
  return [`${what}: ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`];
}

function listChanges(written: WriteResult, palette: Palette): readonly string[] {
  const signed = [
    ...written.created.map((path) => [path, palette.good(`  + ${path}`)] as const),
    ...written.changed.map((path) => [path, palette.note(`  ~ ${path}`)] as const),
    ...written.removed.map((path) => [path, palette.warning(`  - ${path}`)] as const),
  ];
  return signed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
