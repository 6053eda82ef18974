import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostsSpec, puppetManifest } from "./generate.ts";
import { isInstalled, measureInTurn, runOnce } from "./measure.ts";
import type { Row } from "./table.ts";

/**
 * What a build may take, as a share of the time in which Puppet only reads equivalent input, in the same minute. The
 * figures behind it: 100 hosts 0.3 s beside 1.07 s (goal 0.15 s), 1,000 hosts 1 s beside 2.8 s (0.5 s), 10,000 hosts 10 s
 * beside 54 s (5 s).
 */
const shares = [
  { hosts: 100, gate: 0.28, goal: 0.14 },
  { hosts: 1000, gate: 0.36, goal: 0.18 },
  { hosts: 10_000, gate: 0.19, goal: 0.09 },
] as const;

/** Builds beside Puppet on equivalent input, where it is installed, and Ansible on what we write. */
export function benchComparison(envc: string, folder: string, rounds: number): readonly Row[] {
  return shares.flatMap(({ hosts, ...limits }) => {
    const place = join(folder, `compare-${hosts}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "main.envspec"), hostsSpec(hosts));
    const manifest = join(place, "site.pp");
    writeFileSync(manifest, puppetManifest(hosts));
    // Each time into a folder of its own, so that everything is written.
    let builds = 0;
    const build = (): void =>
      runWell(process.execPath, [envc, "build", join(place, "main.envspec"), "--out", join(place, `out-${builds++}`)]);
    const rows: Row[] = [];
    if (isInstalled("puppet")) {
      const validate = (): void => runWell("puppet", ["parser", "validate", manifest]);
      const [ours = 0, theirs = 1] = measureInTurn([build, validate], rounds);
      rows.push({
        what: `envc build, three targets / puppet parser validate, ${hosts} hosts`,
        value: ours / theirs,
        unit: "×",
        ...limits,
        note: `${ours.toFixed(3)} s, ${theirs.toFixed(3)} s`,
      });
    } else build();
    if (isInstalled("ansible-playbook")) rows.push(benchSyntaxCheck(join(place, "out-0/ansible"), hosts, rounds));
    return rows;
  });
}

function benchSyntaxCheck(project: string, hosts: number, rounds: number): Row {
  const inventory = readdirSync(join(project, "inventories"))[0] ?? "";
  const words = ["--syntax-check", "-i", `inventories/${inventory}`, "site.yml"];
  const [seconds = 0] = measureInTurn([() => runWell("ansible-playbook", words, project)], rounds);
  return {
    what: `ansible-playbook --syntax-check of our output, ${hosts} hosts`,
    value: seconds,
    unit: "s",
    ...(hosts === 10_000 ? { gate: 5, goal: 2 } : {}),
  };
}

function runWell(command: string, words: readonly string[], cwd?: string): void {
  const run = runOnce(command, words, cwd === undefined ? {} : { cwd });
  if (run.status !== 0) throw new Error(run.output.slice(0, 2000));
}
