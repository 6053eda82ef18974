import type { Check, Target } from "./cases.ts";
import type { Ran } from "./exec.ts";

/** Runs the commands of `lab.json` on one finished machine and says which outputs are not as promised. */
export async function runChecks(
  checks: readonly Check[],
  target: Target,
  run: (args: readonly string[]) => Promise<Ran>,
): Promise<{ readonly tried: number; readonly failures: readonly string[] }> {
  const failures: string[] = [];
  let tried = 0;
  for (const check of checks) {
    if (check.on !== undefined && !check.on.includes(target)) continue;
    tried += 1;
    const ran = await run(check.run);
    const output = ran.stdout.toString("utf8");
    const name = check.run.join(" ").slice(0, 120);
    if (ran.code !== 0) failures.push(`${name}: exit code ${ran.code}: ${ran.stderr.trimEnd().slice(-300)}`);
    else if (check.equals !== undefined && output !== check.equals) {
      failures.push(`${name}: printed ${show(output)}, not ${show(check.equals)}`);
    } else if (check.json !== undefined) {
      failures.push(...differences(parse(output), check.json, name.slice(0, 20)));
    } else if (check.matches !== undefined && !new RegExp(check.matches, "m").test(output)) {
      failures.push(`${name}: printed ${show(output)}, nothing like ${check.matches}`);
    }
  }
  return { tried, failures };
}

function show(text: string | undefined): string {
  return (JSON.stringify(text) ?? "nothing").slice(0, 300);
}

function parse(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return output;
  }
}

/** Names every place where two JSON values differ. */
export function differences(found: unknown, wanted: unknown, path: string): string[] {
  if (JSON.stringify(found) === JSON.stringify(wanted)) return [];
  if (!isObject(found) || !isObject(wanted))
    return [`${path}: ${show(JSON.stringify(found))}, not ${show(JSON.stringify(wanted))}`];
  const keys = [...new Set([...Object.keys(found), ...Object.keys(wanted)])].sort();
  return keys.flatMap((key) => differences(found[key], wanted[key], `${path} ${key}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
