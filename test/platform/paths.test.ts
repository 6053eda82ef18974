import { posix } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInside, isPlainRelativePath, joinPath, normalisePath, relativePath } from "../../src/platform/paths.ts";
import { wantsColor } from "../../src/platform/platform.ts";

const path = fc
  .array(fc.constantFrom("a", "b", "..", ".", "", "c.d"), { maxLength: 8 })
  .map((steps) => steps.join("/"));
const absolute = path.map((each) => `/${each}`);

describe("paths", () => {
  it("are normalised as POSIX does", () => {
    fc.assert(
      fc.property(fc.oneof(path, absolute), (each) => {
        expect(normalisePath(each)).toBe(posix.normalize(each).replace(/(?<=.)\/$/, ""));
      }),
    );
  });

  it("seen from a folder lead back", () => {
    fc.assert(
      fc.property(absolute.map(normalisePath), absolute.map(normalisePath), (folder, goal) => {
        expect(joinPath(folder, relativePath(folder, goal))).toBe(goal);
        expect(relativePath(folder, goal).startsWith("..")).toBe(!isInside(folder, goal));
      }),
    );
  });

  it("that are plain stay below any folder", () => {
    fc.assert(
      fc.property(fc.oneof(path, absolute, fc.string()), (each) => {
        if (isPlainRelativePath(each)) expect(posix.join("/out", each).startsWith("/out/")).toBe(true);
      }),
    );
  });
});

describe("colour", () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ TERM: "dumb" }, true, false],
  ])("%j on a terminal %s: %s", (environment, isTerminal, expected) => {
    expect(wantsColor(environment, isTerminal)).toBe(expected);
  });
});
