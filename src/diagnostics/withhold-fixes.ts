import { positionAt } from "../text/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Sources } from "./render-human.ts";

/** Where it is not known what is text and what is not: an unclosed text, an unclosed text block. */
const openTexts: readonly string[] = ["E0118", "E0119"];

/**
 * No fix is safe on the line of a text which was never closed, nor below it in the same file: what looks like a mistake
 * there may be a line of that text, and mending it would change what somebody wrote. Such fixes become suggestions.
 */
export function withholdFixes(diagnostics: readonly Diagnostic[], sources: Sources): readonly Diagnostic[] {
  const open = new Map<string, number>();
  for (const { code, span } of diagnostics) {
    const source = sources.get(span.file);
    if (source === undefined || !openTexts.includes(code)) continue;
    const line = source.lineStarts[positionAt(source, span.start).line - 1] ?? 0;
    open.set(span.file, Math.min(open.get(span.file) ?? line, line));
  }
  if (open.size === 0) return diagnostics;
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    fixes: diagnostic.fixes.map((fix) =>
      fix.edits.some(({ span }) => span.end > (open.get(span.file) ?? Infinity))
        ? { ...fix, safety: "suggested" as const }
        : fix,
    ),
  }));
}
