import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

test("the choice is made when it is another one, or only the packages' own", () => {
  const machine = lowerBlocks('package vim\nalternative editor { path = "/usr/bin/vim.basic" }');
  const op = opWith(machine, "exec:alternative-editor");
  if (op.op !== "exec") throw new Error("no command");
  expect(literalOf(op.run)).toBe("/usr/bin/update-alternatives --set editor /usr/bin/vim.basic");
  expect(literalOf(op.unless ?? [])).toContain("' Status: manual '*' Value: /usr/bin/vim.basic '*");
  const order = machine.ops.map(({ id }) => id);
  expect(order.indexOf("package:vim")).toBeLessThan(order.indexOf("exec:alternative-editor"));
});

test("a program is a plain path", () => {
  expect(codesOf("alternative editor")).toEqual(["E0317"]);
  expect(codesOf('alternative editor { path = "vim.basic" }')).toEqual(["E0302"]);
  expect(codesOf('alternative editor { path = "/usr/bin/vim; reboot" }')).toEqual(["E0427"]);
});
