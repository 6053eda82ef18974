import { diff3MergeRegions } from "node-diff3";

/** Pairs of lines that are compared at most; what differs more is called one change. */
const pairLimit = 4_000_000;

/** Two changes of one text. */
export interface ThreeWay {
  /** The text with both changes; undefined when they touch. */
  readonly merged: string | undefined;
  /** The lines of the base (1-based, the last one included) that both change in different ways; empty when merged. */
  readonly overlaps: readonly { readonly from: number; readonly to: number }[];
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
  const [o, a, b] = [base, theirs, ours].map((text) => text.split("\n")) as [string[], string[], string[]];
  const head = countEqual(o, a, b, (lines, index) => lines[index]);
  const rest = [o, a, b].map((lines) => lines.slice(head)) as [string[], string[], string[]];
  const tail = countEqual(...rest, (lines, index) => lines[lines.length - 1 - index]);
  const [oMiddle, aMiddle, bMiddle] = rest.map((lines) => lines.slice(0, lines.length - tail)) as [
    string[],
    string[],
    string[],
  ];
  if (oMiddle.length * Math.max(aMiddle.length, bMiddle.length) > pairLimit)
    return { merged: undefined, overlaps: [{ from: head + 1, to: head + Math.max(1, oMiddle.length) }] };
  const lines = o.slice(0, head);
  const overlaps: { from: number; to: number }[] = [];
  for (const region of diff3MergeRegions(aMiddle, oMiddle, bMiddle)) {
    if (region.stable) for (const line of region.bufferContent) lines.push(line);
    else if (region.aContent.join("\n") === region.bContent.join("\n") && region.aLength === region.bLength)
      for (const line of region.aContent) lines.push(line);
    else {
      const from = head + region.oStart + 1;
      overlaps.push({ from, to: Math.max(from, from + region.oLength - 1) });
    }
  }
  if (overlaps.length > 0) return { merged: undefined, overlaps };
  for (const line of o.slice(o.length - tail)) lines.push(line);
  return { merged: lines.join("\n"), overlaps };
}

/** Whether every line ends in CRLF: what git or an editor on Windows makes of a text. */
export function usesCarriageReturns(text: string): boolean {
  return text.includes("\r\n") && !/(?<!\r)\n/.test(text);
}

/** How many lines at one end all three have in common. */
function countEqual(
  o: readonly string[],
  a: readonly string[],
  b: readonly string[],
  at: (lines: readonly string[], index: number) => string | undefined,
): number {
  const most = Math.min(o.length, a.length, b.length);
  let count = 0;
  while (count < most && at(o, count) === at(a, count) && at(o, count) === at(b, count)) count++;
  return count;
}
