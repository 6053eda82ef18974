/**
 * Text for people inside of a script. A single character that a literal block of YAML cannot hold would put the whole
 * script into quotes, where nobody can read it.
 */
import { commentLines, isLiteralSafe } from "../shared/yaml-scalar.ts";

/** Longest line of a comment, without the `# `. */
const widest = 110;

/** Comment lines, each with its `#`: wrapped, and what cannot be read made visible. */
export function scriptComment(text: string): string[] {
  return commentLines(visibleText(text), widest)
    .flatMap((line) => line.match(/^$|.{1,110}/gu) ?? [])
    .map((line) => `# ${line}`.trimEnd());
}

/** A title on one line of bearable length, what cannot be read made visible. */
export function shorten(title: string): string {
  const line = visibleText(title.replace(/\s+/g, " ").trim());
  return line.length <= 96 ? line : `${line.slice(0, 95).trimEnd()}…`;
}

/** What a literal block cannot hold as `\\u{…}`, blanks of all kinds as blanks; line ends stay. */
function visibleText(text: string): string {
  return text.replace(/[^\n\u0020-\u007e]/gu, (character) => {
    if (/\s/.test(character)) return " ";
    return isLiteralSafe(`-\n${character}-`, 0) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
