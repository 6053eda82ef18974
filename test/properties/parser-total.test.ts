/**
 * The parser takes anything: it never throws, ends quickly, and every place it names is inside the file. In the long
 * mode (ENVC_LONG=1) the inputs add up to more than a million.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/edit/apply-edits.ts";
import { formatFile } from "../../src/format/format.ts";
import { parseFile } from "../../src/parser/parse.ts";
import { maxDiagnostics } from "../../src/parser/scanner.ts";
import { reserved } from "../../src/parser/tokens.ts";
import { createSourceFile } from "../../src/text/source-file.ts";
import type { Span } from "../../src/text/span.ts";
import { file } from "./arbitrary-ast.ts";

const long = Boolean(process.env["ENVC_LONG"]);
/** Inputs per property run; many small ones at once cost less than many runs. */
const batch = 5;
/** Inputs per seed of the cheap generator: with 10,000 runs they are the million. */
const seedBatch = 100;
const numRuns = long ? 10_000 : 100;
const timeout = 3_600_000;

const pieces = [
  ...reserved.keys(),
  "package",
  "file",
  "nginx",
  "a",
  "db.url",
  "if",
  "for",
  "EOF",
  "min",
  "=",
  ":",
  ":=",
  "==",
  "=>",
  "+",
  "-",
  "*",
  "/",
  "<",
  "|",
  "?",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  ",",
  ";",
  ".",
  "..",
  "...",
  "#",
  "# c",
  "##",
  "## d",
  "//",
  "/*",
  "*/",
  "\\",
  "'",
  "`",
  "“",
  "”",
  "$",
  "${",
  '"',
  '""',
  '"a b"',
  '"a',
  '"\\n"',
  '"\\q"',
  '"${a.b}"',
  '"${"',
  '"""',
  '"""\n',
  '""""',
  '  """\n',
  '$"""\n',
  '$$"""',
  "'q'",
  "${a.b}",
  "0",
  "-1",
  "1.5",
  "0644",
  "007",
  "30s",
  "15m",
  "85%",
  "7zip",
  "1h30min",
  "10.0.0.1",
  "https://x.example/a#b",
  "/var/www",
  "2026-11-23",
  "\n",
  "\n\n",
  "\r\n",
  "\r",
  " ",
  "  ",
  "    ",
  "\t",
  "\u00a0",
  "\ufeff",
  "\u0000",
  "\u202e",
  "\u2028",
  "ü",
  "😀",
  "\ud800",
  "- a\n",
  "---\n",
  "key:\n",
  "  - b\n",
  "<<EOF\n",
  "EOF\n",
  "envspec 1\n",
  "x = [\n",
  "x = (",
  "}\n",
  "machine web {\n",
];

/** Pieces of the language in any order. */
const soup = fc
  .array(fc.constantFrom(...pieces), { maxLength: 30 })
  .chain((tokens) => fc.constantFrom("", " ").map((separator) => tokens.join(separator)));

/** A correct file with a few characters removed, doubled or replaced. */
const damaged = fc
  .tuple(
    file.map((tree) => formatFile(tree)),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.constantFrom(...pieces, "")), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, changes]) => {
    let result = text;
    for (const [place, length, insert] of changes) {
      const at = place % (result.length + 1);
      result = result.slice(0, at) + insert + result.slice(at + length);
    }
    return result;
  });

/** Throws when a place is outside of the text. */
function checkSpan(span: Span, length: number, what: string): void {
  const isInside = span.start >= 0 && span.start <= span.end && span.end <= length;
  if (!isInside) throw new Error(`${what}: ${JSON.stringify(span)} in a text of ${length}`);
}

function checkTree(node: unknown, length: number): void {
  if (Array.isArray(node)) {
    for (const one of node) checkTree(one, length);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  for (const [field, value] of Object.entries(node)) {
    if (field === "span") checkSpan(value as Span, length, JSON.stringify(node).slice(0, 200));
    else checkTree(value, length);
  }
}

/** Parses a text and checks everything that must hold for any text. */
function checkParse(text: string): void {
  const source = createSourceFile("main.envspec", text);
  const { length } = source.text;
  const start = performance.now();
  const { file: tree, diagnostics } = parseFile(source);
  // One second is the gate; the rest is for a machine that does other things as well.
  expect(performance.now() - start).toBeLessThan(5000);
  checkTree(tree, length);
  expect(diagnostics.length).toBeLessThanOrEqual(maxDiagnostics);
  let before = 0;
  for (const diagnostic of diagnostics) {
    checkSpan(diagnostic.span, length, diagnostic.code);
    if (diagnostic.span.start < before) throw new Error(`${diagnostic.code} is not in source order`);
    before = diagnostic.span.start;
    for (const fix of diagnostic.fixes)
      for (const edit of fix.edits) checkSpan(edit.span, length, `a fix of ${diagnostic.code}`);
    if (/unexpected|expecting|invalid/i.test(diagnostic.title)) throw new Error(diagnostic.title);
  }
  applyFixes(
    source.text,
    diagnostics.flatMap((diagnostic) => diagnostic.fixes),
  );
}

function holdsFor(inputs: fc.Arbitrary<string>, runs = numRuns): void {
  fc.assert(
    fc.property(fc.array(inputs, { minLength: batch, maxLength: batch }), (texts) => texts.forEach(checkParse)),
    { numRuns: runs },
  );
}

describe("the parser takes anything", () => {
  it("any text", () => holdsFor(fc.string({ unit: "binary", maxLength: 60 })), timeout);
  it(
    "any UTF-16, broken pairs included",
    () => holdsFor(fc.array(fc.nat({ max: 0xffff }), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes))),
    timeout,
  );
  it(
    "any bytes",
    () => holdsFor(fc.uint8Array({ maxLength: 60 }).map((bytes) => new TextDecoder().decode(bytes))),
    timeout,
  );
  it("pieces of the language in any order", () => holdsFor(soup, 2 * numRuns), timeout);
  it("pieces below a header", () => holdsFor(soup.map((text) => `envspec 1\n\n${text}\n`)), timeout);
  it("correct files with a mistake", () => holdsFor(damaged, long ? 2000 : 40), timeout);
});

/** Many texts from one number, made without fast-check's bookkeeping: pieces of the language, with and without header. */
function textsFrom(seed: number): readonly string[] {
  let state = seed | 1;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  return Array.from({ length: seedBatch }, () => {
    let text = next(4) > 0 ? "envspec 1\n" : "";
    for (let i = next(25); i >= 0; i--) text += `${pieces[next(pieces.length)] ?? ""}${next(2) === 0 ? " " : ""}`;
    return text;
  });
}

describe("a million inputs", () => {
  it(
    "do not make the parser throw",
    () => {
      fc.assert(
        fc.property(fc.integer({ min: 1 }), (seed) => {
          for (const text of textsFrom(seed)) {
            try {
              checkParse(text);
            } catch (error) {
              throw new Error(`on ${JSON.stringify(text)}`, { cause: error });
            }
          }
        }),
        { numRuns },
      );
    },
    timeout,
  );
});

describe("bombs", () => {
  const repeat = (text: string, times: number): string => text.repeat(times);
  const bombs: Readonly<Record<string, string>> = {
    "a million braces": repeat("a {\n", 1_000_000),
    "a million brackets": `x = ${repeat("[", 1_000_000)}`,
    "a million calls": `x = ${repeat("f(", 1_000_000)}`,
    "a million types": `let x: ${repeat("list(", 1_000_000)}`,
    "many closing braces": repeat("}", 200_000),
    "many lines of garbage": repeat("= ) ]\n", 100_000),
    "a long line": `x = "${repeat("a", 2_000_000)}"`,
    "a long list": `x = [${repeat("a, ", 100_000)}]`,
    "a list without brackets": `x = ${repeat("a, ", 100_000)}`,
    "a long path": `x = a${repeat(".b", 100_000)}`,
    "a long word": repeat("a", 1_000_000),
    "many quotes": repeat('"', 1_000_000),
    "quotes that never close": repeat('x = """\n', 100_000),
    "deeper and deeper quotes": Array.from({ length: 1000 }, (_, i) => `${repeat(" ", i)}x = """\n`).join(""),
    "more and more quotes": Array.from({ length: 1000 }, (_, i) => `x = ${repeat('"', i + 3)}\n`).join(""),
    "interpolations that never close": `"${repeat("${", 500_000)}`,
    escapes: `"${repeat("\\", 500_000)}`,
    heredocs: repeat("<<A\n", 100_000),
    "star comments": repeat("/*\n", 100_000),
    "single quotes": repeat("'", 500_000),
    NULs: repeat("\0 ", 500_000),
    "carriage returns": repeat("\r", 1_000_000),
    YAML: repeat("- a\nb:\n", 100_000),
    semicolons: repeat(";", 200_000),
    "mixed brackets": repeat("{[(", 300_000),
    "wrong brackets": repeat("[}(", 100_000),
  };
  it.each(Object.keys(bombs))(
    "%s",
    (bomb) => {
      const text = bombs[bomb] ?? "";
      const cpu = process.cpuUsage();
      const source = createSourceFile("main.envspec", `envspec 1\n${text}`);
      const { diagnostics } = parseFile(source);
      const { user } = process.cpuUsage(cpu);
      // The gate is two seconds of this process alone.
      expect(user / 1e6).toBeLessThan(4);
      for (const diagnostic of diagnostics) checkSpan(diagnostic.span, source.text.length, diagnostic.code);
    },
    120_000,
  );

  const codes = (text: string): readonly string[] =>
    parseFile(createSourceFile("main.envspec", `envspec 1\n${text}`)).diagnostics.map((one) => one.code);

  it("a hundred levels are read, a hundred and one are named, of every kind", () => {
    const kinds: readonly (readonly [string, string, string])[] = [
      ["a {\n", "}\n", ""],
      ["x = [", "]", "1"],
      ["x = f(", ")", "1"],
      ["let x: list(", ")", "text"],
    ];
    for (const [open, close, core] of kinds) {
      const nest = (depth: number): string => {
        const inner = open.replace(/^x = |^let x: /, "");
        return `${open}${repeat(inner, depth - 1)}${core}${repeat(close, depth)}\n`;
      };
      expect(codes(nest(100))).toEqual([]);
      expect(codes(nest(101))).toEqual(["E0131"]);
      expect(codes(nest(1000))).toEqual(["E0131"]);
    }
  });

  it("300 blocks each missing a brace are 300 mistakes", () => {
    const text = Array.from({ length: 300 }, (_, i) => `file "/srv/${i}" {\n  mode = 0644\n\n`).join("");
    expect(codes(text)).toEqual(Array.from({ length: 300 }, () => "E0115"));
  });

  it("the number of messages has an end, and the last one says so", () => {
    const { diagnostics } = parseFile(createSourceFile("main.envspec", `envspec 1\n${repeat("x = 15m\n", 5000)}`));
    expect(diagnostics).toHaveLength(maxDiagnostics);
    expect(diagnostics.at(-1)?.notes.at(-1)).toContain("first 1000");
  });
});

describe("the time grows with the length", () => {
  it("ten times the file takes about ten times as long", () => {
    const text = (hosts: number): string =>
      `envspec 1\n\nenvironment prod {\n${Array.from({ length: hosts }, (_, i) => `  host web-${i} {\n    address = "203.0.113.${i % 250}"\n    ssh { user = "deploy", port = 22 }\n  }\n`).join("")}}\n`;
    const measure = (hosts: number): number => {
      const source = createSourceFile("main.envspec", text(hosts));
      const times = Array.from({ length: 3 }, () => {
        const before = process.cpuUsage();
        expect(parseFile(source).diagnostics).toEqual([]);
        return process.cpuUsage(before).user;
      });
      return Math.min(...times);
    };
    measure(1000);
    expect(measure(10_000) / measure(1000)).toBeLessThan(25);
  }, 120_000);
});
