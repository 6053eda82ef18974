import { sleep, type Ran } from "./exec.ts";
import type { Check, HttpCheck } from "./lab-settings.ts";
import { besidePlace, inPlace, type Place } from "./place.ts";

/** What came of the checks at one place. */
export interface CheckResult {
  readonly tried: number;
  readonly failures: readonly string[];
}

/**
 * Makes the checks of `lab.json` that are for this place and says which are not as promised. Each has the seconds of
 * its own `within`, or `patience`, to come true.
 */
export async function runChecks(checks: readonly Check[], place: Place, patience = 0): Promise<CheckResult> {
  const failures: string[] = [];
  let tried = 0;
  for (const check of checks.filter((each) => isFor(each, place))) {
    tried += 1;
    const deadline = performance.now() + (check.within ?? patience) * 1000;
    let found = await tryCheck(check, place);
    while (found.length > 0 && performance.now() < deadline) {
      await sleep(500);
      found = await tryCheck(check, place);
    }
    failures.push(...found);
  }
  return { tried, failures };
}

function isFor(check: Check, place: Place): boolean {
  if (check.on !== undefined && !check.on.includes(place.target)) return false;
  // Services are places in the Compose project only; on a booted machine all of them are on the machine.
  if (check.service !== undefined && place.target === "dockerfile") return check.service === place.service;
  return place.names.length > 0 && (check.machine === undefined || place.names.includes(check.machine));
}

async function tryCheck(check: Check, place: Place): Promise<string[]> {
  if ("run" in check) {
    const ran = await inPlace(place, check.run);
    return judgeOutput(check.run.join(" ").slice(0, 120), ran, check);
  }
  const from = check.from ?? "inside";
  if ("http" in check) {
    const ran = await besidePlace(place, from, (address) => requestOf(check, address));
    return judgeAnswer(`${check.http} from ${from}`, ran, check);
  }
  const ran = await besidePlace(place, from, (address) => ["python3", "-c", TRY_PORT, address, String(check.port)]);
  const wanted = check.open ? "open" : "closed";
  const found = ran.code === 0 ? ran.stdout.toString().trim() : ran.stderr.trimEnd().slice(-300);
  return found === wanted ? [] : [`port ${check.port} from ${from} is ${found}, not ${wanted}`];
}

const TRY_PORT = `import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), 3).close()
    print("open")
except OSError:
    print("closed")
`;

function requestOf(check: HttpCheck, address: string): string[] {
  // The head goes to the other stream, so that the body stays as it is.
  const options = ["--silent", "--show-error", "--max-time", "10", "--dump-header", "/dev/stderr"];
  return ["curl", ...options, "--connect-to", `::${address}:`, ...(check.options ?? []), check.http];
}

function judgeAnswer(name: string, ran: Ran, check: HttpCheck): string[] {
  if (ran.code !== 0) return judgeOutput(name, ran, check);
  const head = ran.stderr.replaceAll("\r", "").trimEnd();
  const status = Number(/^HTTP\/[\d.]+ (\d+)/m.exec(head)?.[1]);
  const wanted = check.status ?? 200;
  const failures =
    status === wanted ? [] : [`${name}: status ${status}, not ${wanted}: ${show(ran.stdout.toString())}`];
  for (const [header, pattern] of Object.entries(check.headers ?? {})) {
    const line = head.split("\n").find((each) => each.toLowerCase().startsWith(`${header}: `));
    const value = line?.slice(header.length + 2);
    if (value === undefined || !new RegExp(pattern).test(value))
      failures.push(`${name}: the header ${header} is ${show(value)}, nothing like ${pattern}`);
  }
  return failures.length > 0 ? failures : judgeOutput(name, ran, check);
}

function judgeOutput(name: string, ran: Ran, wanted: Pick<HttpCheck, "equals" | "json" | "matches">): string[] {
  const output = ran.stdout.toString("utf8");
  if (ran.code !== 0) return [`${name}: exit code ${ran.code}: ${ran.stderr.trimEnd().slice(-300)}`];
  if (wanted.equals !== undefined && output !== wanted.equals)
    return [`${name}: printed ${show(output)}, not ${show(wanted.equals)}`];
  if (wanted.json !== undefined) return differences(parse(output), wanted.json, name.slice(0, 20));
  if (wanted.matches !== undefined && !new RegExp(wanted.matches, "m").test(output))
    return [`${name}: printed ${show(output)}, nothing like ${wanted.matches}`];
  return [];
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
