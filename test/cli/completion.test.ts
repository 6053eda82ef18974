/** The completion scripts: each is read by its shell, where that is installed; what bash offers is tried out. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";
import { createMemoryPlatform } from "../../src/platform/memory-platform.ts";

async function script(shell: string): Promise<string> {
  const platform = createMemoryPlatform({ files: {} });
  expect(await run(["completion", shell], platform)).toBe(0);
  return platform.printed();
}

it.each([
  ["bash", "-n"],
  ["zsh", "-n"],
  ["fish", "--no-execute"],
])("for %s names every command, and its shell can read it", async (shell, flag) => {
  const out = await script(shell);
  for (const word of ["build", "check", "fmt", "explain", "ansible", "process.restart-delay", "secret", "E0203"])
    expect(out).toContain(word);
  const parsed = spawnSync(shell, [flag], { input: out, encoding: "utf8" });
  if (parsed.error === undefined) expect(parsed.stderr).toBe("");
});

describe.skipIf(spawnSync("bash", ["--version"]).error !== undefined)("bash offers", () => {
  const folder = mkdtempSync(join(tmpdir(), "completion-"));
  writeFileSync(join(folder, "shop.envspec"), "envspec 1\nenvironment dev {\n}\nenvironment  prod {}\n");
  writeFileSync(join(folder, "notes.txt"), "environment never\n");
  mkdirSync(join(folder, "sub"));
  writeFileSync(join(folder, "sub", "blog.envspec"), "envspec 1\nenvironment live {\n}\n");
  afterAll(() => rmSync(folder, { recursive: true }));

  async function offered(...words: readonly string[]): Promise<readonly string[]> {
    const quoted = words.map((word) => `'${word}'`).join(" ");
    const driver = `COMP_WORDS=(envc ${quoted}); COMP_CWORD=${words.length}; _envc; printf '%s\\n' "\${COMPREPLY[@]}"\n`;
    const input = `${await script("bash")}\n${driver}`;
    const { stdout, stderr } = spawnSync("bash", ["--norc"], { input, encoding: "utf8", cwd: folder });
    expect(stderr).toBe("");
    return [...new Set(stdout.split("\n").filter((line) => line !== ""))].sort();
  }

  it.each([
    [["b"], ["build"]],
    [
      ["build", "-t", ""],
      ["ansible", "cloud-init", "dockerfile"],
    ],
    [["build", "--target", "=", "d"], ["dockerfile"]],
    [
      ["build", "-e", ""],
      ["dev", "prod"],
    ],
    [["show", "sub/blog.envspec", "--env", ""], ["live"]],
    [
      ["build", ""],
      ["shop.envspec", "sub"],
    ],
    [
      ["build", "--o", ""],
      ["shop.envspec", "sub"],
    ],
    [["build", "--out", "s"], ["sub"]],
    [["build", "--dr"], ["--dry-run"]],
    [
      ["check", "-"],
      ["--fix", "--format", "--help", "-h"],
    ],
    [
      ["explain", "process.restart-"],
      ["process.restart-delay", "process.restart-on"],
    ],
    [["explain", "E0203"], ["E0203"]],
    [["explain", "secr"], ["secret"]],
    [["explain", "host.ssh.p"], ["host.ssh.port"]],
    [["explain", "sub/"], ["sub/blog.envspec"]],
    [["help", "fm"], ["fmt"]],
    [
      ["completion", ""],
      ["bash", "fish", "zsh"],
    ],
  ])("%j → %j", async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });
});
