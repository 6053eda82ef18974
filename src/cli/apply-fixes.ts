import type { Diagnostic, TextEdit } from "../diagnostics/diagnostic.ts";
import type { Sources } from "../diagnostics/render-human.ts";

/** A file with its safe fixes applied. */
export interface FixedFile {
  readonly path: string;
  readonly text: string;
  /** How many diagnostics were mended in it. */
  readonly count: number;
}

/**
 * Applies the safe fix of every diagnostic that has one. A fix whose edits touch those of an earlier one is left for the
 * next round. Files that do not change are not in the result.
 */
export function applySafeFixes(diagnostics: readonly Diagnostic[], sources: Sources): readonly FixedFile[] {
  const edits = new Map<string, TextEdit[]>();
  const counts = new Map<string, number>();
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes.find((each) => each.safety === "safe");
    if (fix === undefined || fix.edits.some((edit) => overlapsAny(edit, edits.get(edit.span.file) ?? []))) continue;
    for (const edit of fix.edits) {
      const changes = edits.get(edit.span.file);
      if (changes === undefined) edits.set(edit.span.file, [edit]);
      else changes.push(edit);
    }
    counts.set(diagnostic.span.file, (counts.get(diagnostic.span.file) ?? 0) + 1);
  }
  const fixed: FixedFile[] = [];
  for (const [path, changes] of edits) {
    const source = sources.get(path);
    if (source === undefined) continue;
    const text = applyEdits(source.text, changes);
    if (text !== source.text) fixed.push({ path, text, count: counts.get(path) ?? 0 });
  }
  return fixed;
}

function overlapsAny(edit: TextEdit, others: readonly TextEdit[]): boolean {
  return others.some(
    ({ span }) =>
      // Two insertions at one place would depend on their order.
      edit.span.start === span.start || (edit.span.start < span.end && span.start < edit.span.end),
  );
}

function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  for (const { span, text: replacement } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    result += text.slice(position, span.start) + replacement;
    position = span.end;
  }
  return result + text.slice(position);
}
