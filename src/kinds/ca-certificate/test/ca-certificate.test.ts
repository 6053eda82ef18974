import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

const authority = readFileSync(new URL("../../tmpfiles/lab/upkeep/company.crt", import.meta.url), "utf8");
const server = readFileSync(new URL("../../certificate/lab/certificate/files.pem", import.meta.url), "utf8");
const block = 'ca-certificate company { source = file("./ca.crt") }';

test("a certificate is put where the system looks, and the system is told", () => {
  const machine = lowerBlocks(block, { "ca.crt": authority });
  const order = machine.ops.map((op) => op.id);
  expect(order.filter((id) => !id.startsWith("directory:"))).toEqual([
    "package:ca-certificates",
    "file:/usr/local/share/ca-certificates/company.crt",
    "exec:ca-certificate-company",
  ]);
  expect(opsOfKind(machine, "exec")).toMatchObject([
    { run: ["update-ca-certificates"], onChange: ["file:/usr/local/share/ca-certificates/company.crt"] },
  ]);
});

test("an absent one goes, and with it the trust", () => {
  const machine = lowerBlocks("absent ca-certificate company");
  expect(opWith(machine, "absent-path:/usr/local/share/ca-certificates/company.crt")).toMatchObject({ was: "file" });
  expect(opsOfKind(machine, "exec").map((op) => literalOf(op.run))).toEqual(["update-ca-certificates --fresh"]);
});

test("what is not the certificate of one authority is refused", () => {
  for (const text of [
    "hello\n",
    authority + authority,
    authority.slice(0, 200),
    `${authority}-----BEGIN PRIVATE KEY-----\n`,
    server,
  ])
    expect(codesOf(block, { "ca.crt": text }), text.slice(0, 40)).toEqual(["E0445"]);
  expect(codesOf("ca-certificate company")).toEqual(["E0444"]);
});
