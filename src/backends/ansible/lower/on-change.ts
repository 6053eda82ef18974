/**
 * Commands that follow a change are handlers. Ansible forgets a handler that failed, or that a killed run never
 * reached, so the machine keeps a note of what the command was last run for: success writes it, and a run that finds
 * something else asks for the command again.
 */
import type { ExecOp } from "../../../ir/ops.ts";
import { parentOf } from "../../../ir/paths.ts";
import { doneNotes, noteName, stateCommand } from "../../shared/done-notes.ts";
import { shellWord } from "../../shared/shell.ts";
import type { BasicOp, LowerContext } from "../context.ts";
import { literalArgument } from "../jinja.ts";
import { taskName } from "../names.ts";
import type { Arguments, Task } from "../target/task.ts";
import { unitHandlerNames } from "./services.ts";
import { execPrefix, execTasks, questionNames, ranVariable, whereOf } from "./execs.ts";
import { isHidden, keepName, keepOutput } from "./hidden-output.ts";

/** The names under which a change notifies a command, in order. */
export function handlerNames(op: ExecOp): readonly string[] {
  return [...questionNames(op), taskName(op.title), ...(isHidden(op) ? [keepName(op)] : []), doneName(op)];
}

/** What a command asks for by itself, when it was not run for what is there; nothing for every other op. */
export function asksFor(op: BasicOp): readonly string[] {
  return op.op === "exec" && op.onChange.length > 0 ? handlerNames(op) : [];
}

/**
 * The task that asks for a command which was not run for what is there now. A change notifies it all the same: what
 * somebody changed by hand, and a run puts back, is what the note says, but maybe not what the command was last run for.
 */
export function askTask(op: ExecOp, context: LowerContext): Task {
  const register = dueVariable(op, context);
  const restartOf = (unit: string): readonly string[] => unitHandlerNames("restart", unit, context.mayBeMissing);
  return {
    name: `Ask whether it was done for what is there now: ${taskName(op.title)}`,
    part: "done",
    comment: [...(op.doc === undefined ? [] : [op.doc]), why].join("\n"),
    module: "ansible.builtin.shell",
    args: shell(`test "$(cat ${noteOf(op)})" = "$(${stateOf(op, context)})"`),
    register,
    when: whereOf(op, context),
    changedWhen: context.isEarly(op)
      ? `${register}.rc != 0 or (${ranVariable(op, context)} | default({})) is skipped`
      : `${register}.rc != 0`,
    failedWhen: false,
    checkMode: false,
    notify: [...handlerNames(op), ...context.restartedAfter(op).flatMap(restartOf)],
    marks: [context.mark(op)],
  };
}

/** The variable that holds whether a command is due: it is there once the command has had its turn. */
function dueVariable(op: ExecOp, context: LowerContext): string {
  return `${execPrefix(op, context)}_done`;
}

/** The conditions that a command has had its turn, where its handlers might be run before. */
function hadItsTurn(op: ExecOp, context: LowerContext): readonly string[] {
  return context.isEarly(op) ? [`${dueVariable(op, context)} is defined`] : [];
}

/** The conditions for restarting what a command comes before. When it has failed, the next run asks for both again. */
export function afterCommand(op: ExecOp, context: LowerContext): readonly string[] {
  return [...hadItsTurn(op, context), hasWorked(op, context)];
}

const why = "A run that ended too early leaves no other trace of a change, and a handler that failed is forgotten.";

/**
 * The handlers of the command itself, and its note when it has not failed. Each says so: a handler that fails does not
 * keep the ones behind it from being run.
 */
export function commandHandlers(op: ExecOp, context: LowerContext): readonly Task[] {
  const tasks = execTasks(op, context);
  const before = op.onChange.flatMap((id) => {
    const other = context.opOf(id);
    return other?.op === "exec" && (other.onChange.length > 0 || isHidden(other)) ? [hasWorked(other, context)] : [];
  });
  return [
    ...tasks.slice(0, -1),
    ...tasks.slice(-1).map((command) => ({
      ...command,
      when: [...hadItsTurn(op, context), ...(command.when ?? []), ...before],
      register: ranVariable(op, context),
    })),
    ...(isHidden(op) ? [keepOutput(op, ranVariable(op, context), context)] : []),
    noteHandler(op, context),
  ];
}

/** Also true of a command that another role runs, or that nothing asked for. */
function hasWorked(op: ExecOp, context: LowerContext): string {
  return `(${ranVariable(op, context)} | default({})) is not failed`;
}

/** A note that was only begun says something else than what is there, so the command is run again. */
function noteHandler(op: ExecOp, context: LowerContext): Task {
  const state = stateOf(op, context);
  return {
    name: doneName(op),
    module: "ansible.builtin.shell",
    // install(1) gives the mode to the folders that it is told, and another one to those in between.
    args: shell(`umask 077\ninstall -d -m 0700 ${parentOf(doneNotes)} ${doneNotes}\n{ ${state}; } >${noteOf(op)}`),
    register: `${execPrefix(op, context)}_noted`,
    when: [...hadItsTurn(op, context), ...whereOf(op, context), `${ranVariable(op, context)} is succeeded`],
    changedWhen: true,
    marks: [context.mark(op)],
  };
}

function stateOf(op: ExecOp, context: LowerContext): string {
  return stateCommand(op, context.opOf);
}

function shell(cmd: string): Arguments {
  return [
    ["cmd", literalArgument(cmd)],
    ["executable", "/bin/sh"],
  ];
}

function noteOf(op: ExecOp): string {
  return shellWord(`${doneNotes}/${noteName(op.id)}`);
}

function doneName(op: ExecOp): string {
  return `Note what it was done for: ${taskName(op.title)}`;
}
