import type { FileNode, Trivia } from "../parser/ast.ts";

/** The doc comment directly above an entry, without its `##`; undefined when there is none. */
export function docOf(leading: readonly Trivia[]): string | undefined {
  const lines: string[] = [];
  for (let i = leading.length - 1; i >= 0; i--) {
    const trivia = leading[i];
    if (trivia?.trivia !== "comment" || !trivia.doc) break;
    lines.unshift(strip(trivia.text));
  }
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** The doc comment of a file: above its header, or below it with a blank line after. */
export function docOfFile(file: FileNode | undefined): string | undefined {
  if (file === undefined) return undefined;
  const above = file.header === undefined ? undefined : docOf(file.header.leading);
  if (above !== undefined) return above;
  const leading = file.entries[0]?.leading ?? file.inner;
  const lines: string[] = [];
  let ended = file.entries.length === 0;
  for (const trivia of leading) {
    if (trivia.trivia === "comment" && trivia.doc) lines.push(strip(trivia.text));
    else if (lines.length > 0) {
      ended = true;
      break;
    }
  }
  return ended && lines.length > 0 ? lines.join("\n") : undefined;
}

function strip(text: string): string {
  return text.replace(/^#+ ?/, "").trimEnd();
}
