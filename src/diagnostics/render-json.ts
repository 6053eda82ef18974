import { positionAt } from "../text/source-file.ts";
import type { Position, Span } from "../text/span.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Sources } from "./render-human.ts";

/** The version of the JSON form; raised with every change that a reader would notice. */
export const diagnosticsFormat = 1;

/** Where something is, for programs: 1-based lines and columns, and the offsets they were made from. */
export interface JsonSpan {
  readonly file: string;
  readonly start: Position & { readonly offset: number };
  readonly end: Position & { readonly offset: number };
}

/** A span with its positions; a file that is not among the sources gives line 1, column 1. */
export function spanToJson(span: Span, sources: Sources): JsonSpan {
  const source = sources.get(span.file);
  const at = (offset: number): Position => (source ? positionAt(source, offset) : { line: 1, column: 1 });
  return {
    file: source?.path ?? span.file,
    start: { ...at(span.start), offset: span.start },
    end: { ...at(span.end), offset: span.end },
  };
}

/**
 * Diagnostics as one JSON document: `{"format":1,"diagnostics":[…],"omitted":0}` and a line end. `omitted` says how many
 * more there are.
 */
export function renderJson(diagnostics: readonly Diagnostic[], sources: Sources, omitted = 0): string {
  const rows = diagnostics.map((diagnostic) => ({
    code: diagnostic.code,
    slug: diagnostic.slug,
    severity: diagnostic.severity,
    title: diagnostic.title,
    span: spanToJson(diagnostic.span, sources),
    label: diagnostic.label ?? null,
    related: diagnostic.related.map(({ span, message }) => ({ span: spanToJson(span, sources), message })),
    notes: diagnostic.notes,
    help: diagnostic.help ?? null,
    fixes: diagnostic.fixes.map((fix) => ({
      title: fix.title,
      safety: fix.safety,
      edits: fix.edits.map((edit) => ({ span: spanToJson(edit.span, sources), text: edit.text })),
    })),
    data: diagnostic.data,
  }));
  return `${JSON.stringify({ format: diagnosticsFormat, diagnostics: rows, omitted }, null, 2)}\n`;
}
