import { lineText, positionAt, type SourceFile } from "../text/source-file.ts";
import type { Span } from "../text/span.ts";
import { displayLine, displayWidth } from "./display-text.ts";

/** A marked place of a source excerpt. */
export interface Mark {
  readonly span: Span;
  /** Printable; empty for none. */
  readonly label: string;
  /** The place the diagnostic is about: `^^^`. Others are marked `---`. */
  readonly primary: boolean;
  readonly paint: (text: string) => string;
}

/** Source lines wider than this are cut around the mark. */
const widest = 160;

interface PlacedMark extends Mark {
  readonly fromLine: number;
  readonly toLine: number;
  /** 0-based UTF-16 columns. */
  readonly fromColumn: number;
  readonly toColumn: number;
}

/**
 * The lines of a source file that hold marks, with the marks underneath; lines between are a `·`. A mark over several
 * lines shows its first and its last line, joined by a bracket.
 */
export function renderSnippet(
  source: SourceFile,
  marks: readonly Mark[],
  gutter: number,
  edge: (text: string) => string,
): readonly string[] {
  const placed = marks.map((mark) => place(source, mark));
  const wanted = new Set<number>();
  for (const mark of placed) {
    wanted.add(mark.fromLine);
    wanted.add(mark.toLine);
    // A gap of one line is shown: a `·` would take as much room.
    if (mark.toLine - mark.fromLine === 2) wanted.add(mark.fromLine + 1);
  }
  const bracketed = placed.filter((mark) => mark.toLine > mark.fromLine);
  const lines: string[] = [];
  let before: number | undefined;
  for (const line of [...wanted].sort((a, b) => a - b)) {
    if (before !== undefined && line > before + 1) {
      const rail = bracketed
        .map((mark) => (mark.fromLine < line && mark.toLine >= line ? mark.paint("│ ") : "  "))
        .join("");
      lines.push(`${" ".repeat(gutter + 1)}${edge("·")} ${rail}`.trimEnd());
    }
    before = line;
    lines.push(...renderLine(source, line, placed, bracketed, gutter, edge));
  }
  return lines;
}

function place(source: SourceFile, mark: Mark): PlacedMark {
  const from = positionAt(source, mark.span.start);
  let to = positionAt(source, Math.max(mark.span.end, mark.span.start));
  // A span that ends right behind a line end belongs to the line before.
  if (to.line > from.line && to.column === 1) {
    const line = to.line - 1;
    to = { line, column: lineText(source, line).length + 1 };
  }
  return { ...mark, fromLine: from.line, toLine: to.line, fromColumn: from.column - 1, toColumn: to.column - 1 };
}

function renderLine(
  source: SourceFile,
  line: number,
  placed: readonly PlacedMark[],
  bracketed: readonly PlacedMark[],
  gutter: number,
  edge: (text: string) => string,
): readonly string[] {
  const raw = lineText(source, line);
  const here = placed.filter((mark) => mark.fromLine === line && mark.toLine === line);
  const focus = here[0]?.fromColumn ?? placed.find((mark) => mark.toLine === line)?.toColumn ?? 0;
  const view = cutLine(raw, focus);
  const rail = bracketed
    .map((mark) => {
      if (mark.fromLine === line) return mark.paint("╭ ");
      return mark.fromLine < line && mark.toLine >= line ? mark.paint("│ ") : "  ";
    })
    .join("");
  const blank = bracketed
    .map((mark) => (mark.fromLine <= line && mark.toLine > line ? mark.paint("│ ") : "  "))
    .join("");
  const margin = `${" ".repeat(gutter + 1)}${edge("│")} `;
  const lines = [`${edge(`${String(line).padStart(gutter)} │`)} ${rail}${view.text}`.trimEnd()];
  for (const mark of [...here].sort((a, b) => b.fromColumn - a.fromColumn)) {
    const from = view.column(mark.fromColumn);
    const width = Math.max(1, view.column(mark.toColumn) - from);
    const sign = (mark.primary ? "^" : "-").repeat(width);
    const label = mark.label === "" ? "" : ` ${mark.label}`;
    lines.push(`${margin}${blank}${" ".repeat(from)}${mark.paint(sign + label)}`);
  }
  for (const [index, mark] of bracketed.entries()) {
    if (mark.toLine !== line) continue;
    const column = Math.max(0, view.column(mark.toColumn) - 1);
    const rest = "─".repeat((bracketed.length - index) * 2 - 1 + column);
    const label = mark.label === "" ? "" : ` ${mark.label}`;
    lines.push(`${margin}${"  ".repeat(index)}${mark.paint(`╰${rest}${mark.primary ? "^" : "-"}${label}`)}`);
  }
  return lines;
}

/** A line made printable and short enough, with a function from source column to printed column. */
function cutLine(raw: string, focus: number): { readonly text: string; readonly column: (at: number) => number } {
  // Cutting comes first, so that a line of a million characters costs as much as one of two hundred.
  const start = raw.length > widest && focus > widest / 2 ? Math.min(focus - 40, raw.length - widest) : 0;
  const end = Math.min(raw.length, start + widest);
  const before = start > 0 ? "… " : "";
  const after = end < raw.length ? " …" : "";
  const shown = displayLine(raw.slice(start, end));
  const shift = displayWidth(before);
  return {
    text: before + shown.text + after,
    column: (at) => shift + (shown.columns[Math.max(0, Math.min(at - start, end - start))] ?? 0),
  };
}
