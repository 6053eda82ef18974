import type { ExecOp } from "../../../ir/ops.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { flushAfter } from "../context.ts";
import { constantsOf, execTasks } from "./execs.ts";
import { askTask } from "./on-change.ts";

/** Commands that stand in the list of tasks; of those which follow a change, only the question whether they are done. */
export function lowerCommands(ops: readonly ExecOp[], context: LowerContext): Lowered {
  return {
    tasks: ops.flatMap((op) =>
      op.onChange.length === 0 ? execTasks(op, context) : [askTask(op, context), ...flushAfter([op], context)],
    ),
    constants: ops.flatMap((op) => constantsOf(op, context)),
  };
}
