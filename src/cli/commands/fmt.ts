import { createPalette } from "../../diagnostics/palette.ts";
import { format, type FormatResult } from "../../index.ts";
import { joinPath, nameOf, relativePath } from "../../platform/paths.ts";
import { type Platform, wantsColor } from "../../platform/platform.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { renderDiff } from "../line-diff.ts";
import { printDiagnostics } from "../print-diagnostics.ts";
import { openSpec } from "../open-spec.ts";
import { replaceFile } from "../replace-file.ts";
import { isUsageError, type UsageError } from "../usage-error.ts";

/** The options of `envc fmt`. */
export interface FmtOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
}

/** `envc fmt`: brings files into canonical form, or says which are not. A file with syntax errors is left alone. */
export async function runFmt(
  platform: Platform,
  files: readonly string[],
  options: FmtOptions,
): Promise<ExitCode | UsageError> {
  const { terminal } = platform;
  if (files.includes("-")) {
    if (files.length > 1) return { usage: "`-` means standard input, and stands alone." };
    const input = new TextDecoder().decode(terminal.readInput());
    return finish(platform, await format("stdin.envspec", input), "stdin.envspec", input, options, (text) => {
      terminal.print(text);
    });
  }
  let worst: ExitCode = exitCodes.ok;
  for (const given of files.length === 0 ? [undefined] : files) {
    const project = openSpec(platform, given);
    if (typeof project === "number" || isUsageError(project)) return project;
    const path = joinPath(project.folder, project.root);
    const bytes = project.files.readBytes(project.root);
    const before = bytes.ok ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.value) : "";
    const result = await format(nameOf(path), before);
    const shown = relativePath(platform.workingFolder, path);
    const code = finish(platform, result, shown, before, options, (text) => {
      if (text === before) return;
      replaceFile(platform, path, text);
      terminal.print(`formatted ${shown}\n`);
    });
    if (code !== exitCodes.ok) worst = code;
  }
  return worst;
}

function finish(
  platform: Platform,
  result: FormatResult,
  shown: string,
  before: string,
  options: FmtOptions,
  write: (text: string) => void,
): ExitCode {
  const { terminal } = platform;
  if (result.text === undefined) {
    const source = { ...result.source, path: shown };
    printDiagnostics(platform, result.diagnostics, new Map([[result.source.path, source]]));
    return exitCodes.specError;
  }
  if (!options.check && !options.diff) {
    write(result.text);
    return exitCodes.ok;
  }
  if (result.text === before) return exitCodes.ok;
  const palette = createPalette(wantsColor(platform.environment, terminal.outputIsTerminal));
  if (options.diff) terminal.print(renderDiff(shown, before, result.text, palette));
  else terminal.print(`${shown} is not in canonical form; type: envc fmt ${shown}\n`);
  return options.check ? exitCodes.specError : exitCodes.ok;
}
