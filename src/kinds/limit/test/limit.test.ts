import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

function filesOf(blocks: string): Readonly<Record<string, string>> {
  const files = opsOfKind(lowerBlocks(blocks), "file");
  return Object.fromEntries(
    files.map((op) => [op.path, op.content.from === "text" ? (literalOf(op.content.text) ?? "") : ""]),
  );
}

test("sessions of a user, of a group, of everybody", () => {
  expect(filesOf("user shop\nlimit a {\n  user = shop\n  item = nofile\n  hard = 65536\n}")).toEqual({
    "/etc/security/limits.d/a.conf": "shop - nofile 65536\n",
  });
  expect(filesOf("group devs\nlimit a {\n  group = devs\n  item = nproc\n  soft = 10\n  hard = 20\n}")).toEqual({
    "/etc/security/limits.d/a.conf": "@devs soft nproc 10\n@devs hard nproc 20\n",
  });
  expect(filesOf("limit a {\n  item = core\n  hard = 0\n}")).toEqual({
    "/etc/security/limits.d/a.conf": "* - core 0\n",
  });
});

test("memory is counted in KiB by sessions and in bytes by services", () => {
  const machine =
    'package nginx\nservice nginx\nuser shop\nlimit a {\n  user = shop\n  services = [nginx]\n  item = memlock\n  soft = 64MB\n  hard = "unlimited"\n}';
  expect(filesOf(machine)).toEqual({
    "/etc/systemd/system/nginx.service.d/limit-a.conf": "[Service]\nLimitMEMLOCK=67108864:infinity\n",
    "/etc/security/limits.d/a.conf": "shop soft memlock 65536\nshop hard memlock unlimited\n",
  });
});

test("a service or a process gets it beside its unit, and is restarted", () => {
  const machine = lowerBlocks(
    'package [nginx, python3]\nservice nginx\nprocess shop {\n  run = ["/usr/bin/python3"]\n  user = www-data\n}\nlimit a {\n  services = [nginx, shop]\n  item = nofile\n  soft = 1024\n  hard = 65536\n}',
  );
  expect(opWith(machine, "file:/etc/systemd/system/nginx.service.d/limit-a.conf")).toMatchObject({
    content: { text: ["[Service]\nLimitNOFILE=1024:65536\n"] },
    triggers: [{ action: "restart", target: "service:nginx.service" }],
  });
  expect(opWith(machine, "file:/etc/systemd/system/shop.service.d/limit-a.conf")).toMatchObject({
    triggers: [{ action: "restart", target: "process:shop" }],
  });
  expect(machine.ops.map((op) => op.id)).not.toContain("file:/etc/security/limits.d/a.conf");
});

test("a limit that cannot be is refused", () => {
  for (const body of [
    "item = memlock\n  hard = 65536",
    "item = nofile\n  hard = 64MB",
    'item = nofile\n  hard = "many"',
    "item = nofile\n  hard = 10\n  soft = 20",
    'item = maxlogins\n  hard = 3\n  services = ["systemd-journald"]',
    "item = nproc\n  hard = 3\n  user = www-data\n  group = adm",
  ])
    expect(codesOf(`limit a {\n  ${body}\n}`), body).toEqual(["E0436"]);
  expect(codesOf("limit a { hard = 3 }")).toEqual(["E0444"]);
  expect(codesOf("absent limit a { hard = 3 }")).toEqual(["E0421"]);
});

test("a limit of sessions that was meant for a process is a warning", () => {
  const process = 'package python3\nprocess shop {\n  run = ["/usr/bin/python3"]\n  user = www-data\n}\n';
  const limit = "limit a {\n  user = www-data\n  item = nofile\n  hard = 65536\n}";
  expect(codesOf(process + limit)).toEqual(["W0453"]);
  expect(codesOf(limit)).toEqual([]);
});
