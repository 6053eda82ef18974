import { mergeThree } from "../output/three-way.ts";
import { readLeaves, type ValueChange } from "./value-changes.ts";

/**
 * Whether a text that a build makes has every edit of the user's, byte for byte. Lines that the user left alone may be
 * others: the spec has something new to say there, or says there again what was edited in another file.
 */
export function holdsEdits(base: string, theirs: string, made: string): boolean {
  if (made === theirs || mergeThree(base, theirs, made).merged === made) return true;
  return withNewValues(base, theirs, made) === made;
}

/**
 * The user's text without the edits that a build says in another place, as exactly these lines: a line that was added
 * stands where envc puts it, with its comment; a value that is the same in every environment now stands in `shared`, the
 * defaults. A line that is in neither stays.
 */
export function withoutMoved(
  base: string,
  theirs: string,
  made: string,
  shared: readonly string[],
  done: readonly ValueChange[],
): string {
  const lines: (string | undefined)[] = theirs.split("\n");
  const old = readLeaves(base);
  const current = readLeaves(made);
  const lineAt = (text: string, line: number): string | undefined => text.split("\n")[line - 1];
  for (const { keys, line } of done) {
    const id = JSON.stringify(keys);
    const [was, now] = [old?.get(id), current?.get(id)];
    const own = lines[line - 1];
    if (now === undefined) {
      const isShared = shared.some((text) => {
        const leaf = readLeaves(text)?.get(id);
        return leaf !== undefined && lineAt(text, leaf.line) === own;
      });
      if (isShared) lines[line - 1] = was === undefined ? undefined : lineAt(base, was.line);
    } else if (was === undefined && lineAt(made, now.line) === own) {
      lines[line - 1] = undefined;
      const above = lines[line - 2];
      if (above?.startsWith("#") === true && above === lineAt(made, now.line - 1)) lines[line - 2] = undefined;
    }
  }
  return lines.filter((line) => line !== undefined).join("\n");
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
