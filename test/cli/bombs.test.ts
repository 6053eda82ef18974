/** Sets off every bomb in a process of its own, in the program as it is shipped. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bombs } from "../bench/bomb-specs.ts";
import { calibrate, cpuGate, findFault, memoryGate, setOff, setOffFairly } from "../bench/bombs.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const minutes = 60_000;
let folder = "";
let envc = "";
let factor = 1;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "envc-bombs-"));
  const built = spawnSync(process.execPath, ["--import", "tsx", "scripts/build.ts", join(folder, "dist")], {
    cwd: root,
    encoding: "utf8",
  });
  expect(built.stderr + built.stdout).toContain("code cache");
  envc = join(folder, "dist/envc.js");
  factor = calibrate(folder);
}, 5 * minutes);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe(`each ends within ${cpuGate} s of CPU and ${memoryGate} MiB, with its message`, () => {
  it.each(Object.entries(bombs))("%s", (_, bomb) => {
    const blast = setOffFairly(envc, folder, bomb, cpuGate * factor);
    expect(findFault(blast, bomb)).toBeUndefined();
    expect(blast.mebibytes).toBeLessThan(memoryGate);
    expect(blast.cpuSeconds).toBeLessThan(cpuGate * factor);
  });
});

describe("twenty thousand mistakes", () => {
  const bomb = bombs["20,000 times the same mistake"];
  if (bomb === undefined) throw new Error("the bomb is gone");

  it("are a hundred messages and a number for people", () => {
    const { output } = setOff(envc, folder, bomb);
    expect(output.match(/error\[E0203\]/g)).toHaveLength(100);
    expect(output).toContain("… and 19900 more");
    expect(output).toContain("20000 errors");
  });

  it.each(["json", "short", "github"])("are a thousand messages and a number in the form %s", (format) => {
    const blast = setOffFairly(envc, folder, bomb, cpuGate * factor, format);
    expect(blast.output).toMatch(format === "json" ? /"omitted": 19000/ : /… and 19000 more/);
    expect(blast.cpuSeconds).toBeLessThan(cpuGate * factor);
  });
});
