import type { Span } from "../text/span.ts";
import type { Op } from "./ops.ts";

/** Where an op is declared. */
export function spanOfOp(op: Op): Span {
  return op.provenance[0] ?? { file: "", start: 0, end: 0 };
}
