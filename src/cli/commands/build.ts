import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { compile, type CompileOptions, type CompileResult, hasError } from "../../index.ts";
import { createPalette } from "../../diagnostics/palette.ts";
import { isInside, joinPath, relativePath } from "../../platform/paths.ts";
import { type Platform, wantsColor } from "../../platform/platform.ts";
import { type Adoption, adoptEdits } from "../adopt/adopt-edits.ts";
import { saveSpec, showSpecChanges } from "../adopt/save-spec.ts";
import { printSummary } from "../build-summary.ts";
import { isAboutCommandLine, showCommandLine } from "../command-line-source.ts";
import type { EmitName } from "../emit-names.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { layOutBuild, readEarlierReport } from "../lay-out-build.ts";
import { type WriteResult, writeOutput } from "../output/write-output.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { openSpec } from "../open-spec.ts";
import { type OpenedProject, showSources } from "../project.ts";
import { showConflicts } from "../show-conflicts.ts";
import { isUsageError, type UsageError } from "../usage-error.ts";

/** The options of `envc build`. */
export interface BuildOptions {
  readonly target?: readonly string[];
  readonly env?: readonly string[];
  readonly out?: string;
  readonly emit?: EmitName;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly keep?: boolean;
  readonly merge?: boolean;
  readonly adopt?: boolean;
}

/** `envc build`: compiles and writes, or prints an inner form. */
export async function runBuild(
  platform: Platform,
  file: string | undefined,
  options: BuildOptions,
): Promise<ExitCode | UsageError> {
  const started = platform.milliseconds();
  if (options.keep === true && options.force === true)
    return { usage: "`--keep` and `--force` say the opposite of each other: your files stay, or they are replaced." };
  const project = openSpec(platform, file);
  if (typeof project === "number" || isUsageError(project)) return project;
  const output = joinPath(
    platform.workingFolder,
    (options.out ?? joinPath(project.folder, "out")).replaceAll("\\", "/"),
  );
  if (isInside(output, project.folder))
    return {
      usage:
        "The output folder is replaced as a whole, so it may not be the project's own folder or one above it. Choose another one with --out FOLDER.",
    };

  const wanted: CompileOptions = { targets: options.target ?? [], environments: options.env ?? [] };
  const result = await compile(project, wanted);
  if (options.emit !== undefined) return await emit(platform, project, result, options.emit);
  const sources = showSources(platform, project, result.sources);
  if (hasError(result.diagnostics)) {
    const shown = showCommandLine("build", result.diagnostics, sources);
    printDiagnostics(platform, shown.diagnostics, shown.sources, "human", result.omitted);
    return isOnlyUsage(result.diagnostics) ? exitCodes.usage : exitCodes.specError;
  }
  const earlier = readEarlierReport(platform, output);
  const owner = earlier?.project ?? result.report.project;
  if (owner !== result.report.project && options.force !== true) {
    const shown = options.out ?? "out";
    const place = { file: shown, start: 0, end: 0 };
    const params = { folder: shown, owner, project: result.report.project };
    printDiagnostics(platform, [...result.diagnostics, diagnose("E0912", params, place)], sources);
    return exitCodes.refused;
  }
  const shown = relativePath(platform.workingFolder, output);
  const taken = options.adopt === true ? await adopt(platform, project, output, shown, result, wanted) : undefined;
  const build = taken?.result ?? result;
  const notes = [...build.diagnostics, ...(taken?.diagnostics ?? [])];
  if (hasError(notes)) {
    printDiagnostics(platform, notes, showSources(platform, project, build.sources));
    return exitCodes.specError;
  }
  const tree = layOutBuild(platform, output, build, wanted);
  const texts = taken?.texts ?? new Map<string, string>();
  const write = (dryRun: boolean): WriteResult =>
    writeOutput(platform, output, tree, {
      force: options.force ?? false,
      keep: options.keep ?? false,
      merge: options.merge ?? false,
      adopted: taken?.adopted ?? new Map(),
      dryRun,
    });
  // The spec is written first: a kill in between leaves edits that the next build makes itself.
  let written = write(options.dryRun === true || texts.size > 0);
  const { terminal, environment } = platform;
  const errorPalette = createPalette(wantsColor(environment, terminal.errorIsTerminal));
  terminal.printError(showConflicts(written.conflicts, shown, errorPalette));
  if (texts.size > 0 && !hasError(written.diagnostics)) {
    const palette = createPalette(wantsColor(environment, terminal.outputIsTerminal));
    terminal.print(`${showSpecChanges(platform, project, result.sources, texts, palette)}\n`);
  }
  if (texts.size > 0 && options.dryRun !== true && !hasError(written.diagnostics)) {
    const problem = saveSpec(platform, project, result.sources, texts);
    if (typeof problem === "string")
      return { usage: `\`${problem}\` was saved by somebody else just now. Nothing was written; build again.` };
    written = problem === undefined ? write(false) : { ...written, diagnostics: [problem] };
  }
  printDiagnostics(
    platform,
    [...notes, ...written.diagnostics],
    showSources(platform, project, build.sources),
    "human",
    build.omitted,
  );
  if (hasError(written.diagnostics)) return exitCodes.refused;
  printSummary(platform, {
    project,
    output,
    result: build,
    written,
    earlier: owner === result.report.project ? earlier : undefined,
    dryRun: options.dryRun ?? false,
    adopt: options.adopt ?? false,
    milliseconds: platform.milliseconds() - started,
  });
  return exitCodes.ok;
}

/** What the spec can take over of the edits in the output, and the build of it then. */
async function adopt(
  platform: Platform,
  project: OpenedProject,
  output: string,
  shown: string,
  result: CompileResult,
  wanted: CompileOptions,
): Promise<Adoption> {
  // Whether a new value changes another environment shows only when all of them are built.
  const isWhole = (wanted.environments ?? []).length === 0;
  const whole = isWhole ? result : await compile(project, { ...wanted, environments: [] });
  return adoptEdits(platform, project, output, shown, whole, wanted);
}

function isOnlyUsage(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.filter((each) => each.severity === "error").every(isAboutCommandLine);
}

async function emit(
  platform: Platform,
  project: OpenedProject,
  result: CompileResult,
  form: EmitName,
): Promise<ExitCode> {
  const { emitJson } = await import("../emit-json.ts");
  // What could be understood is printed even when there are mistakes: that is when one wants to look at it.
  platform.terminal.print(emitJson(result, form));
  const shown = showCommandLine("build", result.diagnostics, showSources(platform, project, result.sources));
  printDiagnostics(platform, shown.diagnostics, shown.sources);
  return hasError(result.diagnostics) ? exitCodes.specError : exitCodes.ok;
}
