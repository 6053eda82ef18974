import { expect, test } from "vitest";
import { executableMode } from "../../src/ir/canonical-files.ts";

test.each([
  ["0644", "0755"],
  ["0640", "0750"],
  ["0600", "0700"],
  ["2644", "2755"],
])("%s becomes %s", (mode, executable) => {
  expect(executableMode(mode)).toBe(executable);
});
