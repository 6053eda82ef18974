import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { escapeUnitPath, mountPathOf } from "../../../ir/os/unit-names.ts";
import type { MachineProgram } from "../../../ir/program.ts";
import { literalOf } from "../../../ir/text.ts";

function unitOf(machine: MachineProgram, name: string): string {
  const op = opWith(machine, `file:/etc/systemd/system/${name}`);
  return op.op === "file" && op.content.from === "text" ? (literalOf(op.content.text) ?? "") : "";
}

test("a path and its unit's name are the same thing", () => {
  expect(escapeUnitPath("/srv/my-data/a.b")).toBe("srv-my\\x2ddata-a.b");
  expect(escapeUnitPath("/")).toBe("-");
  expect(escapeUnitPath("/.hidden/ä")).toBe("\\x2ehidden-\\xc3\\xa4");
  for (const path of ["/srv/my-data/a.b", "/", "/.hidden/ä"])
    expect(mountPathOf(`${escapeUnitPath(path)}.mount`)).toBe(path);
  expect(mountPathOf("nginx.service")).toBeUndefined();
});

test("memory and bound folders are mounted as units", () => {
  const machine = lowerBlocks(
    'mount "/var/cache/shop" {\n  type = tmpfs\n  size = 64MB\n  options = ["mode=0755"]\n}\nmount "/srv/b" {\n  type = bind\n  source = "/srv/a"\n  required = true\n}\ndirectory "/srv/a"',
  );
  expect(unitOf(machine, "var-cache-shop.mount")).toBe(
    "[Unit]\nDescription=Mount /var/cache/shop\n\n[Mount]\nWhat=tmpfs\nWhere=/var/cache/shop\nType=tmpfs\nOptions=size=67108864,mode=0755\n\n[Install]\nWantedBy=local-fs.target\n",
  );
  expect(unitOf(machine, "srv-b.mount")).toContain(
    "What=/srv/a\nWhere=/srv/b\nType=none\nOptions=bind\n\n[Install]\nRequiredBy=local-fs.target\n",
  );
  const order = machine.ops.map((op) => op.id);
  expect(order.indexOf("directory:/srv/a")).toBeLessThan(order.indexOf("service:srv-b.mount"));
});

test("a disk is mounted where there is a kernel of its own, and waits elsewhere", () => {
  const machine = lowerBlocks('mount "/srv/data" { source = "UUID=0a3407de-014b-458b-b5c1-848e92a327a3" }');
  expect(unitOf(machine, "srv-data.mount")).toContain(
    "ConditionVirtualization=!container\n\n[Mount]\nWhat=/dev/disk/by-uuid/0a3407de-014b-458b-b5c1-848e92a327a3\n",
  );
  expect(opWith(machine, "service:srv-data.mount")).toMatchObject({ enabled: true, running: undefined });
  expect(opsOfKind(machine, "exec").map((op) => literalOf(op.onlyIf ?? []))).toEqual([
    "! systemd-detect-virt --quiet --container && ! systemctl is-active --quiet 'srv-data.mount'",
  ]);
});

test("a network folder brings what mounts it", () => {
  const machine = lowerBlocks('mount "/srv/media" { source = "nas.example.com:/export/media" }');
  expect(opsOfKind(machine, "package").map((op) => op.name)).toEqual(["nfs-common"]);
  expect(unitOf(machine, "srv-media.mount")).toContain("Type=nfs\n\n[Install]\nWantedBy=remote-fs.target\n");
});

test("what lies below a mount, and what is said of its root, comes after it", () => {
  const machine = lowerBlocks(
    'mount "/srv/data" { source = "LABEL=data" }\ndirectory "/srv/data" { mode = 0750 }\nfile "/srv/data/sub/a.txt" { text = "a" }',
  );
  const order = machine.ops.map((op) => op.id);
  const mounted = order.indexOf("service:srv-data.mount");
  expect(order.indexOf("exec:mount-srv-data.mount")).toBeLessThan(mounted);
  for (const id of ["directory:/srv/data", "directory:/srv/data/sub", "file:/srv/data/sub/a.txt"])
    expect(order.indexOf(id), id).toBeGreaterThan(mounted);
});

test("an absent mount is unmounted, then its unit goes", () => {
  const machine = lowerBlocks('absent mount "/srv/data"');
  expect(machine.ops.map((op) => op.id)).toEqual([
    "service:srv-data.mount",
    "absent-path:/etc/systemd/system/srv-data.mount",
  ]);
});

test("a mount that cannot be is refused", () => {
  for (const block of [
    'mount "/etc" { source = "LABEL=data" }',
    'mount "/" { source = "LABEL=data" }',
    'mount "/srv/data"',
    'mount "/srv/data" { source = "sdb1" }',
    'mount "/srv/data" {\n  type = nfs\n  source = "/dev/sdb1"\n}',
    'mount "/srv/data" {\n  type = tmpfs\n  source = "/dev/sdb1"\n}',
    'mount "/srv/data" {\n  size = 1GB\n  source = "/dev/sdb1"\n}',
    'mount "/srv/data" {\n  source = "/dev/sdb1"\n  options = ["a,b"]\n}',
  ])
    expect(codesOf(block), block).toEqual(["E0457"]);
});

test("memory has the owner and the mode of its `directory` after each start", () => {
  const memory = 'mount "/var/cache/shop" { type = tmpfs }\n';
  const entry = "file:/etc/tmpfiles.d/mount-var-cache-shop.conf";
  const machine = lowerBlocks(
    `${memory}user shop { system = true }\ndirectory "/var/cache/shop" {\n  owner = shop\n  mode = 0750\n}`,
  );
  const op = opWith(machine, entry);
  expect(op.op === "file" && op.content.from === "text" ? literalOf(op.content.text) : "").toBe(
    "z /var/cache/shop 0750 shop shop\n",
  );
  expect(lowerBlocks(memory).ops.map(({ id }) => id)).not.toContain(entry);
});
