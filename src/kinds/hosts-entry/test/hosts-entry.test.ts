import { expect, test } from "vitest";
import { buildSpec, compileSpec } from "../../../../test/backends/build-spec.ts";
import { codesOf, lowerBlocks, opWith } from "../../../../test/kinds/compile-spec.ts";

const block = 'hosts-entry "db.internal" {\n  address = "10.0.0.5"\n  aliases = ["db"]\n}';

test("a line of the file, which is kept through a boot in the cloud", () => {
  const machine = lowerBlocks(block);
  expect(opWith(machine, "edit:hosts-entry:db.internal")).toMatchObject({
    path: "/etc/hosts",
    edit: { edit: "line", line: ["10.0.0.5 db.internal db"], ensure: "present" },
  });
  expect(opWith(machine, "file:/etc/cloud/cloud.cfg.d/99-own-hosts.cfg")).toMatchObject({
    content: { text: ["manage_etc_hosts: false\n"] },
  });
});

test("an absent one takes its line away and writes nothing", () => {
  expect(lowerBlocks('absent hosts-entry "db.internal"').ops.map((op) => op.id)).toEqual([
    "edit:hosts-entry:db.internal",
  ]);
});

test("what is no address or no name is refused", () => {
  expect(codesOf('hosts-entry "db.internal"')).toEqual(["E0444"]);
  expect(codesOf('hosts-entry "db.internal" { address = "db2.internal" }')).toEqual(["E0427"]);
  expect(codesOf('hosts-entry db {\n  address = "fd00::5"\n  aliases = ["Master DB"]\n}')).toEqual(["E0427"]);
});

test("in Compose the engine gets the entry, once for all who share a network", async () => {
  const programs = ["a", "b"].map((name) => `process ${name} {\n  run = ["/usr/bin/python3"]\n  user = www-data\n}`);
  const spec = `envspec 1\n\nos = "debian-12"\n\npackage python3\n${block}\n${programs.join("\n")}\n`;
  const compose = (await buildSpec(spec, "dockerfile")).get("compose.yaml") ?? "";
  expect(compose.match(/extra_hosts:\n +db\.internal: "10\.0\.0\.5"\n +db: "10\.0\.0\.5"\n/g)).toHaveLength(1);
  const { diagnostics } = await compileSpec(spec, ["dockerfile"]);
  expect(diagnostics.map((one) => one.code)).not.toContain("W0824");
});

test("a line that is no entry is reported for containers", async () => {
  for (const text of ["# ours", "10.0.0.5", "not-an-address db"]) {
    const spec = `envspec 1\n\nos = "debian-12"\n\nline own {\n  path = "/etc/hosts"\n  text = "${text}"\n}\n`;
    const { diagnostics } = await compileSpec(spec, ["dockerfile"]);
    expect(
      diagnostics.map((one) => one.code),
      text,
    ).toEqual(["W0824"]);
  }
});
