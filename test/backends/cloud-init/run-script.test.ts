/** Runs the provisioning script itself, in dash, on a temporary folder instead of a machine. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { load, YAML11_SCHEMA } from "js-yaml";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import nasty from "../../data/nasty-strings.json" with { type: "json" };
import { cloudInit } from "../../../src/backends/cloud-init/backend.ts";
import type { Op } from "../../../src/ir/ops.ts";
import { base, directoryOp, fileOp, machine, program } from "./small-program.ts";

const id = (flag: string): string => spawnSync("id", [flag]).stdout.toString().trim();
const me = { owner: id("-un"), group: id("-gn") };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "envc-script-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Lays the files down as cloud-init does, with the script's own folder below the temporary one. */
function layDown(ops: readonly Op[]): string {
  const { files, diagnostics } = cloudInit.build(program(machine(ops)), {});
  expect(diagnostics).toEqual([]);
  const text = files.find((file) => file.path === "web.yaml")?.content;
  const data = load(String(text), { schema: YAML11_SCHEMA }) as {
    write_files: { path: string; content: string; encoding?: string; permissions: string }[];
  };
  const work = join(folder, "work");
  for (const file of data.write_files) {
    const path = file.path.startsWith("/var/lib/provision")
      ? work + file.path.slice("/var/lib/provision".length)
      : file.path;
    mkdirSync(dirname(path), { recursive: true });
    const bytes = Buffer.from(file.content, file.encoding === "b64" ? "base64" : "utf8");
    writeFileSync(path, path.endsWith(".sh") ? file.content.replaceAll("/var/lib/provision", work) : bytes);
    chmodSync(path, Number.parseInt(file.permissions, 8));
  }
  return join(work, "provision.sh");
}

function run(script: string): { readonly code: number | null; readonly output: string; readonly status: string } {
  const { status, stdout, stderr } = spawnSync("dash", [script]);
  return {
    code: status,
    output: `${stdout.toString()}${stderr.toString()}`,
    status: readFileSync(join(folder, "work", "status"), "utf8"),
  };
}

describe("the script", () => {
  it("puts every content in place, byte for byte, and a second run changes nothing", () => {
    const top = join(folder, "machine");
    const contents = Object.values(nasty);
    const ops: Op[] = [
      directoryOp(top, { ...me, mode: "2750" }),
      ...contents.map((text, index) =>
        fileOp(join(top, `file-${index}`), text, { ...me, mode: index % 2 === 0 ? "0640" : "4755" }),
      ),
      { ...base("link:x", "Link x"), op: "link", path: join(top, "link"), target: "file-0" },
      { ...base("absent-path:x", "Remove x"), op: "absent-path", path: join(folder, "old"), was: "directory" },
    ];
    mkdirSync(join(folder, "old", "deep"), { recursive: true });
    const script = layDown(ops);
    const first = run(script);
    expect(first.output).toContain("The machine is as described.");
    expect([first.code, first.status]).toEqual([0, "ok\n"]);
    for (const [index, text] of contents.entries())
      expect(readFileSync(join(top, `file-${index}`)).equals(Buffer.from(text)), JSON.stringify(text)).toBe(true);
    expect(lstatSync(join(top, "file-1")).mode & 0o7777).toBe(0o4755);
    expect(lstatSync(top).mode & 0o7777).toBe(0o2750);
    expect(readlinkSync(join(top, "link"))).toBe("file-0");
    expect(existsSync(join(folder, "old"))).toBe(false);
    expect(run(script).output).toContain("provisioning: ok, changes made: 0");
  });

  it("leaves what is declared below a recursive folder to its own step, and owns the rest", () => {
    const top = join(folder, "top");
    const script = layDown([
      directoryOp(top, { ...me, recursive: { directoryMode: "0755", fileMode: "0640" } }),
      directoryOp(join(top, "own"), { ...me, mode: "0700", recursive: { directoryMode: "0700", fileMode: "0600" } }),
      fileOp(join(top, "own", "run.sh"), "x", { ...me, mode: "0755" }),
      fileOp(join(top, "a[b]*"), "x", { ...me, mode: "0600" }),
    ]);
    expect(run(script).code).toBe(0);
    expect(run(script).output).toContain("changes made: 0");
    writeFileSync(join(top, "own", "other"), "");
    writeFileSync(join(top, "ab"), "");
    chmodSync(join(top, "ab"), 0o777);
    expect(run(script).output).toContain("changes made: 2");
    const modes = ["ab", "a[b]*", "own", "own/other", "own/run.sh"].map(
      (name) => lstatSync(join(top, name)).mode & 0o7777,
    );
    expect(modes).toEqual([0o640, 0o600, 0o700, 0o600, 0o755]);
    expect(run(script).output).toContain("changes made: 0");
  });

  it("mends what was changed by hand, and replaces a link by the file", () => {
    const path = join(folder, "etc", "motd");
    const elsewhere = join(folder, "elsewhere");
    const script = layDown([directoryOp(dirname(path), me), fileOp(path, "Hello\n", { ...me, mode: "0640" })]);
    mkdirSync(dirname(path));
    writeFileSync(elsewhere, "mine");
    spawnSync("ln", ["-s", elsewhere, path]);
    expect(run(script).code).toBe(0);
    expect([readFileSync(path, "utf8"), readFileSync(elsewhere, "utf8")]).toEqual(["Hello\n", "mine"]);
    chmodSync(path, 0o777);
    const again = run(script);
    expect(again.output).toContain("changes made: 1");
    expect(lstatSync(path).mode & 0o7777).toBe(0o640);
  });

  it("says where it stopped, and leaves the old file where the new one is not accepted", () => {
    const path = join(folder, "rules");
    writeFileSync(path, "old");
    const script = layDown([
      fileOp(path, "new\n", { ...me, validate: ["grep", "-q", "nothing like it", "%s"] }),
      fileOp(join(folder, "the-next"), "x", me),
    ]);
    const result = run(script);
    expect([result.code, result.status]).toEqual([1, `failed (exit code 1) at: Write ${path}\n`]);
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(existsSync(join(folder, "the-next"))).toBe(false);
    expect(spawnSync("ls", ["-A", folder]).stdout.toString()).toBe("rules\nwork\n");
  });

  it("fails when the machine is not as described in the end", () => {
    const path = join(folder, "etc", "motd");
    const script = layDown([
      directoryOp(dirname(path), me),
      fileOp(path, "Hello\n", me),
      { ...base("absent-path:motd", "Remove it"), op: "absent-path", path, was: "file" },
    ]);
    const result = run(script);
    expect(result.code).toBe(1);
    expect(result.status).toBe("failed (exit code 1) at: Compare the machine with its description\n");
    expect(result.output).toContain(
      `shop.envspec: file."${path}": ${path} is "missing", not "regular file ${me.owner}:${me.group} 0644"`,
    );
  });
});
