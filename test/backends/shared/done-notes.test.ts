import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stateCommand } from "../../../src/backends/shared/done-notes.ts";
import type { ExecOp, Op, OpBase } from "../../../src/ir/ops.ts";
import { base, textFile } from "../ansible/sample.ts";

const folder = mkdtempSync(join(tmpdir(), "envc-notes-"));
afterAll(() => rmSync(folder, { recursive: true }));

function follower(causes: readonly Op[], more: Partial<ExecOp> = {}): ExecOp {
  return {
    ...base("exec:job", "Do the job"),
    op: "exec",
    run: ["true"],
    user: "root",
    directory: "/",
    environment: [],
    creates: undefined,
    unless: undefined,
    onlyIf: undefined,
    onChange: causes.map(({ id }) => id),
    always: false,
    ...more,
  };
}

function state(causes: readonly Op[]): string {
  return stateCommand(follower(causes), (id) => causes.find((op) => op.id === id));
}

function print(causes: readonly Op[]): string {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", state(causes)], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describe("what a command is noted to have been run for", () => {
  it("differs once a file, a folder or a link does, and not before", () => {
    const path = join(folder, "it's a file");
    const link = join(folder, "link");
    const site = join(folder, "site");
    writeFileSync(path, "one\n");
    mkdirSync(site, { mode: 0o755 });
    symlinkSync("a", link);
    const causes: readonly Op[] = [
      textFile(path, ["one\n"]),
      { ...base(`link:${link}`, "Link"), op: "link", path: link, target: "a" },
      {
        ...base(`directory:${site}`, "Folder"),
        op: "directory",
        path: site,
        owner: "root",
        group: "root",
        mode: "0755",
        implied: false,
        recursive: undefined,
      },
    ];
    const first = print(causes);
    writeFileSync(join(site, "upload"), "by somebody else");
    expect(print(causes)).toBe(first);
    writeFileSync(path, "two\n");
    const second = print(causes);
    expect(second).not.toBe(first);
    rmSync(link);
    symlinkSync("b", link);
    expect(print(causes)).not.toBe(second);
  });

  it("differs once the version of what a command fetched does, and says so when that is gone", () => {
    const head = join(folder, "HEAD");
    const checkout = [
      { ...follower([]), id: "exec:checkout", makes: { path: folder, version: head } } satisfies ExecOp,
    ];
    writeFileSync(head, "1a2b\n");
    const first = print(checkout);
    expect(print(checkout)).toBe(first);
    writeFileSync(head, "3c4d\n");
    expect(print(checkout)).not.toBe(first);
    rmSync(head);
    const { stdout } = spawnSync("sh", ["-c", state(checkout)], { encoding: "utf8" });
    expect(stdout).toBe("gone\n");
  });

  it("tells folders of the project by what they hold", () => {
    const tree = (text: string): Op => ({
      ...base("tree:/srv/site", "Copy the site"),
      op: "tree",
      path: "/srv/site",
      folder: {
        path: "site",
        files: [{ path: "index.html", bytes: new TextEncoder().encode(text), executable: false }],
        directories: [],
      },
      owner: "root",
      group: "root",
      directoryMode: "0755",
      fileMode: "0644",
    });
    expect(print([tree("one")])).toMatch(/^tree:\/srv\/site [0-9a-f]{64}\n$/);
    expect(state([tree("one")])).not.toBe(state([tree("two")]));
  });

  it("asks dpkg for the version of a package, and says of one that shall not be there that it is not", () => {
    const nginx = (ensure: "present" | "absent"): Op => {
      const common: OpBase = base("package:nginx", "Install nginx");
      return { ...common, op: "package", name: "nginx", version: undefined, hold: false, ensure };
    };
    expect(state([nginx("present")])).toBe("dpkg-query --show nginx || echo gone");
    expect(print([nginx("absent")])).toBe("package:nginx absent\n");
  });

  it("reads the note of a command that follows changes itself, but not where that runs on another host only", () => {
    const first: Op = { ...follower([textFile("/etc/x", ["x\n"])]), id: "exec:first" };
    expect(state([first])).toBe("sha256sum /var/lib/provision/done/first || echo gone");
    expect(state([{ ...first, once: { machine: "web", host: "web-1" } }])).toBe("echo exec:first");
  });
});
