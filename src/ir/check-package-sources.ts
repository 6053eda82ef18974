import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isPackageSource } from "./imply-edges.ts";
import { spanOfOp } from "./op-span.ts";
import type { Op } from "./ops.ts";

/** A hundred sources for ten thousand packages: each pair is an edge of the graph. */
const maxPairs = 1_000_000;

/** Each package waits for every source of packages, so that many of both are more than a machine's memory. */
export function checkPackageSources(ops: readonly Op[]): readonly Diagnostic[] {
  const packages = ops.filter((op) => op.op === "package").length;
  const sources = ops.filter(isPackageSource);
  const [first] = sources;
  if (first === undefined || sources.length * packages <= maxPairs) return [];
  const what = "package sources for so many packages";
  return [
    diagnose("E0220", { what, limit: maxPairs }, spanOfOp(first), {
      help: `each of the ${packages} packages waits for all ${sources.length} files of apt; put several sources into one file`,
    }),
  ];
}
