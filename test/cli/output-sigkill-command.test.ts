/** Kills `node dist/envc.js build` at random moments: a long test, it takes several minutes. */
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createNodePlatform } from "../../src/platform/node-platform.ts";
import { snapshot } from "./output-helpers.ts";

const isLong = process.env["ENVC_LONG"] !== undefined && process.env["ENVC_LONG"] !== "";
const rounds = 200;
const root = fileURLToPath(new URL("../..", import.meta.url));
const command = join(root, "dist/envc.js");

let folder = "";
const output = (): string => join(folder, "out");

/** One of two specs; the client's own file and edit are in the output all the time. */
function writeSpec(number: 0 | 1): void {
  const lines = ["envspec 1", "", 'os = "debian-12"', "", `let greeting = "number ${number}"`, ""];
  for (let index = 0; index < 40; index++) {
    const name = index % 4 === number ? `only-${number}-${index}` : `both-${index}`;
    const text = index % 3 === 0 ? "${greeting}" : `${index % 3 === 1 ? number : "same"}`;
    lines.push(`file "/srv/${name}" {`, `  text = "${text}\\n"`, "}", "");
  }
  writeFileSync(join(folder, "main.envspec"), lines.join("\n"));
}

function build(): void {
  execFileSync(process.execPath, [command, "build", "main.envspec"], { cwd: folder, stdio: "pipe" });
}

/** Starts a build and kills it after some milliseconds. Returns whether it was still running. */
async function buildAndKill(milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, [command, "build", "main.envspec"], { cwd: folder, stdio: "ignore" });
  const ended = new Promise<boolean>((resolve) => child.on("close", (_, signal) => resolve(signal === "SIGKILL")));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  child.kill("SIGKILL");
  return ended;
}

/** The output as it is, in its place or, between the two renames of a swap, next to it. */
function look(): Record<string, string> {
  const { files } = createNodePlatform();
  return snapshot(files, existsSync(output()) ? output() : join(folder, ".out.envc/old"));
}

beforeAll(() => {
  if (!isLong) return;
  folder = mkdtempSync(join(tmpdir(), "envc-command-"));
  execFileSync("npm", ["run", "--silent", "build"], { cwd: root, stdio: "pipe" });
  writeSpec(0);
  build();
  mkdirSync(join(output(), "notes"));
  writeFileSync(join(output(), "notes/mine.txt"), "mine\n");
  appendFileSync(join(output(), "ansible/requirements.yml"), "# mine\n");
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.runIf(isLong)(
  `the command survives SIGKILL at ${rounds} random moments`,
  async () => {
    const expected = ([0, 1] as const).map((number) => {
      writeSpec(number);
      build();
      return look();
    });
    expect(expected[0]).not.toEqual(expected[1]);
    const started = performance.now();
    build();
    const usual = performance.now() - started;
    let killed = 0;
    let changed = 0;
    for (let round = 0; round < rounds; round++) {
      writeSpec(round % 2 === 0 ? 0 : 1);
      const before = look();
      // Most of the time goes into starting and compiling: look more often at the end, where the writing is.
      if (await buildAndKill(usual * (round % 4 === 0 ? Math.random() : 0.6 + Math.random() * 0.5))) killed++;
      const now = look();
      expect(expected).toContainEqual(now);
      if (JSON.stringify(now) !== JSON.stringify(before)) changed++;
    }
    expect(killed).toBeGreaterThan(rounds / 10);
    expect(changed).toBeGreaterThan(0);
    writeSpec(1);
    build();
    expect(look()).toEqual(expected[1]);
    expect(createNodePlatform().files.list(folder)).toEqual(["main.envspec", "out"]);
    expect(readFileSync(join(output(), "notes/mine.txt"), "utf8")).toBe("mine\n");
  },
  1_800_000,
);
