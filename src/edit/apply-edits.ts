/** Applying text edits: what `check --fix` and editors do with the fixes of diagnostics. */
import type { Diagnostic, Fix, TextEdit } from "../diagnostics/diagnostic.ts";

/** The text after the edits, and what could not be done because something before it changed the same place. */
export interface Edited<T> {
  readonly text: string;
  readonly applied: readonly T[];
  readonly skipped: readonly T[];
}

/**
 * Applies edits to `text`. Spans count in the text as it was. Where two edits overlap the first one given wins; two
 * insertions at one place are both made, in the order given. An edit outside the text is skipped.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): Edited<TextEdit> {
  const {
    text: result,
    applied,
    skipped,
  } = applyGroups(
    text,
    edits.map((edit) => [edit]),
    edits,
  );
  return { text: result, applied, skipped };
}

/**
 * Applies fixes to `text`, each of them wholly or not at all. Fixes that overlap one given earlier, or the same edits
 * again, are reported as skipped; check the result and apply again for those.
 */
export function applyFixes(text: string, fixes: readonly Fix[]): Edited<Fix> {
  return applyGroups(
    text,
    fixes.map((fix) => fix.edits),
    fixes,
  );
}

/** The first safe fix of each diagnostic of one file, in the order of the diagnostics. */
export function safeFixes(diagnostics: readonly Diagnostic[], file: string): readonly Fix[] {
  return diagnostics.flatMap((diagnostic) => {
    const fix = diagnostic.fixes.find((one) => one.safety === "safe");
    return fix !== undefined && fix.edits.every((edit) => edit.span.file === file) ? [fix] : [];
  });
}

function applyGroups<T>(text: string, groups: readonly (readonly TextEdit[])[], owners: readonly T[]): Edited<T> {
  const taken: TextEdit[] = [];
  const applied: T[] = [];
  const skipped: T[] = [];
  // Sorted by start, so that one look at the neighbours tells whether an edit fits.
  const starts: TextEdit[] = [];
  for (const [index, group] of groups.entries()) {
    const owner = owners[index] as T;
    const fits = group.every((edit) => isInside(edit, text) && isFree(edit, starts)) && !overlapsItself(group);
    if (!fits) {
      skipped.push(owner);
      continue;
    }
    applied.push(owner);
    for (const edit of group) {
      taken.push(edit);
      starts.splice(lowerBound(starts, edit.span.start, edit.span.end), 0, edit);
    }
  }
  return { text: splice(text, taken), applied, skipped };
}

function isInside({ span }: TextEdit, text: string): boolean {
  return span.start >= 0 && span.start <= span.end && span.end <= text.length;
}

function isFree(edit: TextEdit, sorted: readonly TextEdit[]): boolean {
  const at = lowerBound(sorted, edit.span.start, edit.span.end);
  const [before, after] = [sorted[at - 1], sorted[at]];
  return (before === undefined || !overlap(before, edit)) && (after === undefined || !overlap(edit, after));
}

/** Two replacements overlap when they share a character, or when they are the same replacement. */
function overlap(a: TextEdit, b: TextEdit): boolean {
  const [first, second] = [a.span, b.span];
  if (first.start === first.end && second.start === second.end)
    return first.start === second.start && a.text === b.text;
  if (first.start === first.end) return second.start < first.start && first.start < second.end;
  if (second.start === second.end) return first.start < second.start && second.start < first.end;
  return first.start < second.end && second.start < first.end;
}

function overlapsItself(group: readonly TextEdit[]): boolean {
  return group.some((edit, index) => group.slice(0, index).some((other) => overlap(edit, other)));
}

/** Index of the first edit that starts, or else ends, behind the given place; equal ones count as before it. */
function lowerBound(sorted: readonly TextEdit[], start: number, end: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = sorted[middle]?.span;
    if (span !== undefined && (span.start < start || (span.start === start && span.end <= end))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function splice(text: string, edits: readonly TextEdit[]): string {
  // Stable: insertions at one place keep their order, and come before a replacement that starts there.
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = "";
  let at = 0;
  for (const edit of sorted) {
    result += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + text.slice(at);
}
