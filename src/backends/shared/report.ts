import type { ReportRow } from "../../ir/backend.ts";
import type { Program } from "../../ir/program.ts";
import type { Span } from "../../text/span.ts";

/** The version of the report's form; raised with every change that a reader would notice. */
export const reportFormat = 1;

/** One line of the report: how a target does one op of one resource. */
export interface ReportLine {
  readonly machine: string;
  readonly resource: string;
  readonly op: string;
  readonly support: "full" | "adapted" | "none";
  /** Why it is not full. */
  readonly reason?: string;
  /** What to do instead, when it is not there at all. */
  readonly instead?: string;
  /** `file:line:column` of the declaration. */
  readonly at?: string;
}

/** What one target made of one environment. */
export interface TargetReport {
  readonly target: string;
  readonly environment?: string;
  readonly counts: { readonly full: number; readonly adapted: number; readonly none: number };
  /** Commands with `always = true`: nothing keeps them from running each time. */
  readonly unguardedCommands: number;
  /** Blocks of text for one target that envc does not understand. */
  readonly rawBlocks: number;
  readonly lines: readonly ReportLine[];
}

/** The content of `envc-report.json`. */
export interface BuildReport {
  readonly format: typeof reportFormat;
  readonly project: string;
  readonly builds: readonly TargetReport[];
}

/** The report of one target and environment. `place` names the start of a span; rows keep their order. */
export function reportTarget(
  target: string,
  program: Program,
  rows: readonly ReportRow[],
  place: (span: Span) => string,
): TargetReport {
  const ops = program.machines.flatMap((machine) => machine.ops);
  const count = (support: ReportLine["support"]): number =>
    rows.filter((row) => row.support.support === support).length;
  return {
    target,
    ...(program.environment === undefined ? {} : { environment: program.environment }),
    counts: { full: count("full"), adapted: count("adapted"), none: count("none") },
    unguardedCommands: ops.filter((op) => op.op === "exec" && op.always).length,
    rawBlocks: ops.filter((op) => op.op === "raw").length,
    lines: rows.map((row) => describeRow(row, place)),
  };
}

function describeRow(row: ReportRow, place: (span: Span) => string): ReportLine {
  const span = row.spans[0];
  return {
    machine: row.machine,
    resource: row.resource,
    op: row.op,
    support: row.support.support,
    ...(row.support.support === "full" ? {} : { reason: row.support.reason }),
    ...(row.support.support === "none" ? { instead: row.support.instead } : {}),
    ...(span === undefined ? {} : { at: place(span) }),
  };
}

/** Prints a report: one line of JSON per row, so that two reports compare well. */
export function printReport(report: BuildReport): string {
  const builds = report.builds.map((build) => {
    const { lines, ...head } = build;
    const fields = Object.entries(head).map(([key, value]) => `      ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    const rows = lines.map((line) => `        ${JSON.stringify(line)}`);
    const list = rows.length === 0 ? "[]" : `[\n${rows.join(",\n")}\n      ]`;
    return `    {\n${fields.join(",\n")},\n      "lines": ${list}\n    }`;
  });
  const list = builds.length === 0 ? "[]" : `[\n${builds.join(",\n")}\n  ]`;
  return `{\n  "format": ${report.format},\n  "project": ${JSON.stringify(report.project)},\n  "builds": ${list}\n}\n`;
}

/** Reads what {@link printReport} printed; undefined for anything else. */
export function readReport(text: string): BuildReport | undefined {
  try {
    const data: unknown = JSON.parse(text);
    const report = data as BuildReport;
    return typeof data === "object" && data !== null && report.format === reportFormat && Array.isArray(report.builds)
      ? report
      : undefined;
  } catch {
    return undefined;
  }
}
