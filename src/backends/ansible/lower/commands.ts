import type { ExecOp } from "../../../ir/ops.ts";
import { taskName } from "../names.ts";
import type { Task } from "../target/task.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { flushAfter } from "../context.ts";
import { constantsOf, execTasks } from "./execs.ts";
import { stopTogether } from "../stop-together.ts";
import { askTask } from "./on-change.ts";

/** Commands that stand in the list of tasks; of those which follow a change, only the question whether they are done. */
export function lowerCommands(ops: readonly ExecOp[], context: LowerContext): Lowered {
  return {
    tasks: ops.flatMap((op) =>
      op.onChange.length === 0
        ? [...execTasks(op, context), ...gate(op, context)]
        : [askTask(op, context), ...flushAfter([op], context)],
    ),
    constants: ops.flatMap((op) => constantsOf(op, context)),
  };
}

/** Hosts of one batch go on side by side: none may reach what comes after a step that one of them has failed to do for all. */
function gate(op: ExecOp, context: LowerContext): readonly Task[] {
  if (op.once === undefined || !context.sideBySide) return [];
  const task = stopTogether(`Make sure that no host has failed: ${taskName(op.title)}`, []);
  return [{ ...task, part: "gate", marks: [context.mark(op)] }];
}
