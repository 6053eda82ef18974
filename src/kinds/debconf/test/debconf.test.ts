import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { insteadOfAnswers } from "../already-there.ts";
import { literalOf } from "../../../ir/text.ts";

const block =
  'debconf nullmailer {\n  answer "shared/mailname" { value = "a.example.com" }\n  answer "nullmailer/x" {\n    value = "true"\n    type = boolean\n  }\n}';

test("answers are there before the package, which comes with them", () => {
  const machine = lowerBlocks(block);
  const op = opWith(machine, "exec:debconf-nullmailer");
  if (op.op !== "exec") throw new Error("no command");
  expect(op.environment.map(({ name, value }) => [name, literalOf(value)])).toEqual([
    ["DEBCONF_ANSWERS", "nullmailer shared/mailname string a.example.com\nnullmailer nullmailer/x boolean true"],
  ]);
  expect(literalOf(op.unless ?? [])).toContain("nullmailer 2>/dev/null | grep -qx installed");
  expect(machine.ops.map(({ id }) => id)).toEqual(["exec:debconf-nullmailer", "package:nullmailer"]);
});

test("a block of the package counts, and still waits", () => {
  const machine = lowerBlocks(`package nullmailer { hold = true }\n${block}`);
  expect(opsOfKind(machine, "package")).toMatchObject([{ hold: true, after: ["exec:debconf-nullmailer"] }]);
});

test("an answer may be a secret", () => {
  const machine = lowerBlocks(
    'secret key = env("KEY")\ndebconf nullmailer { answer "nullmailer/relayhost" { value = "a --pass=${key}" } }',
  );
  const [op] = opsOfKind(machine, "exec");
  expect(op?.environment[0]?.value.at(-1)).toMatchObject({ hole: "secret", name: "key" });
});

test("what debconf would read as something else is refused", () => {
  const answer = (question: string, value: string, type = "string"): string =>
    `debconf a-b { answer "${question}" {\n  value = "${value}"\n  type = ${type}\n} }`;
  expect(codesOf(answer("a-b/ok", "yes"))).toEqual([]);
  expect(codesOf(answer("ok", "yes"))).toEqual(["E0439"]);
  expect(codesOf(answer("a-b/o k", "yes"))).toEqual(["E0439"]);
  expect(codesOf(answer("a-b/ok", " yes"))).toEqual(["E0439"]);
  expect(codesOf(answer("a-b/ok", "a\\nb"))).toEqual(["E0439"]);
  expect(codesOf(answer("a-b/ok", "yes", "boolean"))).toEqual(["E0439"]);
  expect(codesOf("debconf a-b")).toEqual(["E0439"]);
});

test("a package that has asked already is not told again, and what does help is said", () => {
  const answer = (name: string): string => `debconf ${name} { answer "a/b" { value = "c" } }`;
  for (const name of ["tzdata", '"libc6:amd64"', "openssh-server"])
    expect(codesOf(answer(name)), name).toEqual(["W0456"]);
  expect(codesOf(answer("nullmailer"))).toEqual([]);
  expect(insteadOfAnswers("tzdata")).toContain("timezone =");
  expect(insteadOfAnswers("libc6:amd64")).toContain("dpkg-reconfigure --frontend noninteractive libc6`");
});
