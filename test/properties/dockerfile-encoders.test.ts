import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { dockerfile } from "../../src/backends/dockerfile/backend.ts";
import { nameContextFiles } from "../../src/backends/dockerfile/context-names.ts";
import { orderForCache } from "../../src/backends/dockerfile/order.ts";
import { printDockerfile } from "../../src/backends/dockerfile/print.ts";
import type { Instruction } from "../../src/backends/dockerfile/target.ts";
import { isPlainText } from "../../src/backends/dockerfile/encode.ts";
import type { Op, OpKind } from "../../src/ir/ops.ts";
import { literalText } from "../../src/ir/text.ts";
import { machine, op, program, secret, secretHole, textFile } from "../backends/dockerfile/programs.ts";
import { complaints, meaningOf, readDockerfile, runBodies } from "../backends/dockerfile/reread.ts";

const numRuns = process.env["ENVC_LONG"] ? 10000 : 100;
vi.setConfig({ testTimeout: process.env["ENVC_LONG"] ? 900_000 : 60_000 });
const nasty = Object.values(JSON.parse(readFileSync("test/data/nasty-strings.json", "utf8")) as Record<string, string>);
const anyText = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: "binary" }).filter((text) => !text.includes("\u0000")),
  fc.string({ unit: fc.constantFrom("$", "{", "}", '"', "'", "\\", " ", "\n", "\t", "#", "a", "é") }),
);
const identifier = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);

/** Printed and read back, a list of instructions says the same. */
function expectSame(instructions: readonly Instruction[]): void {
  const all: readonly Instruction[] = [
    { is: "from", image: "debian:bookworm-slim", stage: undefined, origins: [] },
    ...instructions,
  ];
  const { text } = printDockerfile(["header"], all);
  expect(readDockerfile(text)).toEqual(meaningOf(all));
}

describe("every text survives", () => {
  test("ENV and LABEL, where it fits there", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(identifier, anyText.filter(isPlainText)), { minLength: 1, selector: ([key]) => key }),
        (pairs) => {
          expectSame([
            { is: "env", variables: pairs, origins: [] },
            { is: "label", labels: pairs, origins: [] },
          ]);
        },
      ),
      { numRuns },
    );
  });

  test("CMD, ENTRYPOINT, RUN and HEALTHCHECK in exec form", () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), (argv) => {
        expectSame([
          { is: "run-exec", argv, origins: [] },
          { is: "healthcheck", argv, origins: [] },
          { is: "entrypoint", argv, origins: [] },
          { is: "cmd", argv, origins: [] },
        ]);
      }),
      { numRuns },
    );
  });
});

test("no text of a process, a file, a comment or a command changes what the other instructions are", () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (one, two, three) => {
      const build = (a: string, b: string, c: string): string => {
        const ops: readonly Op[] = [
          textFile("/etc/a", literalText(a), { doc: b }),
          op("exec", "x", {
            run: literalText(`true ${a}`),
            doc: c,
            environment: [{ name: "A", value: literalText(c) }],
          }),
          op("process", "p", {
            name: "p",
            description: a,
            argv: [["/bin/x"], literalText(b)],
            environment: [{ name: "A", value: literalText(c) }],
          }),
          op("schedule", "s", { name: "s", description: c, argv: [["/bin/x"], literalText(a)] }),
        ];
        const result = dockerfile.build(program([machine(ops)]), {});
        expect(result.diagnostics.map((each) => each.code)).toEqual(["W0822"]);
        const file = result.files.find((each) => each.path === "Dockerfile");
        return String(file?.content);
      };
      const text = build(one, two, three);
      const keywords = readDockerfile(text).map(([keyword]) => keyword);
      const optional = new Set(["ENV", "ENTRYPOINT"]);
      const plain = readDockerfile(build("a", "b", "c")).map(([keyword]) => keyword);
      expect(keywords.filter((word) => !optional.has(word))).toEqual(plain.filter((word) => !optional.has(word)));
      expect(complaints(text)).toEqual([]);
    }),
    { numRuns },
  );
});

test("a secret's name is all that the output knows of it", () => {
  const value = secret("token", "API_TOKEN");
  fc.assert(
    fc.property(anyText, anyText, (before, after) => {
      const around = [...literalText(before), secretHole("token"), ...literalText(after)];
      const ops = [
        textFile("/etc/a", around),
        op("process", "p", { name: "p", argv: [["/bin/x"]], environment: [{ name: "A", value: around }] }),
      ];
      const { files } = dockerfile.build(program([machine(ops)], { secrets: [value] }), {});
      const image = files.filter((file) => /(?:^|\/)Dockerfile$|^files\//.test(file.path));
      for (const file of image) expect(String(file.content)).not.toContain("API_TOKEN");
      expect(files.some((file) => file.path.startsWith("files/"))).toBe(false);
    }),
    { numRuns },
  );
});

test("names in the build context are safe, unique also where case does not count, and none is inside another", () => {
  const path = fc
    .array(
      fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.constantFrom("a", "A", "a b", "$x", "..x", "con")),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => `/${parts.map((part) => part.replaceAll("/", "_")).join("/")}`);
  fc.assert(
    fc.property(fc.uniqueArray(path), (paths) => {
      const names = [
        ...nameContextFiles(paths.map((each) => ({ key: each, root: "files" as const, path: each }))).values(),
      ];
      const lower = names.map((name) => name.toLowerCase());
      expect(new Set(lower).size).toBe(paths.length);
      for (const name of names) expect(name).toMatch(/^files(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/);
      for (const name of lower) expect(lower.some((other) => other.startsWith(`${name}/`))).toBe(false);
    }),
    { numRuns },
  );
});

test("no op comes before one that it needs", () => {
  const kinds: readonly OpKind[] = [
    "package",
    "group",
    "user",
    "directory",
    "file",
    "tree",
    "link",
    "exec",
    "repository",
    "timezone",
  ];
  const graph = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.array(fc.nat(), { maxLength: 3 })), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(graph, (nodes) => {
      const ids = nodes.map(([kind], index) => `${kind}:${index}`);
      const ops = nodes.map(([kind, needs], index) =>
        op(kind, String(index), { after: index === 0 ? [] : needs.map((need) => ids[need % index] ?? "") }),
      );
      const order = orderForCache(machine(ops), new Set()).map((each) => each.id);
      expect([...order].sort()).toEqual([...ids].sort());
      for (const each of ops)
        for (const need of each.after) expect(order.indexOf(need)).toBeLessThan(order.indexOf(each.id));
    }),
    { numRuns },
  );
});

test("a RUN in shell form is whole lines that end in a backslash, all but the last", () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 5 }), (texts) => {
      const ops = texts.map((text, index) => op("link", String(index), { path: `/l${index}`, target: text }));
      const text = String(
        dockerfile.build(program([machine(ops)]), {}).files.find((file) => file.path === "Dockerfile")?.content,
      );
      const outside = text.split("\n").filter((line) => !/^(?:#.*|)$/.test(line)).length;
      const inside = runBodies(text).flatMap((body) => body.split("\n")).length;
      const words = readDockerfile(text).length;
      expect(inside).toBeLessThanOrEqual(outside);
      expect(words).toBeGreaterThanOrEqual(4);
      expect(complaints(text)).toEqual([]);
    }),
    { numRuns },
  );
});
