import { mergeThree } from "../output/three-way.ts";
import { readLeaves } from "./value-changes.ts";

/**
 * Whether a text that a build makes has every edit of the user's, byte for byte. Lines that the user left alone may be
 * others: the spec has something new to say there, or says there again what was edited in another file.
 */
export function holdsEdits(base: string, theirs: string, made: string): boolean {
  if (made === theirs || mergeThree(base, theirs, made).merged === made) return true;
  return withNewValues(base, theirs, made) === made;
}

/** The user's text with the values of `made` on the lines that the user did not touch: changes of neighbours do not merge. */
function withNewValues(base: string, theirs: string, made: string): string | undefined {
  const [old, own, current] = [base, theirs, made].map(readLeaves);
  if (old === undefined || own === undefined || current === undefined) return undefined;
  const [baseLines, lines, madeLines] = [base, theirs, made].map((text) => text.split("\n")) as [
    readonly string[],
    string[],
    readonly string[],
  ];
  for (const [id, leaf] of own) {
    const [before, after] = [old.get(id), current.get(id)];
    if (before === undefined || after === undefined || leaf.value === after.value) continue;
    if (lines[leaf.line - 1] === baseLines[before.line - 1]) lines[leaf.line - 1] = madeLines[after.line - 1] ?? "";
  }
  return lines.join("\n");
}
