import type { Diagnostic } from "./diagnostic.ts";
import { createPalette } from "./palette.ts";
import { renderGithub } from "./render-github.ts";
import { renderHuman, type Sources } from "./render-human.ts";
import { renderJson } from "./render-json.ts";
import { renderShort } from "./render-short.ts";

/** The forms that diagnostics are printed in. */
export const diagnosticFormats = ["human", "short", "json", "github"] as const;

/** One of {@link diagnosticFormats}. */
export type DiagnosticFormat = (typeof diagnosticFormats)[number];

/** All diagnostics in one form, in the order given. Empty for none, but for `json`, which is always a document. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  format: DiagnosticFormat,
  color = false,
): string {
  switch (format) {
    case "human": {
      const palette = createPalette(color);
      return diagnostics.map((diagnostic) => renderHuman(diagnostic, sources, palette)).join("\n");
    }
    case "short":
      return diagnostics.map((diagnostic) => renderShort(diagnostic, sources)).join("");
    case "json":
      return renderJson(diagnostics, sources);
    case "github":
      return diagnostics.map((diagnostic) => renderGithub(diagnostic, sources)).join("");
  }
}
