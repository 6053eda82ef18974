/** Changes of a part of a file that comes with a package or the base image. */
import { diagnose } from "../../../diagnostics/diagnose.ts";
import { editWords } from "../../../ir/edit.ts";
import type { EditOp } from "../../../ir/ops.ts";
import { textsOfOp } from "../../../ir/op-texts.ts";
import { editFile, printEdited } from "../../shared/edited-text.ts";
import { engineFiles } from "../base-images.ts";
import { contextName, editScript, groupWord, originOf, textInImage, userWord } from "../context.ts";
import type { MachineContext } from "../context.ts";
import { nothing, refused } from "../piece.ts";
import type { ContextFile, Lowered } from "../piece.ts";
import { mountedPath, mountOf } from "../run-layer.ts";
import type { Command } from "../target.ts";
import { command } from "./command.ts";

/** The edit as a call of one script, which the build mounts; owner and mode by their own programs. */
export function lowerEdit(op: EditOp, context: MachineContext): Lowered {
  if (engineFiles[op.path] !== undefined) return nothing;
  const origin = originOf(op, context.machine);
  const { edit } = op;
  if (edit.edit === "attributes") {
    const owner = edit.owner === undefined ? "" : userWord(context, edit.owner);
    const group = edit.group === undefined ? "" : `:${groupWord(context, edit.group)}`;
    const commands = [
      ...(owner + group === "" ? [] : [command(origin, "chown", owner + group, op.path)]),
      ...(edit.mode === undefined ? [] : [command(origin, "chmod", edit.mode, op.path)]),
    ];
    return edits(op, commands, [], context);
  }
  const open = textsOfOp(op, "dockerfile").map((text) => textInImage(context, text));
  for (const text of open)
    if (!text.ok) return refused(diagnose("E0820", { name: nameOf(text.hole, op) }, text.hole.span));
  const words = editWords(edit, (text) => {
    const known = textInImage(context, text);
    return known.ok ? known.text : "";
  });
  const source = contextName(context, editScript);
  // One that is there keeps its content, owner and mode.
  const make = edit.create && edit.ensure === "present" ? [command(origin, "touch", "--", op.path)] : [];
  const call: Command = { ...command(origin, "sh", mountedPath(source), op.path, ...words), mount: mountOf(source) };
  const first = context.machine.ops.find((other) => other.op === "edit" && other.edit.edit !== "attributes");
  const files: ContextFile[] =
    first?.id === op.id ? [{ path: source, content: scriptText, executable: false, origin }] : [];
  return edits(op, [...make, call], files, context);
}

const scriptText = `\
#!/bin/sh
# Edits a file of the image: edit-file PATH EDIT STATE WORD…
set -eu
temporary=''

${printEdited}

${editFile(":")}

edit_file "$@"
`;

function nameOf(hole: { readonly hole: string } & object, op: EditOp): string {
  return "name" in hole ? String(hole.name) : op.path;
}

function edits(
  op: EditOp,
  commands: readonly Command[],
  files: readonly ContextFile[],
  context: MachineContext,
): Lowered {
  const origins = [originOf(op, context.machine)];
  const comment = op.doc === undefined ? {} : { comment: op.doc };
  return { pieces: [{ piece: "commands", heading: "edits", commands, origins, ...comment }], files, diagnostics: [] };
}
