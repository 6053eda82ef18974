import { MASKS } from "./masks.ts";
import type { Step, TrialResult } from "./trial-state.ts";

/** The columns of the final table: which steps each one sums up. */
const COLUMNS: readonly { readonly title: string; readonly holds: (step: Step) => boolean }[] = [
  {
    title: "first run",
    holds: (step) => /^(check on a virgin host|first run|image|image on slim|buildah|steps|compile)$/.test(step.step),
  },
  { title: "second run", holds: (step) => /^(second run|check after|.* ~ (second run|reboot))$/.test(step.step) },
  { title: "oracle", holds: (step) => step.step.endsWith("oracle") },
  { title: "running", holds: (step) => /(process|checks|rotation)$|^(kill|compose) /.test(step.step) },
];

/** The table at the end: one line for each spec, Debian version and target, then the pairs and the judge. */
export function renderTable(results: readonly TrialResult[]): string {
  const rows: string[][] = [
    ["spec", "suite", "target", ...COLUMNS.map((column) => column.title), "differences", "looked at", "seconds"],
  ];
  for (const result of results) {
    const targets = [...new Set(result.steps.map((step) => step.target))];
    for (const target of targets) {
      const steps = result.steps.filter((step) => step.target === target);
      const isTarget = target !== "pair" && target !== "judge";
      const cells = COLUMNS.map((column) => (isTarget ? verdict(steps.filter(column.holds)) : ""));
      const sum = (value: (step: Step) => number): string =>
        steps.reduce((total, step) => total + value(step), 0).toFixed(0);
      const sums = [sum((step) => step.looked), isTarget ? sum((step) => step.seconds) : ""];
      rows.push([result.name, result.suite, target, ...cells, isTarget ? "" : verdict(steps), ...sums]);
    }
  }
  const widths = rows[0]!.map((_title, index) => Math.max(...rows.map((row) => row[index]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Where the time went: every trial, the longest first, with its longest steps. */
export function renderTimes(results: readonly TrialResult[]): string {
  const longest = results.toSorted((one, other) => other.seconds - one.seconds);
  const lines = longest.map(({ name, suite, steps, seconds }) => {
    const slow = steps.toSorted((one, other) => other.seconds - one.seconds).slice(0, 4);
    const parts = slow.map((step) => `${step.target} ${step.step} ${step.seconds.toFixed(0)} s`);
    return `  ${seconds.toFixed(0).padStart(6)} s  ${name} ${suite}: ${parts.join(", ")}`;
  });
  return ["seconds of each trial, and its longest steps:", ...lines].join("\n");
}

/** How much each mask swallowed, and which ones no longer explain anything: those should go. */
export function renderMasks(results: readonly TrialResult[]): string {
  const counts = new Map<string, number>();
  for (const result of results) for (const [id, count] of result.masked) counts.set(id, (counts.get(id) ?? 0) + count);
  const lines = MASKS.map((mask) => `  ${String(counts.get(mask.id) ?? 0).padStart(6)}  ${mask.id}: ${mask.reason}`);
  const derived = counts.get("reported-not-here");
  if (derived !== undefined)
    lines.push(
      `  ${String(derived).padStart(6)}  reported-not-here: an image does not carry it, by its own build report`,
    );
  return ["facts swallowed by each mask:", ...lines].join("\n");
}

/** Every failed step with its evidence. */
export function renderFailures(results: readonly TrialResult[]): string {
  const blocks = results.flatMap((result) =>
    result.steps
      .filter((step) => !step.ok)
      .map((step) => {
        const evidence = step.evidence
          .split("\n")
          .map((line) => `    ${line}`)
          .join("\n");
        return `${result.name} ${result.suite} ${step.target}: ${step.step} FAILED ${step.note}\n${evidence}`;
      }),
  );
  return blocks.join("\n\n");
}

/** The last line of a run. */
export function renderVerdict(results: readonly TrialResult[]): string {
  const steps = results.flatMap((result) => result.steps);
  const failed = steps.filter((step) => !step.ok).length;
  return `${steps.length - failed} passed, ${failed} failed`;
}

function verdict(steps: readonly Step[]): string {
  if (steps.length === 0) return "–";
  const failed = steps.filter((step) => !step.ok).length;
  return failed === 0 ? "ok" : `${failed} FAILED`;
}
