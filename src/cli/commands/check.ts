import { type Diagnostic, type Omitted, nothingOmitted } from "../../diagnostics/diagnostic.ts";
import type { DiagnosticFormat } from "../../diagnostics/render.ts";
import type { Sources } from "../../diagnostics/render-human.ts";
import { withholdFixes } from "../../diagnostics/withhold-fixes.ts";
import { check, hasError } from "../../index.ts";
import { joinPath } from "../../platform/paths.ts";
import type { Platform } from "../../platform/platform.ts";
import { applySafeFixes } from "../apply-fixes.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { findSpec, openProject, showSources } from "../project.ts";
import { replaceFile } from "../replace-file.ts";
import { isUsageError, type UsageError } from "../usage-error.ts";

/** The options of `envc check`. */
export interface CheckOptions {
  readonly fix?: boolean;
  readonly format: DiagnosticFormat;
}

/** Fixing may uncover further mistakes, which may have fixes too; this many rounds at most. */
const fixRounds = 10;

/** `envc check`: reports every mistake of every file, after mending what can be mended when asked to. */
export async function runCheck(
  platform: Platform,
  files: readonly string[],
  options: CheckOptions,
): Promise<ExitCode | UsageError> {
  const diagnostics: Diagnostic[] = [];
  const sources = new Map<string, Sources extends ReadonlyMap<string, infer S> ? S : never>();
  let omitted = nothingOmitted;
  let mended = 0;
  let unreadable = false;
  const good: string[] = [];
  for (const given of files.length === 0 ? [undefined] : files) {
    const path = findSpec(platform, given);
    if (isUsageError(path)) return path;
    const result = checkOne(platform, path, options.fix ?? false);
    mended += result.mended;
    omitted = addOmitted(omitted, result.omitted);
    unreadable ||= result.unreadable;
    if (result.diagnostics.length === 0) good.push(result.shown);
    // Two projects may both have a `main.envspec`: what is printed is told apart by the path that is shown.
    for (const [key, source] of result.sources) sources.set(`${path}\0${key}`, source);
    diagnostics.push(...result.diagnostics.map((diagnostic) => movePaths(diagnostic, path)));
  }
  if (options.format === "human" && mended > 0)
    platform.terminal.printError(`Mended ${mended} ${mended === 1 ? "mistake" : "mistakes"}.\n`);
  printDiagnostics(platform, diagnostics, sources, options.format, omitted);
  if (options.format === "human" && diagnostics.length === 0)
    platform.terminal.print(
      `${good.join(", ")}: no mistakes found; what each target makes of it, \`envc build --dry-run\` says\n`,
    );
  if (unreadable) return exitCodes.usage;
  return hasError(diagnostics) ? exitCodes.specError : exitCodes.ok;
}

function addOmitted(a: Omitted, b: Omitted): Omitted {
  if (b === nothingOmitted) return a;
  return { error: a.error + b.error, warning: a.warning + b.warning, note: a.note + b.note };
}

interface OneResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly omitted: Omitted;
  readonly sources: Sources;
  readonly mended: number;
  readonly unreadable: boolean;
  readonly shown: string;
}

function checkOne(platform: Platform, path: string, fix: boolean): OneResult {
  let mended = 0;
  for (let round = 0; ; round++) {
    const project = openProject(platform, path);
    if ("code" in project) {
      const nothing = { sources: new Map(), omitted: nothingOmitted };
      return { ...nothing, diagnostics: [project], mended, unreadable: true, shown: path };
    }
    const result = check(project);
    const known = withholdFixes(result.diagnostics, result.sources);
    const fixed = fix && round < fixRounds ? applySafeFixes(known, result.sources) : [];
    // A file of the standard library is nobody's to change.
    const own = fixed.filter((file) => result.sources.has(file.path) && !file.path.startsWith("std/"));
    if (own.length === 0) {
      const sources = showSources(platform, project, result.sources);
      const { diagnostics, omitted } = result;
      return { diagnostics, omitted, sources, mended, unreadable: false, shown: project.shown };
    }
    for (const file of own) {
      replaceFile(platform, joinPath(project.folder, file.path), file.text);
      mended += file.count;
    }
  }
}

/** Puts the project's path in front of every file name of a diagnostic's spans, as the keys of the sources have it. */
function movePaths(diagnostic: Diagnostic, project: string): Diagnostic {
  const move = <T extends { readonly file: string }>(span: T): T => ({ ...span, file: `${project}\0${span.file}` });
  if (diagnostic.code === "E0920") return diagnostic;
  return {
    ...diagnostic,
    span: move(diagnostic.span),
    related: diagnostic.related.map((related) => ({ ...related, span: move(related.span) })),
    fixes: diagnostic.fixes.map((each) => ({
      ...each,
      edits: each.edits.map((edit) => ({ ...edit, span: move(edit.span) })),
    })),
  };
}
