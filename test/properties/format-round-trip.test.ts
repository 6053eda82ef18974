import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFile } from "../../src/format/format.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { scan } from "../../src/parser/scan.ts";
import { createSourceFile } from "../../src/text/source-file.ts";
import { allComments, file, plainTree } from "./arbitrary-ast.ts";

const numRuns = process.env["ENVC_LONG"] ? 10_000 : 200;
const timeout = 600_000;

const parse = (text: string) => parseFile(createSourceFile("main.envspec", text));

/** Puts a comment and a line end behind tokens inside round and square brackets, where `stream` says so. */
function insertComments(text: string, stream: Iterable<boolean>): { text: string; comments: readonly string[] } {
  const choices = stream[Symbol.iterator]();
  const { tokens } = scan(createSourceFile("main.envspec", text));
  const comments: string[] = [];
  const levels: string[] = [];
  let result = "";
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    result += text.slice(at, token.end);
    at = token.end;
    if (["[", "(", "{"].includes(token.image)) levels.push(token.image);
    if (["]", ")", "}"].includes(token.image)) levels.pop();
    const inBrackets = levels.at(-1) === "[" || levels.at(-1) === "(";
    const next = tokens[index + 1];
    const isFree =
      inBrackets && token.comment === undefined && token.image !== "" && next?.image !== "." && token.image !== ".";
    if (!isFree || choices.next().value !== true) continue;
    comments.push(`# ${comments.length}`);
    result += ` ${comments.at(-1)}\n`;
  }
  return { text: result + text.slice(at), comments };
}

describe("formatting random trees", () => {
  it(
    // A text may well look as if a value was to be put in: that is a warning, and no fault of the printer.
    "prints what parses back to the same tree, without an error",
    () => {
      fc.assert(
        fc.property(file, (tree) => {
          const parsed = parse(formatFile(tree));
          expect(parsed.diagnostics.filter((each) => each.severity === "error")).toEqual([]);
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
    "keeps comments that stand where the formatter would not put them",
    () => {
      fc.assert(
        fc.property(file, fc.infiniteStream(fc.boolean()), (tree, stream) => {
          const { text, comments } = insertComments(formatFile(tree), stream);
          const parsed = parse(text);
          expect(parsed.diagnostics.filter((each) => each.severity === "error")).toEqual([]);
          expect(allComments(parsed.file)).toEqual([...allComments(tree), ...comments].sort());
          const formatted = formatFile(parsed.file);
          expect(allComments(parse(formatted).file)).toEqual(allComments(parsed.file));
          expect(formatFile(parse(formatted).file)).toBe(formatted);
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
