import type { SourceFile } from "../text/source-file.ts";
import { describeSpan } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { printable } from "./display-text.ts";
import type { Palette } from "./palette.ts";
import { type Mark, renderSnippet } from "./snippet.ts";

/**
 * Every source file that a diagnostic may point into, by the path that spans use; `path` of the source file itself is
 * what gets printed. A file that is missing is named without an excerpt.
 */
export type Sources = ReadonlyMap<string, SourceFile>;

/** A circle of five thousand commands is understood, or not, from its beginning. */
const relatedAtMost = 20;

/**
 * A diagnostic for people: title, the source with the place marked, what to type. Ends with a line end. The form is the
 * one of the language reference, section "Errors".
 */
export function renderHuman(diagnostic: Diagnostic, sources: Sources, palette: Palette): string {
  const paint = palette[diagnostic.severity];
  const shown = diagnostic.related.slice(0, relatedAtMost);
  const left = diagnostic.related.length - shown.length;
  const lines = [
    `${paint(`${diagnostic.severity}[${diagnostic.code}]`)}${palette.strong(`: ${printable(diagnostic.title)}`)}`,
  ];

  const groups = groupMarks({ ...diagnostic, related: shown }, paint, palette);
  const gutter = Math.max(2, ...groups.map(([file, marks]) => gutterWidth(sources.get(file), marks)));
  const edge = palette.dim;
  for (const [index, [file, marks]] of groups.entries()) {
    const source = sources.get(file);
    const first = marks.find((mark) => mark.primary) ?? marks[0];
    const place = source && first ? describeSpan(source, first.span) : file;
    const corner = index === 0 ? "┌─" : "├─";
    lines.push(`${" ".repeat(gutter + 1)}${edge(corner)} ${printable(place)}`);
    const body = source ? renderSnippet(source, marks, gutter, edge) : labelsWithoutSource(marks, gutter, edge);
    if (body.length > 0) lines.push(`${" ".repeat(gutter + 1)}${edge("│")}`, ...body);
  }
  lines.push(`${" ".repeat(gutter + 1)}${edge("│")}`);

  const indent = " ".repeat(gutter + 1);
  if (left > 0) lines.push(`${indent}note: and ${left} more places`);
  for (const note of diagnostic.notes) lines.push(...continued(`${indent}note: `, note));
  if (diagnostic.help !== undefined) lines.push(...continued(`${indent}help: `, helpText(diagnostic)));
  lines.push(`${indent}${palette.dim(`more: envc explain ${diagnostic.code}`)}`);
  return `${lines.join("\n")}\n`;
}

/** A safe fix is worth saying: the user need not type it. */
function helpText(diagnostic: Diagnostic): string {
  const help = diagnostic.help ?? "";
  const mechanical = diagnostic.fixes.some((fix) => fix.safety === "safe");
  return mechanical && !help.includes("envc check --fix") ? `${help} (envc check --fix)` : help;
}

/** The marks of each file, the primary one's file first. */
function groupMarks(
  diagnostic: Diagnostic,
  paint: (text: string) => string,
  palette: Palette,
): readonly (readonly [string, readonly Mark[]])[] {
  const groups = new Map<string, Mark[]>();
  const add = (span: Span, label: string, primary: boolean): void => {
    const marks = groups.get(span.file) ?? [];
    marks.push({ span, label: printable(label), primary, paint: primary ? paint : palette.note });
    groups.set(span.file, marks);
  };
  add(diagnostic.span, diagnostic.label ?? "", true);
  for (const related of diagnostic.related) add(related.span, related.message, false);
  return [...groups];
}

function gutterWidth(source: SourceFile | undefined, marks: readonly Mark[]): number {
  if (source === undefined) return 0;
  const end = Math.max(...marks.map((mark) => mark.span.end));
  return (
    describeSpan(source, { file: source.path, start: end, end })
      .slice(source.path.length + 1)
      .split(":")[0]?.length ?? 0
  );
}

function labelsWithoutSource(
  marks: readonly Mark[],
  gutter: number,
  edge: (text: string) => string,
): readonly string[] {
  return marks
    .filter((mark) => mark.label !== "")
    .map((mark) => `${" ".repeat(gutter + 1)}${edge("│")} ${mark.paint(mark.label)}`);
}

/** A text of several lines, each after the first indented to where the first begins. */
function continued(prefix: string, text: string): readonly string[] {
  return text.split("\n").map((line, index) => `${index === 0 ? prefix : " ".repeat(prefix.length)}${printable(line)}`);
}
