import { printable } from "../diagnostics/display-text.ts";
import type { Palette } from "../diagnostics/palette.ts";
import { holdsValues } from "./adopt/value-files.ts";
import { renderDiff } from "./line-diff.ts";
import type { Conflict } from "./output/decide.ts";
import { mergeThree, usesCarriageReturns } from "./output/three-way.ts";

/** Files that are shown at most. */
const fileLimit = 20;

/** Lines of one difference that are shown at most. */
const lineLimit = 60;

/**
 * Shows what two have changed: per file the user's change against what envc wrote, envc's change against the same text,
 * and whether both touch the same lines. `output` is the output folder as messages name it. Empty without conflicts.
 */
export function showConflicts(conflicts: readonly Conflict[], output: string, palette: Palette): string {
  const shown = conflicts.slice(0, fileLimit);
  const blocks = shown.map((conflict) => showConflict(conflict, `${output}/${conflict.path}`, palette));
  const more = conflicts.length - shown.length;
  if (more > 0) blocks.push(`… and ${more} more ${more === 1 ? "file" : "files"} of which nothing is shown here.\n`);
  return blocks.map((block) => `${block}\n`).join("");
}

function showConflict(conflict: Conflict, path: string, palette: Palette): string {
  const { base, theirs, ours, code } = conflict;
  const title = palette.strong(printable(path));
  if (theirs === undefined || (code !== "E0903" && ours === undefined))
    return `${title}\n  It is not a text, so there is nothing to show.\n`;
  if (base === undefined) {
    if (ours === undefined) return `${title}\n  What envc wrote there is not known any more.\n`;
    const why = code === "E0901" ? "" : "  What envc wrote there before is not known any more.\n";
    const diff = limit(renderDiff(path, plain(theirs), ours, palette, ["what is there", "what envc would write"]));
    return `${title}\n${why}${diff}`;
  }
  const change = limit(renderDiff(path, base, plain(theirs), palette, ["what envc wrote", "what you made of it"]));
  if (ours === undefined) return `${title}\n  envc would remove it: nothing in the spec makes it any more.\n${change}`;
  const next = limit(renderDiff(path, base, ours, palette, ["what envc wrote", "what envc would write now"]));
  return `${title}\n${change}${next}${describeOverlap(base, theirs, ours)}${offerAdoption(conflict.path)}`;
}

function describeOverlap(base: string, theirs: string, ours: string): string {
  const { overlaps } = mergeThree(base, theirs, ours);
  if (overlaps.length === 0)
    return "  The two changes do not touch each other: `envc build --merge` puts them together.\n";
  const places = overlaps.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`));
  const word = overlaps.length === 1 && overlaps[0]?.from === overlaps[0]?.to ? "line" : "lines";
  return `  Both change ${word} ${places.join(", ")} (as envc wrote it): a person has to decide. Change your file to what shall count of both, then \`envc build --merge --keep\`.\n`;
}

function offerAdoption(path: string): string {
  return holdsValues(path) ? "  Changed values can go into the spec: `envc build --adopt`.\n" : "";
}

/** Line ends of Windows in the whole file are no change that anybody wants to see. */
function plain(text: string): string {
  return usesCarriageReturns(text) ? text.replaceAll("\r\n", "\n") : text;
}

function limit(diff: string): string {
  const lines = diff.split("\n").slice(0, -1);
  const more = lines.length - lineLimit;
  const rest = more > 0 ? [`… ${more} more ${more === 1 ? "line" : "lines"}`] : [];
  return [...lines.slice(0, lineLimit), ...rest].map((line) => `  ${line}\n`).join("");
}
