import { chooseShown, countOmitted } from "./choose-shown.ts";
import { type Diagnostic, type Omitted, nothingOmitted } from "./diagnostic.ts";
import { createPalette } from "./palette.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { renderGithub } from "./render-github.ts";
import { renderHuman, type Sources } from "./render-human.ts";
import { renderJson } from "./render-json.ts";
import { renderShort } from "./render-short.ts";

/** The forms that diagnostics are printed in. */
export const diagnosticFormats = ["human", "short", "json", "github"] as const;

/** One of {@link diagnosticFormats}. */
export type DiagnosticFormat = (typeof diagnosticFormats)[number];

/** How many diagnostics are printed: for people as many as anybody reads in one go, for programs ten times that. */
const shownAtMost: Readonly<Record<DiagnosticFormat, number>> = { human: 100, short: 1000, json: 1000, github: 1000 };

/**
 * Diagnostics in one form, in the order given; of very many only the first, and how many more there are, `omitted`
 * included. Empty for none, but for `json`, which is always a document.
 */
export function renderDiagnostics(
  all: readonly Diagnostic[],
  sources: Sources,
  format: DiagnosticFormat,
  color = false,
  omitted: Omitted = nothingOmitted,
): string {
  const shown = chooseShown(all, shownAtMost[format], omitted);
  const { diagnostics } = shown;
  const left = countOmitted(shown.omitted);
  const more = left === 0 ? "" : `… and ${left} more\n`;
  switch (format) {
    case "human": {
      const palette = createPalette(color);
      const shown = hideSecrets(diagnostics, sources);
      const blocks = diagnostics.map((diagnostic) => renderHuman(diagnostic, shown, palette));
      return [...blocks, ...(more === "" ? [] : [more])].join("\n");
    }
    case "short":
      return diagnostics.map((diagnostic) => renderShort(diagnostic, sources)).join("") + more;
    case "json":
      return renderJson(diagnostics, sources, left);
    case "github":
      return (
        diagnostics.map((diagnostic) => renderGithub(diagnostic, sources)).join("") +
        (more === "" ? "" : `::notice::${more}`)
      );
  }
}
