import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checklist, parts, type Answer, type Point } from "./checklist.ts";
import type { Check, CheckResult } from "./checks.ts";

/** One row of the printed list. */
interface Row {
  readonly tool: string;
  readonly result: "ok" | "FAIL" | "lab" | "test" | "manual" | "not here" | "no output";
  readonly figure: string;
}

/** The checklist with what answered each point; `failed` counts the points that have no answer or a bad one. */
export function printChecklist(
  root: string,
  checks: readonly Check[],
  results: readonly CheckResult[],
): { readonly text: string; readonly failed: number } {
  const rows = checklist.map((point) => ({ point, rows: rowsOf(root, point, checks, results) }));
  const lines = rows.flatMap(({ point, rows: own }) => [
    ...(parts.has(point.number) ? ["", parts.get(point.number) ?? ""] : []),
    ...own.map(
      ({ tool, result, figure }, index) =>
        `${index === 0 ? String(point.number).padStart(3) : "   "}  ${(index === 0 ? point.what : "").padEnd(66)}  ${result.padEnd(9)} ${figure.padEnd(9)} ${tool}`,
    ),
  ]);
  const failed = rows.filter(({ rows: own }) => own.some(({ result }) => result === "FAIL")).length;
  return { text: lines.join("\n"), failed };
}

function rowsOf(root: string, point: Point, checks: readonly Check[], results: readonly CheckResult[]): readonly Row[] {
  return point.answers.flatMap((answer): readonly Row[] => {
    if (answer.by !== "here") return [elsewhere(root, answer)];
    const tools = checks.filter(({ points }) => points.includes(point.number)).map(({ tool }) => tool);
    if (tools.length === 0) return [{ tool: "no check names this point", result: "FAIL", figure: "" }];
    return [...new Set(tools)].map((tool) => {
      const own = results.filter((result) => result.tool === tool);
      const good = own.filter(({ passed }) => passed).length;
      const result = own.length === 0 ? "no output" : good === own.length ? "ok" : "FAIL";
      return { tool, result, figure: `${good} of ${own.length}` };
    });
  });
}

/** What this run does not show itself; what proves it must be there under its name. */
function elsewhere(root: string, answer: Exclude<Answer, { by: "here" }>): Row {
  if (answer.by === "manual") return { tool: answer.verdict, result: "manual", figure: "" };
  if (answer.by === "not here") return { tool: answer.reason, result: "not here", figure: "" };
  const place = answer.by === "lab" ? "test/lab" : answer.file;
  const tool = answer.by === "lab" ? `the lab: ${answer.step}` : `${place}: ${answer.seen}`;
  return sources(join(root, place)).some((file) => readFileSync(file, "utf8").includes(answer.seen))
    ? { tool, result: answer.by, figure: "" }
    : { tool: `${place} does not say "${answer.seen}"`, result: "FAIL", figure: "" };
}

/** A source file, or those of a folder; none where nothing is. */
function sources(place: string): readonly string[] {
  if (!existsSync(place)) return [];
  if (place.endsWith(".ts")) return [place];
  return readdirSync(place)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(place, name));
}
