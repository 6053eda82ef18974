import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { spanOfOp } from "./op-span.ts";
import type { Op, OpOf } from "./ops.ts";

/** Reports two users, or two groups, with one number. */
export function checkAccountNumbers(ops: readonly Op[]): readonly Diagnostic[] {
  const users = new Map<number, OpOf<"user" | "group">>();
  const groups = new Map<number, OpOf<"user" | "group">>();
  return ops.flatMap((op) => {
    if (op.op === "user" && op.uid !== undefined) return take(op, op.uid, users, "uid");
    if (op.op === "group" && op.gid !== undefined) return take(op, op.gid, groups, "gid");
    return [];
  });
}

function take(
  op: OpOf<"user" | "group">,
  number: number,
  taken: Map<number, OpOf<"user" | "group">>,
  attribute: "uid" | "gid",
): readonly Diagnostic[] {
  const other = taken.get(number);
  if (other === undefined) {
    taken.set(number, op);
    return [];
  }
  const kind = attribute === "uid" ? "user" : "group";
  return [
    diagnose("E0405", { kind, name: other.name, other: op.name, number, attribute }, spanOfOp(op), {
      related: [{ span: spanOfOp(other), message: `\`${other.name}\` has it too` }],
    }),
  ];
}
