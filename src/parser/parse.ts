/** The way in: source text to syntax tree. */
import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { withholdFixes } from "../diagnostics/withhold-fixes.ts";
import type { SourceFile } from "../text/source-file.ts";
import { compareSpans } from "../text/span.ts";
import type { FileNode } from "./ast.ts";
import { balance } from "./balance.ts";
import { EnvspecGrammar } from "./grammar.ts";
import { layOut } from "./layout.ts";
import { findIndentedInterpreterLines } from "./indented-interpreter-line.ts";
import { findMissedInterpolations } from "./missed-interpolation.ts";
import { scan } from "./scan.ts";
import { preparedTable } from "./prepared-table.ts";
import { maxDiagnostics } from "./scanner.ts";

/** A file's tree, and what is wrong with its syntax in source order. */
export interface ParseResult {
  readonly file: FileNode;
  readonly diagnostics: readonly Diagnostic[];
}

/** The parser holds tables which take a while to build, and nothing about a file once `finish` was called. */
const grammar = new EnvspecGrammar({ table: preparedTable });

/**
 * Parses a file. Takes any text and never throws; every span is inside the file. All mistakes are reported, each once;
 * what they leave of the tree is what could be understood. The time it takes grows with the length of the text only.
 */
export function parseFile(source: SourceFile): ParseResult {
  const span = { file: source.path, start: 0, end: source.text.length };
  const scanned = scan(source);
  const unread = { entries: [], inner: [], span };
  if (scanned.tokens.length === 0) return { file: unread, diagnostics: finish(source, scanned.diagnostics, true) };
  const balanced = balance(source, scanned.tokens);
  const before = [...scanned.diagnostics, ...balanced.diagnostics];
  if (before.length >= maxDiagnostics) return { file: unread, diagnostics: finish(source, before, true) };
  const laidOut = layOut(source, balanced.tokens);
  grammar.start(source, laidOut.tokens);
  const { header, entries, inner } = grammar.fileRule();
  const found = [...before, ...laidOut.diagnostics, ...grammar.finish()];
  const file: FileNode = { entries, inner, span, ...(header === undefined ? {} : { header }) };
  // In a broken file a text may be something else than it looks like.
  if (found.length === 0) found.push(...findMissedInterpolations(file), ...findIndentedInterpreterLines(file));
  return { file, diagnostics: finish(source, found, header !== undefined) };
}

function finish(source: SourceFile, found: Diagnostic[], hasHeader: boolean): readonly Diagnostic[] {
  // The rest of a file in a newer version follows rules that nobody here knows.
  const newer = found.find((diagnostic) => diagnostic.code === "E0102");
  if (newer !== undefined) return [newer];
  if (!hasHeader && !found.some((diagnostic) => diagnostic.code === "E0104")) {
    const start = { file: source.path, start: 0, end: 0 };
    found.push(
      diagnose("E0101", {}, start, {
        fixes: [{ title: "write it", safety: "safe", edits: [{ span: start, text: "envspec 1\n\n" }] }],
      }),
    );
  }
  const sorted = withholdFixes(
    found.sort((a, b) => compareSpans(a.span, b.span)),
    new Map([[source.path, source]]),
  );
  if (sorted.length < maxDiagnostics) return sorted;
  const shown = sorted.slice(0, maxDiagnostics);
  const last = shown.pop();
  const note = `only the first ${maxDiagnostics} mistakes of this file are shown`;
  return last === undefined ? shown : [...shown, { ...last, notes: [...last.notes, note] }];
}
