import { type BuildReport, type ReportLine, type TargetReport, worseSupport } from "../backends/shared/report.ts";
import { displayWidth, foldText, padDisplay, printable } from "../diagnostics/display-text.ts";
import type { Palette } from "../diagnostics/palette.ts";

/** How the table is printed. */
export interface TableStyle {
  readonly palette: Palette;
  /** Width in columns to fold reasons at. */
  readonly columns: number;
}

/** A table with more rows than this shows only what is not full everywhere. */
const shortTable = 24;

const words: Readonly<Record<ReportLine["support"], string>> = { full: "full", adapted: "adapted", none: "not here" };

/**
 * The report for a terminal: per resource how each target does it, then why it is not full where it is not. Environments
 * that get the same table share it.
 */
export function renderReportTable(report: BuildReport, style: TableStyle): readonly string[] {
  const groups = groupEnvironments(report.builds);
  const lines: string[] = [];
  for (const [index, group] of groups.entries()) {
    if (index > 0) lines.push("");
    if (groups.length > 1) lines.push(style.palette.strong(`  ${group.environments.join(", ")}`));
    lines.push(...renderGroup(group.builds, style));
  }
  // Targets of one environment tell of the same commands, so the largest number is the number.
  const unguarded = Math.max(0, ...report.builds.map((build) => build.unguardedCommands));
  const raw = Math.max(0, ...report.builds.map((build) => build.rawBlocks));
  const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
  const text = `${count(unguarded, "command", "commands")} without a guard, ${count(raw, "raw block", "raw blocks")}`;
  lines.push("", `  ${unguarded + raw > 0 ? style.palette.warning(text) : style.palette.dim(text)}`);
  return lines;
}

interface Group {
  readonly environments: string[];
  readonly builds: readonly TargetReport[];
}

function groupEnvironments(builds: readonly TargetReport[]): readonly Group[] {
  const byEnvironment = new Map<string, TargetReport[]>();
  for (const build of builds) {
    const name = build.environment ?? "";
    byEnvironment.set(name, [...(byEnvironment.get(name) ?? []), build]);
  }
  const groups = new Map<string, Group>();
  for (const [name, list] of byEnvironment) {
    const key = JSON.stringify(list.map((build) => [build.target, build.lines]));
    const group = groups.get(key) ?? { environments: [], builds: list };
    group.environments.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** A resource on a machine; the worst of what its ops get. */
interface Row {
  readonly name: string;
  readonly cells: Map<string, ReportLine["support"]>;
}

function renderGroup(builds: readonly TargetReport[], style: TableStyle): readonly string[] {
  const { palette } = style;
  const machines = new Set(builds.flatMap((build) => build.lines.map((line) => line.machine)));
  const rows = new Map<string, Row>();
  for (const build of builds)
    for (const line of build.lines) {
      const name = printable(machines.size > 1 ? `${line.machine} · ${line.resource}` : line.resource);
      const row = rows.get(name) ?? { name, cells: new Map() };
      row.cells.set(build.target, worseSupport(row.cells.get(build.target), line.support));
      rows.set(name, row);
    }
  const targets = builds.map((build) => build.target);
  const all = [...rows.values()];
  const isFull = (row: Row): boolean => targets.every((target) => (row.cells.get(target) ?? "full") === "full");
  const shown = all.length > shortTable ? all.filter((row) => !isFull(row)) : all;
  const nameWidth = Math.max(8, ...shown.map((row) => displayWidth(row.name)));
  const cellWidth = Math.max(10, ...targets.map((target) => target.length));
  const lines: string[] = [];
  if (shown.length > 0) {
    const head = targets.map((target) => padDisplay(target, cellWidth)).join("  ");
    lines.push(palette.dim(`  ${" ".repeat(nameWidth)}  ${head}`.trimEnd()));
  }
  for (const row of shown) {
    const cells = targets.map((target) => paintCell(row.cells.get(target), cellWidth, palette));
    lines.push(`  ${padDisplay(row.name, nameWidth)}  ${cells.join("  ")}`.trimEnd());
  }
  const hidden = all.length - shown.length;
  if (hidden > 0)
    lines.push(`  ${shown.length > 0 ? `and ${hidden} more` : `all ${hidden} resources`}: full everywhere`);
  return [...lines, ...renderReasons(builds, style)];
}

function paintCell(support: ReportLine["support"] | undefined, width: number, palette: Palette): string {
  if (support === undefined) return palette.dim(padDisplay("-", width));
  const text = padDisplay(words[support], width);
  if (support === "full") return palette.good(text);
  return support === "adapted" ? palette.note(text) : palette.warning(text);
}

/** Per target: what is adapted and what is not there, with the line of the spec, why, and what to do instead. */
function renderReasons(builds: readonly TargetReport[], style: TableStyle): readonly string[] {
  const { palette } = style;
  const lines: string[] = [];
  for (const build of builds)
    for (const support of ["adapted", "none"] as const) {
      const concerned = new Map<string, ReportLine>();
      for (const line of build.lines)
        if (line.support === support) concerned.set(`${line.machine}\0${line.resource}\0${line.reason}`, line);
      if (concerned.size === 0) continue;
      lines.push("", `  ${palette.strong(`${build.target}, ${words[support]}:`)}`);
      for (const line of concerned.values()) {
        const place = line.at === undefined ? "" : palette.dim(`  ${line.at}`);
        lines.push(`    ${printable(line.resource)}${place}`);
        const instead = line.instead === undefined ? "" : ` Instead: ${line.instead}`;
        lines.push(
          ...foldText(printable(`${sentence(line.reason ?? "")}${instead}`), Math.max(style.columns - 6, 20)).map(
            (text) => `      ${text}`,
          ),
        );
      }
    }
  return lines;
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) || start === "" ? start : `${start}.`;
}
