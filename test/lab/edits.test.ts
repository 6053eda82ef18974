import { expect, test } from "vitest";
import type { Expectation } from "../../src/ir/expectation.ts";
import { judgeEdit } from "./edits.ts";
import type { Probe } from "./probe.ts";

type Edit = Extract<Expectation, { readonly fact: "edit" }>["edit"];

const line: Edit = {
  edit: "line",
  line: ["UMASK 027"],
  match: "^#?UMASK",
  insertAfter: undefined,
  create: false,
  ensure: "present",
};
const block: Edit = { edit: "block", marker: "# {mark} x", text: ["a\nb"], create: false, ensure: "present" };
const key: Edit = { edit: "key", section: "s", key: "k", value: ["v"], create: false, ensure: "present" };

test.each<[string, Edit, string, number]>([
  ["a line", line, "UMASK 027\n", 0],
  ["another line", line, "UMASK 022\n", 1],
  ["a later line that the pattern fits", line, "UMASK 027\n#UMASK 022\n", 1],
  ["no line", line, "\n", 1],
  ["a line that is gone", { ...line, ensure: "absent" }, "x\n", 0],
  ["a line that is not gone", { ...line, ensure: "absent" }, "#UMASK\n", 1],
  ["a block", block, "x\n# BEGIN x\na\nb\n# END x\n", 0],
  ["another text in a block", block, "# BEGIN x\na\n# END x\n", 1],
  ["two blocks", block, "# BEGIN x\na\nb\n# END x\n# BEGIN x\na\nb\n# END x\n", 1],
  ["a block that is not gone", { ...block, ensure: "absent" }, "# BEGIN x\n# END x\n", 1],
  ["a key", key, "k=w\n[s]\nk = v\n[t]\nk=x\n", 0],
  ["another value", key, "[s]\nk=w\n", 1],
  ["a key in another section", key, "k=v\n[t]\nk=v\n", 1],
  ["a key that stands there twice", key, "[s]\nk=v\nk=v\n", 1],
  ["a key that is commented out", key, "[s]\n;k=v\n", 1],
  ["a key that is gone", { ...key, ensure: "absent" }, "[s]\n#k=v\n", 0],
])("the lab looks at %s", (_name, edit, text, failures) => {
  const probe: Probe = { live: true, full: true, facts: new Map([["text:/etc/x", text]]) };
  const expectation = {
    fact: "edit",
    id: "edit:x",
    path: "/etc/x",
    edit,
    where: "anywhere",
    resource: "x",
    spans: [],
  } as const;
  expect(judgeEdit(probe, expectation, () => undefined)).toHaveLength(failures);
});

test("a file that is not there has nothing to take away, and nothing that was put into it", () => {
  const probe: Probe = { live: true, full: true, facts: new Map() };
  const judge = (edit: Edit): readonly string[] =>
    judgeEdit(
      probe,
      { fact: "edit", id: "edit:x", path: "/etc/x", edit, where: "anywhere", resource: "x", spans: [] },
      () => undefined,
    );
  expect(judge({ ...line, ensure: "absent" })).toEqual([]);
  expect(judge(line)).toEqual(["/etc/x is missing"]);
});
