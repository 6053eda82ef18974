import type { ExecOp } from "../../../ir/ops.ts";
import { taskName } from "../names.ts";
import type { Task } from "../target/task.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { flushAfter } from "../context.ts";
import { constantsOf, execTasks, ranVariable } from "./execs.ts";
import { failAfter, isHidden, keepOutput } from "./hidden-output.ts";
import { stopTogether } from "../stop-together.ts";
import { askTask } from "./on-change.ts";

/** Commands that stand in the list of tasks; of those which follow a change, only the question whether they are done. */
export function lowerCommands(ops: readonly ExecOp[], context: LowerContext): Lowered {
  return {
    tasks: ops.flatMap((op) =>
      op.onChange.length === 0
        ? [...standingTasks(op, context), ...gate(op, context)]
        : [askTask(op, context), ...flushAfter([op], context)],
    ),
    constants: ops.flatMap((op) => constantsOf(op, context)),
  };
}

/** A command in the list; one whose output is hidden is followed by who keeps that, and by who fails in its place. */
function standingTasks(op: ExecOp, context: LowerContext): readonly Task[] {
  const tasks = execTasks(op, context);
  if (!isHidden(op)) return tasks;
  const register = ranVariable(op, context);
  return [
    ...tasks.slice(0, -1),
    ...tasks.slice(-1).map((command) => ({ ...command, register, goesOn: true })),
    keepOutput(op, register, context),
    failAfter(op, register, context),
  ];
}

/** Hosts of one batch go on side by side: none may reach what comes after a step that one of them has failed to do for all. */
function gate(op: ExecOp, context: LowerContext): readonly Task[] {
  if (op.once === undefined || !context.sideBySide) return [];
  const task = stopTogether(`Make sure that no host has failed: ${taskName(op.title)}`, []);
  return [{ ...task, part: "gate", marks: [context.mark(op)] }];
}
