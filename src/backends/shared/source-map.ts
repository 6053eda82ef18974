import type { OutputFile } from "../../ir/backend.ts";
import type { Span } from "../../text/span.ts";

/** The version of the source map's form; raised with every change that a reader would notice. */
export const sourceMapFormat = 1;

/** Some lines of an output file and where they come from. */
export interface MappedLines {
  /** 1-based first and last line. */
  readonly from: number;
  readonly to: number;
  readonly machine: string;
  readonly op: string;
  /** `file:line:column` each, the declaration first. */
  readonly at: readonly string[];
}

/** Where the lines of one target's files come from, by path. */
export type SourceMap = ReadonlyMap<string, readonly MappedLines[]>;

/**
 * Prints the source map of one target: per file rows `[from, to, machine, op, place, …]`. Positions are lines and
 * columns, not offsets, so that people can read them too.
 */
export function printSourceMap(files: readonly OutputFile[], place: (span: Span) => string): string {
  const blocks = files
    .filter((file) => file.map.length > 0)
    .map((file) => {
      const rows = file.map.map((entry) =>
        JSON.stringify([entry.from, entry.to, entry.machine, entry.op, ...entry.spans.map(place)]),
      );
      return `    ${JSON.stringify(file.path)}: [\n      ${rows.join(",\n      ")}\n    ]`;
    });
  const body = blocks.length === 0 ? "{}" : `{\n${blocks.join(",\n")}\n  }`;
  return `{\n  "format": ${sourceMapFormat},\n  "files": ${body}\n}\n`;
}

/** Reads what {@link printSourceMap} printed; undefined for anything else. */
export function readSourceMap(text: string): SourceMap | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof data !== "object" || data === null || !("files" in data)) return undefined;
  if (!("format" in data) || data.format !== sourceMapFormat) return undefined;
  const result = new Map<string, readonly MappedLines[]>();
  for (const [path, rows] of Object.entries(data.files as Record<string, unknown>)) {
    if (!Array.isArray(rows)) return undefined;
    result.set(path, rows.map(readRow));
  }
  return result;
}

function readRow(row: readonly [number, number, string, string, ...string[]]): MappedLines {
  const [from, to, machine, op, ...at] = row;
  return { from, to, machine, op, at };
}

/** The rows that speak of a line, the most exact (shortest) first. */
export function findMappedLines(rows: readonly MappedLines[], line: number): readonly MappedLines[] {
  return rows.filter((row) => row.from <= line && line <= row.to).sort((a, b) => a.to - a.from - (b.to - b.from));
}
