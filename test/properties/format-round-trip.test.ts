import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFile } from "../../src/format/format.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { createSourceFile } from "../../src/text/source-file.ts";
import { allComments, file, plainTree } from "./arbitrary-ast.ts";

const numRuns = process.env["ENVC_LONG"] ? 10_000 : 200;
const timeout = 600_000;

const parse = (text: string) => parseFile(createSourceFile("main.envspec", text));

describe("formatting random trees", () => {
  it(
    "prints what parses back to the same tree, without a complaint",
    () => {
      fc.assert(
        fc.property(file, (tree) => {
          const parsed = parse(formatFile(tree));
          expect(parsed.diagnostics).toEqual([]);
          expect(plainTree(parsed.file)).toEqual(plainTree(tree));
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    "changes nothing the second time",
    () => {
      fc.assert(
        fc.property(file, (tree) => {
          const once = formatFile(tree);
          expect(formatFile(parse(once).file)).toBe(once);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    "keeps every comment",
    () => {
      fc.assert(
        fc.property(file, (tree) => {
          expect(allComments(parse(formatFile(tree)).file)).toEqual(allComments(tree));
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    "does not depend on line ends, and prints LF only",
    () => {
      fc.assert(
        fc.property(file, (tree) => {
          const text = formatFile(tree);
          expect(formatFile(parse(text.replaceAll("\n", "\r\n")).file)).toBe(text);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    "does not depend on blank lines and spaces at line ends outside texts",
    () => {
      fc.assert(
        fc.property(
          file.filter((tree) => !JSON.stringify(tree).includes('"text-block"')),
          (tree) => {
            const text = formatFile(tree);
            const sparse = text.replaceAll("\n", " \t\n\n\n");
            expect(plainTree(parse(sparse).file)).toEqual(plainTree(tree));
            expect(parse(sparse).diagnostics).toEqual([]);
          },
        ),
        { numRuns },
      );
    },
    timeout,
  );
});
