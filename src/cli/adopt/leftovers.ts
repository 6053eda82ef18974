import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { describeSpan, type SourceFile } from "../../text/source-file.ts";
import { adviseOnBlocked, type Blocked } from "./blocked.ts";
import { type Change, type EditedValues, isForAll, placesOf } from "./edited-values.ts";
import type { Leaf } from "./leaf.ts";

/** What became of the changes. */
export interface Outcome {
  /** Those that the spec has now. */
  readonly done: readonly Change[];
  /** Those that it could have only together with others. */
  readonly blocked: ReadonlyMap<Change, Blocked>;
}

/**
 * What was not taken over of a file's edits: each changed line with the reason and what to do by hand. `made` is what
 * the build of the changed spec writes there, `asked` the environments whose edits are wanted, none for all.
 */
export function describeLeftovers(
  file: EditedValues,
  { done, blocked }: Outcome,
  made: string,
  shown: string,
  sources: ReadonlyMap<string, SourceFile>,
  asked: readonly string[],
): readonly Diagnostic[] {
  const path = `${shown}/${file.path}`;
  const found: { readonly line: number; readonly why: string; readonly help: string }[] = [];
  const isOver = (leaf: Leaf): boolean => file.named.some((one) => one.keys === leaf.keys);
  for (const change of [...file.changes.changed, ...file.changes.added.filter(isOver)]) {
    const named = file.named.find((one) => one.line === change.line && one.keys === change.keys);
    if (named !== undefined && done.includes(named)) continue;
    if (isForAll(file, asked)) {
      const why = `it holds for every environment, and only ${asked.map((name) => `\`${name}\``).join(", ")} was asked for`;
      found.push({ line: change.line, why, help: "build without `--env`; or leave the line as it is with `--keep`" });
      continue;
    }
    const places = (named?.places ?? placesOf(file.map, change.line)).flatMap((span) => {
      const source = sources.get(span.file);
      return source === undefined ? [] : [describeSpan(source, span)];
    });
    const [place] = places;
    const from = place === undefined ? "in the `.envspec` file" : `at ${place}`;
    const other = named === undefined ? undefined : done.find((one) => contradicts(one, named));
    if (other !== undefined) {
      const help = `write the same in both, or leave this line as it is with \`--keep\``;
      const why = `it is one value, which was made another one in \`${shown}/${other.path}\`, line ${other.line}`;
      found.push({ line: change.line, why, help });
      continue;
    }
    const block = named === undefined ? undefined : blocked.get(named);
    if (named !== undefined && block !== undefined) {
      const why = "the value of the spec that makes it makes other lines, too";
      found.push({ line: change.line, why, help: adviseOnBlocked(block, named) });
      continue;
    }
    found.push({
      line: change.line,
      why: "no single value of the spec makes exactly this line",
      help: `say it ${from}, build, and compare; or leave the line as it is with \`--keep\``,
    });
  }
  for (const leaf of file.changes.added.filter((one) => !isOver(one)))
    found.push({
      line: leaf.line,
      why: "the spec has nothing of this name",
      help: "put it into a file of your own next to this one (envc leaves those alone), or leave it here with `--keep`",
    });
  for (const leaf of file.changes.removed)
    found.push({
      line: leaf.line,
      why: `the line of \`${leaf.keys.at(-1) ?? ""}\` was removed, and the spec still needs it`,
      help: "take out of the `.envspec` file what uses the value, or leave it out here with `--keep`",
    });
  const said = new Set(found.map(({ line }) => line));
  found.push(...describeForm(file, made, said));
  return found
    .sort((a, b) => a.line - b.line)
    .map(({ line, why, help }) => diagnose("W0902", { path, line, why, help }, { file: path, start: 0, end: 0 }));
}

/** Whether two changes of one value make different things of it; a default is everybody's. */
function contradicts(one: Change, other: Change): boolean {
  return (
    one.name === other.name &&
    one.host === other.host &&
    (one.environment === other.environment || one.environment === undefined || other.environment === undefined) &&
    one.before === other.before &&
    one.after !== other.after
  );
}

/** Lines that say no other value and still are not what envc writes: comments, quotes, the order. */
function describeForm(
  { theirs, base }: EditedValues,
  made: string,
  said: ReadonlySet<number>,
): readonly { readonly line: number; readonly why: string; readonly help: string }[] {
  const left = new Map<string, number>();
  // A line that the user did not touch may be another one now, for what was changed elsewhere.
  for (const line of [...made.split("\n"), ...base.split("\n")]) left.set(line, (left.get(line) ?? 0) + 1);
  const foreign = theirs.split("\n").flatMap((text, index) => {
    const count = left.get(text) ?? 0;
    if (count > 0) left.set(text, count - 1);
    return count > 0 || said.has(index + 1) ? [] : [index + 1];
  });
  const [first] = foreign;
  if (first === undefined) return [];
  const key = /^\s*([\w-]+):/.exec(theirs.split("\n")[first - 1] ?? "")?.[1];
  const ours = key === undefined ? undefined : made.split("\n").find((line) => line.trimStart().startsWith(`${key}:`));
  return [
    {
      line: first,
      why: "comments and the way a value is written are envc's",
      help:
        ours === undefined
          ? "a comment comes from the `##` above the declaration in the `.envspec` file; or leave the file as it is with `--keep`"
          : `write it as \`${ours.trim()}\`, as envc would; or leave the file as it is with \`--keep\``,
    },
  ];
}
