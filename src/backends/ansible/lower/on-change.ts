/**
 * Commands that follow a change are handlers. Ansible forgets a handler that failed, so the machine keeps a note of what
 * is done: a change takes it away, success writes it, and a run that does not find it asks for the command again.
 */
import type { ExecOp } from "../../../ir/ops.ts";
import { doneNotes, noteName } from "../../shared/done-notes.ts";
import type { BasicOp, LowerContext } from "../context.ts";
import { literalArgument, quotedArgument } from "../jinja.ts";
import { taskName } from "../names.ts";
import type { Arguments, Task } from "../target/task.ts";
import { execPrefix, execTasks, questionNames, whereOf } from "./execs.ts";

/** The names under which a change notifies a command, in order. */
export function changeNames(op: ExecOp): readonly string[] {
  return [toDoName(op), ...ownNames(op)];
}

function ownNames(op: ExecOp): readonly string[] {
  return [notesFolder.name, ...questionNames(op), taskName(op.title), doneName(op)];
}

/** What a command asks for by itself, when it was not done since the last change; nothing for every other op. */
export function asksFor(op: BasicOp): readonly string[] {
  return op.op === "exec" && op.onChange.length > 0 ? ownNames(op) : [];
}

/** The task that asks for a command which was not done since the last change. */
export function askTask(op: ExecOp, context: LowerContext): Task {
  const register = `${execPrefix(op, context)}_done`;
  return {
    name: `Ask whether it was done since the last change: ${taskName(op.title)}`,
    part: "done",
    ...(op.doc === undefined ? {} : { comment: op.doc }),
    module: "ansible.builtin.stat",
    args: [["path", noteOf(op)]],
    register,
    when: whereOf(op, context),
    changedWhen: `not ${register}.stat.exists`,
    notify: ownNames(op),
    marks: [context.mark(op)],
  };
}

/** The handler that makes the folder of the notes. */
export const notesFolder: Omit<Task, "marks"> = {
  name: "Create the folder for the notes of what is done",
  comment: "Ansible forgets a handler that failed. The notes tell the next run which commands are still to be done.",
  module: "ansible.builtin.file",
  args: [["path", doneNotes], ["state", "directory"], ...access("0700")],
};

/** The handler that takes the note away. */
export function toDoHandler(op: ExecOp, context: LowerContext): Task {
  return noteHandler(op, toDoName(op), [["state", "absent"]], context);
}

/**
 * The handlers of the command itself, and its note when it has not failed. Each says so: a handler that fails in the
 * middle of a role does not keep ansible-core 2.19 from running the ones behind it at the end of the play
 * (`force_handlers`).
 */
export function commandHandlers(op: ExecOp, context: LowerContext): readonly Task[] {
  const tasks = execTasks(op, context);
  const before = op.onChange.flatMap((id) =>
    context.ops.flatMap((other) => (other.id === id && other.op === "exec" ? [hasWorked(other, context)] : [])),
  );
  const note = noteHandler(op, doneName(op), [["state", "touch"], ...access("0644")], context);
  return [
    ...tasks.slice(0, -1),
    ...tasks.slice(-1).map((command) => ({
      ...command,
      when: [...(command.when ?? []), ...before],
      register: ranVariable(op, context),
    })),
    { ...note, when: [...(note.when ?? []), `${ranVariable(op, context)} is succeeded`] },
  ];
}

/** Also true of a command that another role runs, or that nothing asked for. */
function hasWorked(op: ExecOp, context: LowerContext): string {
  return `(${ranVariable(op, context)} | default({})) is not failed`;
}

function ranVariable(op: ExecOp, context: LowerContext): string {
  return `${execPrefix(op, context)}_ran`;
}

function noteHandler(op: ExecOp, name: string, args: Arguments, context: LowerContext): Task {
  return {
    name,
    module: "ansible.builtin.file",
    args: [["path", noteOf(op)], ...args],
    when: whereOf(op, context),
    // In a first `--check` the folder is not there.
    tolerantCheck: true,
    marks: [context.mark(op)],
  };
}

function access(mode: string): Arguments {
  return [
    ["owner", "root"],
    ["group", "root"],
    ["mode", quotedArgument(mode)],
  ];
}

function noteOf(op: ExecOp): ReturnType<typeof literalArgument> {
  return literalArgument(`${doneNotes}/${noteName(op.id)}`);
}

function toDoName(op: ExecOp): string {
  return `Note that it is to be done: ${taskName(op.title)}`;
}

function doneName(op: ExecOp): string {
  return `Note that it is done: ${taskName(op.title)}`;
}
