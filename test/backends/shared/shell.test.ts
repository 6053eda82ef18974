import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  hashComment,
  isOneLine,
  shellAssignment,
  shellCommand,
  shellWord,
  sq,
} from "../../../src/backends/shared/shell.ts";

const nasty = JSON.parse(readFileSync("test/data/nasty-strings.json", "utf8")) as Record<string, string>;
const strings = [...Object.values(nasty), "if", "x=y", "--a=b c", "--a=~root", "~", "done", "-n", "é"];

describe("shell words", () => {
  test("stay plain when they can", () => {
    expect(shellCommand(["install", "-d", "-m", "0755", "--owner=root", "/srv/a b"])).toBe(
      "install -d -m 0755 --owner=root '/srv/a b'",
    );
    expect(shellWord("")).toBe("''");
    expect(shellWord("if")).toBe("'if'");
    expect(shellWord("A=b")).toBe("'A=b'");
    expect(shellCommand(["A=b", "A=b"])).toBe("'A=b' A=b");
    expect(sq("it's")).toBe("'it'\\''s'");
  });

  test("reach a program exactly, read back from a real shell", () => {
    const script = shellCommand(["printf", "%s\\0", ...strings]);
    const out = execFileSync("sh", ["-c", script]).toString("utf8").split("\0").slice(0, -1);
    expect(out).toEqual(strings);
  });

  test("assign exactly", () => {
    for (const value of strings) {
      const script = `export ${shellAssignment("VALUE", value)}; printf '%s' "$VALUE"`;
      expect(execFileSync("sh", ["-c", script]).toString("utf8")).toBe(value);
    }
  });
});

test("a comment cannot be left", () => {
  expect(hashComment("one\nrm -rf /\r\ntwo\u2028three\u0007")).toEqual(["# one", "# rm -rf /", "# two", "# three"]);
});

test("one line means one line", () => {
  expect(isOneLine("a\tb c")).toBe(true);
  for (const text of ["a\nb", "a\rb", "a\u0085b", "\u001b[0m"]) expect(isOneLine(text)).toBe(false);
});
