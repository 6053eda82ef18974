import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostsSpec, puppetManifest } from "./generate.ts";
import { isInstalled, median, runOnce } from "./measure.ts";
import type { Row } from "./table.ts";

/** The same input in other tools that are installed, and Ansible on what we write. */
export function benchComparison(envc: string, folder: string, rounds: number): readonly Row[] {
  const rows: Row[] = [];
  const several = (run: () => number): number => median(Array.from({ length: rounds }, run));
  for (const hosts of [200, 1000, 10_000]) {
    const place = join(folder, `compare-${hosts}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "main.envspec"), hostsSpec(hosts));
    const ours = several(() => {
      const run = runOnce(process.execPath, [envc, "build", join(place, "main.envspec"), "--force"]);
      if (run.status !== 0) throw new Error(run.output.slice(0, 2000));
      return run.seconds;
    });
    rows.push({ what: `envc build, ${hosts} hosts, three targets`, value: ours, unit: "s" });
    if (isInstalled("puppet")) {
      const manifest = join(place, "site.pp");
      writeFileSync(manifest, puppetManifest(hosts));
      const theirs = several(() => runOnce("puppet", ["parser", "validate", manifest]).seconds);
      rows.push({
        what: `puppet parser validate, ${hosts} hosts`,
        value: theirs,
        unit: "s",
        note: `${(theirs / ours).toFixed(1)} × ours`,
      });
    }
    const ansible = join(place, "out/ansible");
    if (isInstalled("ansible-playbook")) {
      const inventory = readdirSync(join(ansible, "inventories"))[0] ?? "";
      const words = ["--syntax-check", "-i", `inventories/${inventory}`, "site.yml"];
      const theirs = several(() => {
        const run = runOnce("ansible-playbook", words, { cwd: ansible });
        if (run.status !== 0) throw new Error(run.output.slice(0, 2000));
        return run.seconds;
      });
      const gate = hosts === 10_000 ? { gate: 5, goal: 2 } : {};
      rows.push({
        what: `ansible-playbook --syntax-check of our output, ${hosts} hosts`,
        value: theirs,
        unit: "s",
        ...gate,
      });
    }
  }
  return rows;
}
