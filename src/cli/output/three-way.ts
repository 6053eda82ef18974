import { diff3MergeRegions } from "node-diff3";
import { findAnchors } from "../anchors.ts";

/** Pairs of lines that are compared at most; what differs more and cannot be cut into pieces is called one change. */
const pairLimit = 4_000_000;

/** Lines of the base that both change in different ways: 1-based, the last one included. */
interface Overlap {
  readonly from: number;
  readonly to: number;
}

/** Two changes of one text. */
export interface ThreeWay {
  /** The text with both changes; undefined when they touch. */
  readonly merged: string | undefined;
  /** Empty when merged. */
  readonly overlaps: readonly Overlap[];
}

/**
 * Puts two changes of `base` together, by lines. Changes that touch each other, even with nothing between them, are not
 * merged: that takes a person. The same change made by both is one. The line ends of `theirs` stay what they are.
 */
export function mergeThree(base: string, theirs: string, ours: string): ThreeWay {
  if (usesCarriageReturns(theirs) && !base.includes("\r\n")) {
    const { merged, overlaps } = mergeThree(base, theirs.replaceAll("\r\n", "\n"), ours);
    return { merged: merged?.replaceAll("\n", "\r\n"), overlaps };
  }
  const lines: string[] = [];
  const overlaps: Overlap[] = [];
  mergeLines(base.split("\n"), theirs.split("\n"), ours.split("\n"), 0, { lines, overlaps });
  return { merged: overlaps.length > 0 ? undefined : lines.join("\n"), overlaps };
}

/** Whether every line ends in CRLF: what git or an editor on Windows makes of a text. */
export function usesCarriageReturns(text: string): boolean {
  return text.includes("\r\n") && !/(?<!\r)\n/.test(text);
}

type Lines = readonly string[];
type Result = { readonly lines: string[]; readonly overlaps: Overlap[] };

/** Merges pieces that begin `offset` lines behind the start of the base. */
function mergeLines(o: Lines, a: Lines, b: Lines, offset: number, result: Result): void {
  const most = Math.min(o.length, a.length, b.length);
  let head = 0;
  while (head < most && o[head] === a[head] && o[head] === b[head]) head++;
  let tail = 0;
  while (tail < most - head && o.at(-1 - tail) === a.at(-1 - tail) && o.at(-1 - tail) === b.at(-1 - tail)) tail++;
  for (const line of o.slice(0, head)) result.lines.push(line);
  const [oMiddle, aMiddle, bMiddle] = [o, a, b].map((each) => each.slice(head, each.length - tail)) as [
    string[],
    string[],
    string[],
  ];
  if (oMiddle.length * Math.max(aMiddle.length, bMiddle.length) <= pairLimit)
    mergeSmall(oMiddle, aMiddle, bMiddle, offset + head, result);
  else mergePieces(oMiddle, aMiddle, bMiddle, offset + head, result);
  for (const line of o.slice(o.length - tail)) result.lines.push(line);
}

function mergePieces(o: Lines, a: Lines, b: Lines, offset: number, result: Result): void {
  const anchors = findAnchors(o, a, b);
  if (anchors.length === 0) {
    result.overlaps.push({ from: offset + 1, to: offset + Math.max(1, o.length) });
    return;
  }
  let [i, j, k] = [0, 0, 0];
  for (const [x = 0, y = 0, z = 0] of [...anchors, [o.length, a.length, b.length]]) {
    mergeLines(o.slice(i, x), a.slice(j, y), b.slice(k, z), offset + i, result);
    const anchor = o[x];
    if (anchor !== undefined) result.lines.push(anchor);
    [i, j, k] = [x + 1, y + 1, z + 1];
  }
}

function mergeSmall(o: string[], a: string[], b: string[], offset: number, { lines, overlaps }: Result): void {
  for (const region of diff3MergeRegions(a, o, b)) {
    if (region.stable) for (const line of region.bufferContent) lines.push(line);
    else if (region.aLength === region.bLength && region.aContent.join("\n") === region.bContent.join("\n"))
      for (const line of region.aContent) lines.push(line);
    else {
      const from = offset + region.oStart + 1;
      overlaps.push({ from, to: Math.max(from, from + region.oLength - 1) });
    }
  }
}
