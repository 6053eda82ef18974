/** The real tools over what this target makes of the sample Program. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, YAML11_SCHEMA } from "js-yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cloudInit } from "../../../src/backends/cloud-init/backend.ts";
import type { Op } from "../../../src/ir/ops.ts";
import type { Program } from "../../../src/ir/program.ts";
import { sampleProgram } from "../../ir/sample-program.ts";
import { execOp } from "./small-program.ts";

/** A command with words that no shell likes. */
const hostile = execOp("hostile", "printf '%s\\n' \"it's $HOME \\u0007 `id`\" \\'x\\'\t\r\n", {
  creates: "/it's $(here)",
});

/** The sample without its secrets, which this target refuses. */
const program: Program = {
  ...sampleProgram,
  machines: sampleProgram.machines.map((machine) => ({
    ...machine,
    ops: [...machine.ops.map(withoutSecret), hostile],
  })),
};

function withoutSecret(op: Op): Op {
  if (op.op === "user") return { ...op, passwordSecret: undefined, locked: true };
  if (op.op === "process")
    return { ...op, environment: op.environment.map((each) => ({ ...each, value: ["not a secret"] })) };
  return op.op === "file" && op.content.from === "text"
    ? {
        ...op,
        content: {
          from: "text",
          text: op.content.text.filter((part) => typeof part === "string" || part.hole !== "secret"),
        },
      }
    : op;
}

const has = (tool: string): boolean => spawnSync(tool, ["--version"]).status === 0;

let folder = "";
let file = "";
let scripts: string[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "envc-cloud-init-"));
  const result = cloudInit.build(program, {});
  expect(result.diagnostics).toEqual([]);
  const text = String(result.files.find((each) => each.path === "web/web-1.yaml")?.content);
  file = join(folder, "user-data.yaml");
  writeFileSync(file, text);
  const data = load(text, { schema: YAML11_SCHEMA }) as { write_files: { path: string; content: string }[] };
  scripts = data.write_files
    .filter((each) => /^\/var\/lib\/provision\/\w+\.sh$/.test(each.path))
    .map((each, index) => {
      const path = join(folder, `${index}.sh`);
      writeFileSync(path, each.content);
      return path;
    });
  expect(scripts).toHaveLength(2);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What a tool says when it finds something; empty when it finds nothing. */
function complaints(tool: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: "utf8" });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

describe("nothing is found by", () => {
  // Only this subcommand: any other one would set up the machine that the tests run on.
  it.skipIf(!has("cloud-init"))("cloud-init schema", () => {
    const { stdout, stderr } = spawnSync("cloud-init", ["schema", "-c", file], { encoding: "utf8" });
    expect(`${stdout}${stderr}`).toMatch(/^Valid /);
    expect(`${stdout}${stderr}`).not.toMatch(/deprecat/i);
  });

  it.skipIf(!has("yamllint"))("yamllint", () => {
    const rules = "{extends: default, rules: {line-length: {max: 160}, document-start: disable, comments: disable}}";
    expect(complaints("yamllint", "--strict", "-d", rules, file)).toBe("");
  });

  it.skipIf(!has("shellcheck"))("shellcheck", () => {
    expect(complaints("shellcheck", "-s", "sh", ...scripts)).toBe("");
    expect(complaints("shellcheck", "-s", "dash", ...scripts)).toBe("");
  });

  it("dash, reading the scripts", () => {
    for (const script of scripts) expect(complaints("dash", "-n", script)).toBe("");
  });
});
