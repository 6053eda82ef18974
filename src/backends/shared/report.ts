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
  /** The resource is one that shall not be there (`absent`). */
  readonly absent?: true;
  readonly support: "full" | "adapted" | "none";
  /**
   * Labels of parts inside the resource that outlive their blocks, `database shop`, with what takes such a part away;
   * said in the first line of a resource.
   */
  readonly parts?: readonly string[];
  /** Blocks that take away what the resource leaves, for a kind that cannot be `absent`; said in the first line, too. */
  readonly remains?: readonly string[];
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
  /** Machine → its first host, where one is named: a server stays the same when its machine is called otherwise. */
  readonly leading?: Readonly<Record<string, string>>;
  /** Of resources: one counts as the worst of what its ops get. */
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

/** A resource of the project on one machine. */
export interface ReportedResource {
  readonly machine: string;
  readonly resource: string;
  readonly absent: boolean;
  readonly span: Span | undefined;
  /** As in {@link ReportLine}; may be empty. */
  readonly parts: readonly string[];
  readonly remains: readonly string[];
}

/**
 * The report of one target and environment. `place` names the start of a span. Lines are in the order of `resources`, what
 * the machines themselves need first. A resource whose op was merged into that of another one (kernel settings share a
 * file) gets a line of its own: no resource is missing.
 */
export function reportTarget(
  target: string,
  program: Program,
  rows: readonly ReportRow[],
  resources: readonly ReportedResource[],
  place: (span: Span) => string,
): TargetReport {
  const ops = program.machines.flatMap((machine) => machine.ops);
  const absent = new Set(resources.filter((each) => each.absent).map(keyOf));
  const said = new Set<string>();
  const byKey = new Map(resources.map((each) => [keyOf(each), each]));
  const lines = orderRows(coverResources(rows, resources), resources).map((row) => {
    const resource = byKey.get(keyOf(row));
    const line = describeRow(row, absent.has(keyOf(row)), said.has(keyOf(row)) ? undefined : resource, place);
    said.add(keyOf(row));
    return line;
  });
  const leading = program.machines.flatMap(({ name, hosts }) => hosts.slice(0, 1).map((host) => [name, host.name]));
  return {
    target,
    ...(program.environment === undefined ? {} : { environment: program.environment }),
    ...(leading.length === 0 ? {} : { leading: Object.fromEntries(leading) }),
    counts: countResources(lines),
    unguardedCommands: ops.filter((op) => op.op === "exec" && op.always).length,
    rawBlocks: ops.filter((op) => op.op === "raw").length,
    lines,
  };
}

/** Adds a row for each resource that has none, copied from the row which its declaration went into. */
function coverResources(rows: readonly ReportRow[], resources: readonly ReportedResource[]): readonly ReportRow[] {
  const covered = new Set(rows.map(keyOf));
  const bySpan = new Map<string, ReportRow>();
  for (const row of rows) for (const span of row.spans) bySpan.set(`${row.machine}\0${JSON.stringify(span)}`, row);
  const added = resources.flatMap((each): readonly ReportRow[] => {
    const row = bySpan.get(`${each.machine}\0${JSON.stringify(each.span)}`);
    if (covered.has(keyOf(each)) || row === undefined || each.span === undefined) return [];
    return [{ ...row, resource: each.resource, spans: [each.span] }];
  });
  return [...rows, ...added];
}

function orderRows(rows: readonly ReportRow[], resources: readonly ReportedResource[]): readonly ReportRow[] {
  const order = new Map(resources.map((each, index) => [keyOf(each), index]));
  return [...rows].sort((a, b) => (order.get(keyOf(a)) ?? -1) - (order.get(keyOf(b)) ?? -1));
}

function keyOf(row: Pick<ReportRow, "machine" | "resource">): string {
  return `${row.machine}\0${row.resource}`;
}

function countResources(lines: readonly ReportLine[]): TargetReport["counts"] {
  const worst = new Map<string, ReportLine["support"]>();
  for (const line of lines) worst.set(keyOf(line), worseSupport(worst.get(keyOf(line)), line.support));
  const all = [...worst.values()];
  const count = (support: ReportLine["support"]): number => all.filter((each) => each === support).length;
  return { full: count("full"), adapted: count("adapted"), none: count("none") };
}

/** The worse of two: a resource of which one part is not there is not there. */
export function worseSupport(a: ReportLine["support"] | undefined, b: ReportLine["support"]): ReportLine["support"] {
  const order = ["full", "adapted", "none"] as const;
  return a === undefined || order.indexOf(b) > order.indexOf(a) ? b : a;
}

function describeRow(
  row: ReportRow,
  isAbsent: boolean,
  whole: ReportedResource | undefined,
  place: (span: Span) => string,
): ReportLine {
  const span = row.spans[0];
  return {
    machine: row.machine,
    resource: row.resource,
    op: row.op,
    ...(isAbsent ? { absent: true } : {}),
    ...(whole === undefined || whole.parts.length === 0 ? {} : { parts: whole.parts }),
    ...(whole === undefined || whole.remains.length === 0 ? {} : { remains: whole.remains }),
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
