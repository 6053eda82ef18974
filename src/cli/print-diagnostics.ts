import { type Diagnostic, type Omitted, nothingOmitted } from "../diagnostics/diagnostic.ts";
import { createPalette } from "../diagnostics/palette.ts";
import { type DiagnosticFormat, renderDiagnostics } from "../diagnostics/render.ts";
import type { Sources } from "../diagnostics/render-human.ts";
import { withholdFixes } from "../diagnostics/withhold-fixes.ts";
import { type Platform, wantsColor } from "../platform/platform.ts";

/**
 * Prints diagnostics for people to standard error, with a line that counts them at the end. The other forms are made to
 * be read by programs and go to standard output.
 */
export function printDiagnostics(
  platform: Platform,
  found: readonly Diagnostic[],
  sources: Sources,
  format: DiagnosticFormat = "human",
  omitted: Omitted = nothingOmitted,
): void {
  const diagnostics = withholdFixes(found, sources);
  const { terminal, environment } = platform;
  if (format !== "human") {
    terminal.print(renderDiagnostics(diagnostics, sources, format, false, omitted));
    return;
  }
  if (diagnostics.length === 0) return;
  const color = wantsColor(environment, terminal.errorIsTerminal);
  terminal.printError(
    `${renderDiagnostics(diagnostics, sources, format, color, omitted)}\n${countDiagnostics(diagnostics, color, omitted)}\n`,
  );
}

/** `2 errors and 1 warning; envc check --fix mends 1 of them` */
export function countDiagnostics(
  diagnostics: readonly Diagnostic[],
  color: boolean,
  omitted: Omitted = nothingOmitted,
): string {
  const palette = createPalette(color);
  const count = (severity: Diagnostic["severity"]): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length + omitted[severity];
  const parts = [
    plural(count("error"), "error", palette.error),
    plural(count("warning"), "warning", palette.warning),
    plural(count("note"), "note", palette.note),
  ].filter((part) => part !== "");
  const fixable = diagnostics.filter((diagnostic) => diagnostic.fixes.some((fix) => fix.safety === "safe")).length;
  let hint = "";
  if (fixable > 0)
    hint = `; \`envc check --fix\` mends ${fixable === diagnostics.length && omitted === nothingOmitted ? "all" : fixable} of them`;
  if (fixable === 1 && diagnostics.length === 1) hint = "; `envc check --fix` mends it";
  return `${parts.join(" and ")}${hint}`;
}

function plural(count: number, word: string, paint: (text: string) => string): string {
  if (count === 0) return "";
  return paint(`${count} ${word}${count === 1 ? "" : "s"}`);
}
