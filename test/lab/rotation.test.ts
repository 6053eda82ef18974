import { expect, test } from "vitest";
import { judgeStarts } from "./rotation.ts";

const before = new Map([
  ["caller", "1"],
  ["mailer", "1"],
]);

test.each([
  ["what uses the secret was started anew", { caller: "2", mailer: "1" }, []],
  ["what came up meanwhile is nobody's business", { caller: "2", mailer: "1", timer: "1" }, []],
  ["nothing happened", { caller: "1", mailer: "1" }, ["caller was not started anew"]],
  ["all was", { caller: "2", mailer: "2" }, ["mailer was started anew and uses none of the secrets"]],
  ["one is gone", { caller: "2" }, ["mailer does not run any more"]],
  ["the user itself is gone", { mailer: "1" }, ["caller does not run any more", "caller was not started anew"]],
])("after a secret was given another value: %s", (_case, after, failures) => {
  expect(judgeStarts(before, new Map(Object.entries(after)), new Set(["caller"]))).toEqual(failures);
});
