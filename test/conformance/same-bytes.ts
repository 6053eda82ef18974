/**
 * The same project gives the same bytes, whoever builds it: each variation changes what must not matter, builds, and is
 * compared with the usual build, file by file.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { CheckResult } from "./checks.ts";
import { runTool } from "./tools.ts";

/** Its name in the report. */
export const sameBytes = "same bytes";

/** Other programs of Node to build with, as a list of paths like `PATH`: `node` of version 22, of 24. */
const otherNodes = (process.env["ENVC_NODES"] ?? "").split(delimiter).filter((path) => path !== "");

const envc = fileURLToPath(new URL("../../dist/envc.js", import.meta.url));
const hook = fileURLToPath(new URL("other-conditions.cjs", import.meta.url));

/** What is another way than usual. */
interface Variation {
  readonly what: string;
  readonly node?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly umask?: string;
  /** Builds a copy elsewhere, from its own folder. */
  readonly elsewhere?: boolean;
}

const variations: readonly Variation[] = [
  { what: "a Turkish locale", environment: { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", LANGUAGE: "tr" } },
  { what: "a locale without UTF-8", environment: { LC_ALL: "C", LANG: "C" } },
  { what: "a time zone 14 hours ahead", environment: { TZ: "Pacific/Kiritimati" } },
  { what: "a time zone with a quarter of an hour", environment: { TZ: "Asia/Kathmandu" } },
  { what: "umask 077", umask: "077" },
  { what: "umask 000", umask: "000" },
  { what: "another working folder", elsewhere: true },
  { what: "folders listed backwards, another day", environment: { NODE_OPTIONS: `--require ${JSON.stringify(hook)}` } },
  ...otherNodes.map((node) => ({ what: node, node })),
];

/** Builds every spec under every variation. One result for each of both, and one that says what was left out. */
export async function checkSameBytes(specs: readonly string[]): Promise<readonly CheckResult[]> {
  const work = mkdtempSync(join(tmpdir(), "envc-same-bytes-"));
  const listed = join(work, "listed");
  try {
    const results: CheckResult[] = [];
    for (const spec of specs) {
      const usual = await buildTree(spec, { what: "as usual" }, work);
      for (const variation of variations) {
        const tree = await buildTree(spec, variation, work);
        const differences = compare(usual, tree);
        results.push(result(`${spec}, ${variation.what}`, differences));
      }
    }
    if (!existsSync(listed)) results.push(result("folders listed backwards", ["no folder was listed at all"]));
    return results;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A line for the report: which versions of Node were not tried, and how they would be. */
export function describeNodes(): string {
  return otherNodes.length === 0
    ? "skipped: other versions of Node; name their programs in ENVC_NODES=/path/to/22/bin/node:/path/to/24/bin/node"
    : `with ${[process.execPath, ...otherNodes].join(", ")}`;
}

function result(subject: string, differences: readonly string[]): CheckResult {
  return { tool: sameBytes, subject, passed: differences.length === 0, output: differences.join("\n") };
}

/** Builds a spec into a new folder: the checksum of each file by its path, or what envc said instead. */
async function buildTree(spec: string, variation: Variation, work: string): Promise<ReadonlyMap<string, string>> {
  const { node = process.execPath, environment = {}, umask = "022", elsewhere = false } = variation;
  const place = mkdtempSync(join(work, "build-"));
  const out = join(place, "out");
  let [folder, path] = [work, spec];
  if (elsewhere) {
    folder = join(place, "a folder", "ünder another name");
    mkdirSync(dirname(folder), { recursive: true });
    cpSync(dirname(spec), folder, { recursive: true });
    path = basename(spec);
  }
  const command = `umask ${umask} && exec "$0" "$@"`;
  const run = await runTool("sh", ["-c", command, node, envc, "build", path, "--out", out], {
    cwd: folder,
    env: { ENVC_LISTED: join(work, "listed"), ...environment },
  });
  if (run.code !== 0) return new Map([["envc build", run.output]]);
  const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((name) =>
    lstatSync(join(out, name)).isFile(),
  );
  const entries = files.map((name): [string, string] => {
    const executable = (lstatSync(join(out, name)).mode & 0o100) !== 0;
    const sum = createHash("sha256")
      .update(readFileSync(join(out, name)))
      .digest("hex");
    return [relative(out, join(out, name)), `${sum}${executable ? " executable" : ""}`];
  });
  rmSync(place, { recursive: true, force: true });
  return new Map(entries);
}

function compare(usual: ReadonlyMap<string, string>, tree: ReadonlyMap<string, string>): readonly string[] {
  const failed = usual.get("envc build") ?? tree.get("envc build");
  if (failed !== undefined) return [failed];
  const paths = new Set([...usual.keys(), ...tree.keys()]);
  return [...paths].filter((path) => usual.get(path) !== tree.get(path)).map((path) => `${path} differs`);
}
