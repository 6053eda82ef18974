/**
 * Runs the real tools and rules of our own over what envc writes for every example, golden case and lab spec. Prints
 * what each found, and the reviewer's checklist with what answers each of its points. `npm run conformance -- NAME`
 * keeps the specs whose path contains NAME.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { kindFolders } from "../../scripts/kind-folders.ts";
import { checks, type CheckResult } from "./checks.ts";
import { printChecklist } from "./print-checklist.ts";
import { checkSameBytes, describeNodes, sameBytes } from "./same-bytes.ts";
import { runTool } from "./tools.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const only = process.argv[2] ?? "";
const work = mkdtempSync(join(tmpdir(), "envc-conformance-"));
const results: CheckResult[] = [];

try {
  const specs = [
    ...rootSpecs("examples"),
    ...goldenSpecs("test/cases"),
    ...rootSpecs("test/lab/specs"),
    ...kindFolders().flatMap((kind) => [
      ...goldenSpecs(`src/kinds/${kind}/cases`),
      ...rootSpecs(`src/kinds/${kind}/lab`),
    ]),
  ].filter((spec) => spec.includes(only));
  const jobs: (() => Promise<void>)[] = [];
  for (const [index, spec] of specs.entries()) {
    const out = join(work, String(index));
    // A cloud-init file refuses a secret that no machine can fetch, with a reason.
    const targets = spec.includes("/secrets-vault/") ? ["ansible", "dockerfile"] : [];
    const built = await runTool(
      process.execPath,
      [join(root, "dist/envc.js"), "build", spec, "--out", out, ...targets.flatMap((name) => ["--target", name])],
      { cwd: root },
    );
    results.push({ tool: "envc build", subject: spec, passed: built.code === 0, output: built.output });
    for (const path of walk(out)) {
      const text = readFileSync(join(out, path), "utf8");
      for (const check of checks) {
        if (!check.applies(path, text)) continue;
        jobs.push(async () => {
          const { passed, output } = await check.run(out, path);
          results.push({ tool: check.tool, subject: `${spec} → ${path}`, passed, output });
        });
      }
    }
  }
  // Two at once: the tools are slow starters and the machine has at least two cores.
  const next = jobs.values();
  await Promise.all(
    [0, 1].map(async () => {
      for (const job of next) await job();
    }),
  );
  const examples = rootSpecs("examples").filter((spec) => spec.includes(only));
  results.push(...(await checkSameBytes(examples.map((spec) => join(root, spec)))));
} finally {
  rmSync(work, { recursive: true, force: true });
}

const order = ["envc build", ...checks.map((check) => check.tool), sameBytes];
for (const tool of order) {
  const own = results.filter((result) => result.tool === tool);
  const bad = own.filter((result) => !result.passed);
  const note = tool === sameBytes ? ` (${describeNodes()})` : "";
  console.log(`${bad.length === 0 ? "ok  " : "FAIL"} ${tool}: ${own.length - bad.length} of ${own.length}${note}`);
  for (const { subject, output } of bad) console.log(`     ${subject}\n${output.replace(/^/gm, "       ")}`);
}
const failed = results.filter((result) => !result.passed).length;
const list = printChecklist(root, checks, results);
console.log(`\nThe reviewer's checklist\n${list.text}`);
console.log(`\n${results.length - failed} passed, ${failed} failed; ${list.failed} points without a good answer`);
process.exitCode = failed > 0 || list.failed > 0 || results.length === 0 ? 1 : 0;

/** The specs of the examples that are built by themselves: the ones that say what their machine runs on. */
function rootSpecs(folder: string): readonly string[] {
  return walk(join(root, folder))
    .filter((path) => path.endsWith(".envspec") && !/(^|\/)out\//.test(path))
    .map((path) => `${folder}/${path}`)
    .filter((path) => /^\s*os = /m.test(readFileSync(join(root, path), "utf8")));
}

/** The golden cases that have output: the others end in errors by design. */
function goldenSpecs(folder: string): readonly string[] {
  const all = walk(join(root, folder));
  return all
    .filter((path) => path.endsWith("/main.envspec"))
    .filter((path) => all.some((other) => other.startsWith(path.replace(/main\.envspec$/, "out/"))))
    .map((path) => `${folder}/${path}`);
}

function walk(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort();
  } catch {
    return [];
  }
}
