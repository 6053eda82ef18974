import type { BlockEdit, ContentEdit, KeyEdit, LineEdit } from "../../../ir/edit.ts";
import type { EditOp } from "../../../ir/ops.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { lowered, taskBase } from "../context.ts";
import { literalArgument, quotedArgument, textArgument } from "../jinja.ts";
import { snakeName, taskName } from "../names.ts";
import type { Arguments, Task } from "../target/task.ts";

/** Changes of a part of a file that something else owns, each with the module that is made for it. */
export function lowerEdits(ops: readonly EditOp[], context: LowerContext): Lowered {
  return lowered(...ops.flatMap((op) => lowerEdit(op, context)));
}

function lowerEdit(op: EditOp, context: LowerContext): readonly Task[] {
  const { edit } = op;
  const base = {
    ...taskBase(op, context),
    // The file comes with a package that a first `--check` did not install.
    tolerantCheck: true,
  };
  const path = ["path", literalArgument(op.path)] as const;
  if (edit.edit === "attributes") {
    const { owner, group, mode } = edit;
    const given: Arguments = [
      ["owner", owner === undefined ? undefined : literalArgument(owner)],
      ["group", group === undefined ? undefined : literalArgument(group)],
      ["mode", mode === undefined ? undefined : quotedArgument(mode)],
    ];
    return [{ ...base, module: "ansible.builtin.file", args: [path, ...given] }];
  }
  const state = ["state", edit.ensure === "absent" ? "absent" : undefined] as const;
  const explained = {
    comment: op.doc ?? `The rest of the file is not ours: only this ${nouns[edit.edit]} is managed.`,
  };
  const task = { ...base, ...explained, ...moduleCall(edit, context) };
  const edited: Task = { ...task, args: [path, ...task.args, state] };
  if (edit.ensure === "present") return edit.create ? [missingFile(op, context), edited] : [edited];
  return edit.edit === "key" ? whereThere(op, edited, context) : [edited];
}

const nouns = { line: "line", block: "block", key: "key" } as const;

function moduleCall(edit: ContentEdit, context: LowerContext): { readonly module: string; readonly args: Arguments } {
  switch (edit.edit) {
    case "line":
      return { module: "ansible.builtin.lineinfile", args: lineArguments(edit, context) };
    case "block":
      return { module: "ansible.builtin.blockinfile", args: blockArguments(edit, context) };
    case "key":
      return { module: "community.general.ini_file", args: keyArguments(edit, context) };
  }
}

function lineArguments(edit: LineEdit, context: LowerContext): Arguments {
  const after = edit.ensure === "present" ? edit.insertAfter : undefined;
  return [
    ["regexp", edit.match === undefined ? undefined : literalArgument(edit.match)],
    ["line", edit.ensure === "absent" && edit.match !== undefined ? undefined : textArgument(edit.line, context.hole)],
    // Only a line with an end: the module would write the new one straight behind a last line without.
    [
      "insertafter",
      after === undefined ? undefined : literalArgument(`${after.includes("|") ? `(?:${after})` : after}.*\\n`),
    ],
  ];
}

function blockArguments(edit: BlockEdit, context: LowerContext): Arguments {
  return [
    ["marker", literalArgument(edit.marker)],
    ["block", edit.ensure === "absent" ? undefined : textArgument(edit.text, context.hole)],
  ];
}

function keyArguments(edit: KeyEdit, context: LowerContext): Arguments {
  return [
    ["section", edit.section === undefined ? undefined : literalArgument(edit.section)],
    ["option", literalArgument(edit.key)],
    ["value", edit.ensure === "absent" ? undefined : textArgument(edit.value, context.hole)],
    ["no_extra_spaces", true],
    ["create", false],
  ];
}

/** The modules would give an existing file the owner and mode of a new one. */
function missingFile(op: EditOp, context: LowerContext): Task {
  return {
    name: taskName(`Create ${op.path} where there is none`),
    part: "create",
    module: "ansible.builtin.copy",
    args: [
      ["dest", literalArgument(op.path)],
      ["content", quotedArgument("")],
      ["force", false],
      ["owner", "root"],
      ["group", "root"],
      ["mode", quotedArgument("0644")],
    ],
    marks: [context.mark(op)],
  };
}

/** The module fails on a file that is not there, which has no key either. */
function whereThere(op: EditOp, edited: Task, context: LowerContext): readonly Task[] {
  const register = `__${context.role}_${snakeName(op.id)}_file`;
  return [
    {
      name: taskName(`Look whether there is ${op.path}`),
      part: "look",
      module: "ansible.builtin.stat",
      args: [["path", literalArgument(op.path)]],
      register,
      marks: [context.mark(op)],
    },
    { ...edited, when: [`${register}.stat.exists`] },
  ];
}
