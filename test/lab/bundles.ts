import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabCase } from "./cases.ts";
import { LabError } from "./exec.ts";
import type { CaseSettings } from "./lab-settings.ts";

/** What members of a bundle may say: it holds for the bundle as a whole, or is put together from theirs. */
const ALLOWED = new Set(["bundle", "checks", "kill", "secrets", "variables", "reboot", "job", "slim", "dryRuns"]);

const OS = 'os = "debian-12"\n';

/**
 * Puts the specs that say the same `bundle` onto one machine, which costs hardly more than one of them: a spec that uses
 * theirs, with all that they ask for. Specs without a bundle stay as they are. Two members that want different things
 * of one name do not compile together, and then say so.
 */
export function bundleCases(cases: readonly LabCase[], folder: string): LabCase[] {
  const bundles = new Map<string, LabCase[]>();
  for (const each of cases) {
    const { bundle } = each.settings;
    if (bundle !== undefined) bundles.set(bundle, [...(bundles.get(bundle) ?? []), each]);
  }
  return [
    ...cases.filter((each) => each.settings.bundle === undefined),
    ...[...bundles].map(([name, members]) => writeBundle(`bundle-${name}`, members, join(folder, name))),
  ];
}

function writeBundle(name: string, members: readonly LabCase[], folder: string): LabCase {
  mkdirSync(folder, { recursive: true });
  const lines = ["envspec 1", "", OS];
  for (const member of members) {
    for (const key of Object.keys(member.settings))
      if (!ALLOWED.has(key)) throw new LabError(`${member.name}: \`${key}\` and \`bundle\` do not go together`);
    cpSync(member.folder, join(folder, member.name), { recursive: true });
    const file = join(folder, member.name, "main.envspec");
    const text = readFileSync(file, "utf8");
    if (!text.includes(OS)) throw new LabError(`${member.name}: a lab spec says ${OS}`);
    writeFileSync(file, text.replace(OS, ""));
    lines.push(`use "./${member.name}/main.envspec"`);
  }
  writeFileSync(join(folder, "main.envspec"), `${lines.join("\n")}\n`);
  const fresh = members.some((each) => each.fresh) ? { fresh: true as const } : {};
  return { name, folder, ...fresh, settings: mergeSettings(members.map((each) => each.settings)) };
}

/** One that is more than the others ask for (a reboot, a job) is done for all; what one can do without is done if any needs it. */
function mergeSettings(all: readonly CaseSettings[]): CaseSettings {
  return {
    checks: all.flatMap((each) => each.checks ?? []),
    kill: all.flatMap((each) => each.kill ?? []),
    secrets: Object.assign({}, ...all.map((each) => each.secrets)) as Record<string, string>,
    variables: Object.assign({}, ...all.map((each) => each.variables)) as Record<string, string>,
    reboot: all.some((each) => each.reboot === true),
    job: all.some((each) => each.job === true),
    slim: all.some((each) => each.slim !== false),
    dryRuns: all.some((each) => each.dryRuns !== false),
  };
}
