/**
 * `npm run bench [-- PART…] [--quick]`: measures what the quality figures speak of. Times depend on the machine, so what
 * counts are ratios of things that are run in turn; medians everywhere. Parts: startup, compile, phases, compare, bombs.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchBombs } from "./bombs.ts";
import { benchComparison } from "./compare.ts";
import { benchCompile, benchPhases } from "./compile.ts";
import { benchStartup } from "./startup.ts";
import { printRows, type Row } from "./table.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const envc = join(root, "dist/envc.js");
const words = process.argv.slice(2);
const quick = words.includes("--quick");
const parts = words.filter((word) => !word.startsWith("--"));
const wants = (part: string): boolean => parts.length === 0 || parts.includes(part);

const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "inherit" });
if (built.status !== 0) process.exit(1);
const folder = mkdtempSync(join(tmpdir(), "envc-bench-"));
console.log(`Node ${process.version}, ${cpus().length} cores${quick ? ", quick" : ""}`);
const missed: Row[] = [];
try {
  if (wants("startup")) missed.push(...printRows("Start-up", benchStartup(envc, folder, quick ? 7 : 31)));
  if (wants("compile")) missed.push(...printRows("Compile", benchCompile(envc, folder, quick ? 1 : 5)));
  if (wants("phases"))
    for (const hosts of quick ? [100, 1000] : [1, 100, 1000, 10_000])
      printRows(`Phases, ${hosts} hosts`, await benchPhases(folder, hosts, hosts > 1000 ? 3 : 7));
  if (wants("compare")) missed.push(...printRows("Comparison", benchComparison(envc, folder, quick ? 1 : 3)));
  if (wants("bombs")) missed.push(...printRows("Bombs", benchBombs(envc, folder)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  missed.length === 0
    ? "\nEvery gate is held."
    : `\n${missed.length} missed: ${missed.map((row) => row.what).join("; ")}`,
);
process.exitCode = missed.length === 0 ? 0 : 1;
