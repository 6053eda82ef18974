import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expandMachine, expandProcess, expandSchedule } from "../../src/ir/expand-systemd.ts";
import type { FileOp, Op, ProcessOp, ScheduleOp } from "../../src/ir/ops.ts";
import { resolveText } from "../../src/ir/resolve-text.ts";
import { literalText } from "../../src/ir/text.ts";
import { sampleMachine } from "./sample-program.ts";

const machine = sampleMachine();
const api = find("process:api") as ProcessOp;
const carts = find("schedule:clean-carts") as ScheduleOp;

function find(id: string): Op {
  const op = machine.ops.find((one) => one.id === id);
  if (op === undefined) throw new Error(`there is no ${id}`);
  return op;
}

function files(ops: readonly Op[]): readonly FileOp[] {
  return ops.filter((op): op is FileOp => op.op === "file");
}

/** The text of a file with the known values in place and a stand-in for secrets. */
function textOf(file: FileOp): string {
  if (file.content.from !== "text") return "";
  const resolved = resolveText(file.content.text, (hole) => (hole.hole === "variable" ? hole.value : 'pass"word$'));
  return resolved.ok ? resolved.text : "";
}

test.each([
  ["process", expandProcess(api)],
  ["schedule", expandSchedule(carts)],
])("the bytes of a %s", async (name, ops) => {
  for (const file of files(ops)) {
    const golden = `./expanded/${name}${file.path.replaceAll("/", "_")}`;
    await expect(textOf(file)).toMatchFileSnapshot(golden);
  }
});

test("a program's memory is limited when it is said", () => {
  const unit = (op: ProcessOp): string => files(expandProcess(op)).map(textOf).join("");
  expect(unit(api)).not.toContain("MemoryMax");
  expect(unit({ ...api, memoryBytes: 536_870_912 })).toContain("\nMemoryMax=512M\n");
});

test("systemd accepts the units", () => {
  const has = spawnSync("systemd-analyze", ["--version"]).status === 0;
  if (!has) return;
  const folder = mkdtempSync(join(tmpdir(), "envc-units-"));
  try {
    const variants: ProcessOp[] = [
      api,
      { ...api, name: "limited", memoryBytes: 536_870_912 },
      { ...api, name: "root", user: "root", group: "root", restart: "no", ports: [80] },
      { ...api, name: "low", ports: [80], directory: "/home/anna/a b%", writable: ["/srv/a b", "/home/anna/100%"] },
      {
        ...api,
        name: "odd",
        description: "100% of\nit",
        argv: ["/usr/bin/true", ";", "%n", "$HOME", "'", "\\", ""].map(literalText),
      },
    ];
    const schedules: ScheduleOp[] = [
      carts,
      { ...carts, name: "strict", writable: ["/var/backups"], persistent: false },
    ];
    const units = [...variants.flatMap(expandProcess), ...schedules.flatMap(expandSchedule)].flatMap((op) =>
      op.op === "file" && op.path.startsWith("/etc/systemd/system/") ? [op] : [],
    );
    const paths = units.map((unit) => {
      const path = join(folder, unit.path.slice("/etc/systemd/system/".length));
      // The program of the sample is not installed where the tests run.
      writeFileSync(path, textOf(unit).replaceAll("/usr/bin/node", "/usr/bin/true"));
      return path;
    });
    const run = spawnSync("systemd-analyze", ["verify", "--man=no", ...paths], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("the ops", () => {
  test("an environment nobody else can read, a unit, a service; a change restarts it", () => {
    const ops = expandProcess(api);
    expect(ops.map((op) => op.id)).toEqual([
      "file:/etc/default/api",
      "file:/etc/systemd/system/api.service",
      "service:api.service",
    ]);
    expect(files(ops).map((file) => [file.owner, file.group, file.mode])).toEqual([
      ["root", "root", "0600"],
      ["root", "root", "0644"],
    ]);
    for (const file of files(ops))
      expect(file.triggers).toEqual([{ action: "restart", target: "service:api.service" }]);
    expect(ops[2]).toMatchObject({ enabled: true, running: true, masked: false });
  });

  test("no environment, no file for it", () => {
    const ops = expandProcess({ ...api, environment: [] });
    expect(ops.length).toBe(2);
    expect(files(ops).map(textOf).join("")).not.toContain("EnvironmentFile");
  });

  test("a program whose files are below a home can read them", () => {
    const text = files(expandProcess({ ...api, directory: "/home/anna/app" }))
      .map(textOf)
      .join("");
    expect(text).toContain("\nProtectHome=read-only\n");
  });

  test.each([
    ["/home/shop", "read-only"],
    ["/srv/shop", "yes"],
    [undefined, "read-only"],
  ])("a variable with the value %j in an argument: ProtectHome=%s", (value, protect) => {
    const base = {
      hole: "variable",
      name: "base",
      value,
      encoding: "plain",
      span: { file: "", start: 0, end: 0 },
    } as const;
    const argv = [literalText("/usr/bin/node"), [base, "/server.js"]];
    const unit = files(expandProcess({ ...api, argv, directory: "/", environment: [], writable: [] })).at(-1);
    expect(
      unit?.content.from === "text" ? unit.content.text.filter((part) => typeof part === "string").join("") : "",
    ).toContain(`\nProtectHome=${protect}\n`);
  });

  test.each(["The shop\\", "The shop\\\\\\", "The shop \\ \\"])(
    "the description %j takes no other line along",
    (description) => {
      const unit = files(expandProcess({ ...api, description })).at(-1);
      expect(unit === undefined ? "" : textOf(unit)).toMatch(/^Description=The shop\nAfter=/m);
    },
  );

  test("a low port gives the one right that it needs", () => {
    const text = files(expandProcess({ ...api, ports: [443] }))
      .map(textOf)
      .join("");
    expect(text).toContain("\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n");
  });

  test("an absent one is stopped first, then its files go", () => {
    const ops = expandSchedule(find("schedule:old-backup") as ScheduleOp);
    expect(ops[0]).toMatchObject({
      op: "service",
      unit: "old-backup.timer",
      enabled: false,
      running: false,
      mayBeMissing: true,
    });
    for (const op of ops.slice(1)) {
      expect(op.op).toBe("absent-path");
      expect(op.after).toContain("service:old-backup.timer");
    }
  });

  test("triggers and order of the whole machine mean the services", () => {
    const expanded = expandMachine(machine);
    const ids = new Set(expanded.ops.map((op) => op.id));
    expect(ids.size).toBe(expanded.ops.length);
    expect(expanded.ops.some((op) => op.op === "process" || op.op === "schedule")).toBe(false);
    for (const op of expanded.ops) for (const trigger of op.triggers) expect(ids).toContain(trigger.target);
    expect(expanded.predecessors.get("service:api.service")).toEqual(
      expect.arrayContaining(["user:shop", "package:nodejs", "file:/etc/shop/config.json", "file:/etc/default/api"]),
    );
  });
});
