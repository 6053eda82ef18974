/** The canonical form of a file (section "Canonical form" of `grammar/spec.md`), printed from its syntax tree. */
import type { Entry, FileNode, HeaderNode } from "../parser/ast.ts";
import type { SourceFile } from "../text/source-file.ts";
import { printInner, withComments } from "./comments.ts";
import { printBody, printEntries } from "./print-entry.ts";

/**
 * Prints a file in canonical form: two spaces, one blank line around blocks with bodies, line ends LF, comments and
 * order as they were. Formatting the result changes nothing. The file must have been parsed without errors: what an
 * error kept out of the tree would be lost. `source` is the text it was parsed from, for a file with nothing in it.
 */
export function formatFile(file: FileNode, source?: SourceFile): string {
  const lines: string[] = [];
  if (file.header !== undefined) lines.push(...printHeader(file.header));
  const entries = printEntries(file.entries, 0, file.header !== undefined);
  lines.push(...entries, ...printInner(file.inner, 0, lines.length + entries.length === 0));
  if (lines.length === 0) return source === undefined || source.text.trim() === "" ? "" : source.text;
  return `${lines.join("\n")}\n`;
}

function printHeader(header: HeaderNode): string[] {
  return withComments(header, [`envspec ${header.version}`], 0, true);
}

/** One entry in canonical form, as it stands at the top of a file; for tools that write entries. */
export function formatEntry(entry: Entry): string {
  return printBody([entry], 0).join("\n");
}
