import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { spanOfOp } from "./op-span.ts";
import type { Op, OpOf } from "./ops.ts";

/** Reports two users, or two groups, with one number. */
export function checkAccountNumbers(ops: readonly Op[]): readonly Diagnostic[] {
  const users = new Map<number, OpOf<"user" | "group">>();
  const reported = new Set<string>();
  const groups = new Map<number, OpOf<"user" | "group">>();
  const check = (op: Op): readonly Diagnostic[] => {
    if (op.op === "user" && op.uid !== undefined) return take(op, op.uid, users, "uid");
    return op.op === "group" && op.gid !== undefined ? take(op, op.gid, groups, "gid") : [];
  };
  // Users first: their own groups have the same numbers, and one message is enough.
  const ordered = [...ops.filter((op) => op.op === "user"), ...ops.filter((op) => op.op === "group")];
  return ordered.flatMap((op) => {
    const found = check(op);
    return found.filter((one) => {
      const key = [one.data["name"], one.data["other"]].join(" ");
      return reported.has(key) ? false : reported.add(key) !== undefined;
    });
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
