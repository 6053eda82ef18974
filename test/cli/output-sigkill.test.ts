/** Kills a process that builds for real, at random moments, and looks at what is left. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createNodePlatform } from "../../src/platform/node-platform.ts";
import { writeOutput } from "../../src/cli/output/write-output.ts";
import { snapshot, treeOf } from "./output-helpers.ts";

const rounds = process.env["ENVC_LONG"] ? 200 : 20;
const filesPerTree = 60;

let folder = "";
let writer = "";

/** One of two trees: most files differ, some are only in one of them. */
function treeNumber(number: 0 | 1): Record<string, string> {
  const files: Record<string, string> = {};
  for (let index = 0; index < filesPerTree; index++)
    files[`target-${index % 3}/folder-${index % 7}/${index % 5 === 0 ? `only-${number}-` : ""}${index}`] =
      `${index % 4 === 0 ? "same" : number} ${"x".repeat(index * 100)}\n`;
  return files;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "envc-kill-"));
  writer = join(folder, "writer.mjs");
  const source = fileURLToPath(new URL("../../src/", import.meta.url));
  const text = `
    import { createNodePlatform } from ${JSON.stringify(`${source}platform/node-platform.ts`)};
    import { writeOutput } from ${JSON.stringify(`${source}cli/output/write-output.ts`)};
    import { readFileSync, writeSync } from "node:fs";
    const platform = createNodePlatform();
    const trees = JSON.parse(readFileSync(process.argv[2], "utf8")).map((files) => ({
      files: Object.entries(files).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text), executable: false })),
      speaksFor: () => true,
    }));
    writeSync(1, "ready");
    for (let round = 0; ; round++) {
      const { diagnostics } = writeOutput(platform, process.argv[3], trees[round % 2], { force: false, dryRun: false });
      if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
    }`;
  await build({
    stdin: { contents: text, resolveDir: source },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile: writer,
  });
  writeFileSync(join(folder, "trees.json"), JSON.stringify([treeNumber(0), treeNumber(1)]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets the writer run for some milliseconds and kills it. */
async function runAndKill(output: string, milliseconds: number): Promise<string> {
  const child = spawn(process.execPath, [writer, join(folder, "trees.json"), output], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise((resolve) => child.on("close", resolve));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill("SIGKILL");
  await ended;
  return errors;
}

it(`survives SIGKILL at ${rounds} random moments`, async () => {
  const output = join(folder, "project/out");
  const platform = createNodePlatform();
  const mine = { "target-0/mine.txt": "mine\n", "notes/mine.txt": "mine too\n" };
  writeOutput(platform, output, treeOf({ ...treeNumber(0), ...mine }), { force: false, dryRun: false });
  // Now they are nobody's but the user's.
  writeOutput(
    platform,
    output,
    { ...treeOf(treeNumber(0)), speaksFor: ({ path }) => !(path in mine) },
    { force: false, dryRun: false },
  );
  const manifest = join(output, ".envc-manifest.json");
  writeFileSync(
    manifest,
    readFileSync(manifest, "utf8")
      .replace(/^.*mine\.txt.*\n/gm, "")
      .replace(/,\n {2}\]/, "\n  ]"),
  );

  const expected = [treeNumber(0), treeNumber(1)].map((tree) => ({ ...tree, ...mine }));
  for (let round = 0; round < rounds; round++) {
    const errors = await runAndKill(output, Math.random() * 60);
    expect(errors).toBe("");
    const work = join(folder, "project/.out.envc/old");
    const place = platform.files.inspect(output) === undefined ? work : output;
    const { ".envc-manifest.json": _, ".envc-base.json": __, ...now } = snapshot(platform.files, place);
    expect(expected).toContainEqual(now);
  }
  const { diagnostics } = writeOutput(platform, output, treeOf(treeNumber(1)), { force: false, dryRun: false });
  expect(diagnostics).toEqual([]);
  expect(platform.files.list(join(folder, "project"))).toEqual(["out"]);
}, 120_000);
