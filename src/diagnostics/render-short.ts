import { describeSpan } from "../text/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { printable } from "./display-text.ts";
import type { Sources } from "./render-human.ts";

/** `file:line:column: error E0203: title`, the form that editors and `grep` understand. Ends with a line end. */
export function renderShort(diagnostic: Diagnostic, sources: Sources): string {
  const source = sources.get(diagnostic.span.file);
  const place = source ? describeSpan(source, diagnostic.span) : diagnostic.span.file;
  return `${printable(place)}: ${diagnostic.severity} ${diagnostic.code}: ${printable(diagnostic.title)}\n`;
}
