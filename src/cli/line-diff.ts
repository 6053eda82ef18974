import { printable } from "../diagnostics/display-text.ts";
import type { Palette } from "../diagnostics/palette.ts";
import { findAnchors } from "./anchors.ts";

/** Unchanged lines shown around a change. */
const context = 3;

interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/**
 * The difference of two texts in the unified form of diff(1), `patch` included. Empty for equal texts. `names` says what
 * each side is, where that is not just before and after.
 */
export function renderDiff(
  path: string,
  before: string,
  after: string,
  palette: Palette,
  names?: readonly [string, string],
): string {
  if (before === after) return "";
  const lines = diffLines(splitLines(before), splitLines(after));
  const [old, current] = names ?? [path, path];
  const output = [palette.strong(`--- ${old}`), palette.strong(`+++ ${current}`)];
  for (const [from, to] of findHunks(lines)) {
    const hunk = lines.slice(from, to);
    const above = lines.slice(0, from);
    const oldStart = above.filter((line) => line.sign !== "+").length + 1;
    const newStart = above.filter((line) => line.sign !== "-").length + 1;
    const oldCount = hunk.filter((line) => line.sign !== "+").length;
    const newCount = hunk.filter((line) => line.sign !== "-").length;
    output.push(palette.code(`@@ -${oldStart},${oldCount} +${newStart},${newCount} @@`));
    output.push(...hunk.map((line) => paintLine(line, palette)));
  }
  return `${output.join("\n")}\n`;
}

function splitLines(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

function paintLine(line: DiffLine, palette: Palette): string {
  const text = `${line.sign}${printable(line.text).replaceAll("\\t", "\t")}`;
  if (line.sign === " ") return text;
  return line.sign === "+" ? palette.good(text) : palette.error(text);
}

/** A longest common subsequence, after what is equal at both ends is set aside: formatting changes little. */
function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  const same = (text: string): DiffLine => ({ sign: " ", text });
  return [
    ...before.slice(0, head).map(same),
    // The table has a cell per pair of lines, so a large text is cut where it can be.
    ...(a.length * b.length > 4_000_000 ? diffPieces(a, b) : diffMiddle(a, b)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/** Piece by piece between lines that both have once; what is wholly different is shown as such. */
function diffPieces(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const anchors = findAnchors(a, b);
  if (anchors.length === 0) return replaceAll(a, b);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  for (const [x = 0, y = 0] of [...anchors, [a.length, b.length]]) {
    for (const line of diffLines(a.slice(i, x), b.slice(j, y))) lines.push(line);
    const text = a[x];
    if (text !== undefined) lines.push({ sign: " ", text });
    [i, j] = [x + 1, y + 1];
  }
  return lines;
}

function replaceAll(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  return [...a.map((text): DiffLine => ({ sign: "-", text })), ...b.map((text): DiffLine => ({ sign: "+", text }))];
}

function diffMiddle(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ sign: " ", text: a[i] ?? "" });
      i++;
      j++;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))
      lines.push({ sign: "-", text: a[i++] ?? "" });
    else lines.push({ sign: "+", text: b[j++] ?? "" });
  }
  return [...lines, ...replaceAll(a.slice(i), b.slice(j))];
}

/** Half-open ranges of lines: changes with their context, joined where they touch. */
function findHunks(lines: readonly DiffLine[]): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  for (const [index, line] of lines.entries()) {
    if (line.sign === " ") continue;
    const from = Math.max(0, index - context);
    const to = Math.min(lines.length, index + context + 1);
    const last = hunks[hunks.length - 1];
    if (last !== undefined && from <= last[1]) last[1] = to;
    else hunks.push([from, to]);
  }
  return hunks;
}
