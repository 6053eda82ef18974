/** Directories, links, and paths that shall not be there. */
import type { AbsentPathOp, DirectoryOp, LinkOp } from "../../../ir/ops.ts";
import { baseDirectories } from "../../../ir/os/base-directories.ts";
import { engineFiles } from "../base-images.ts";
import { groupWord, originOf, userWord } from "../context.ts";
import type { MachineContext } from "../context.ts";
import { lowered, nothing } from "../piece.ts";
import type { Lowered } from "../piece.ts";
import type { Command } from "../target.ts";
import { command, operands } from "./command.ts";

/** A stated directory gets exactly its owner and mode; an implied parent is only made when it is missing. */
export function lowerDirectory(op: DirectoryOp, context: MachineContext): Lowered {
  const origin = originOf(op, context.machine);
  if (op.implied)
    return baseDirectories.has(op.path) || context.packageDirectories.has(op.path)
      ? nothing
      : paths(op, context, command(origin, "mkdir", "-p", op.path));
  const user = userWord(context, op.owner);
  const group = groupWord(context, op.group);
  const make = command(origin, "install", "-d", "-o", user, "-g", group, "-m", op.mode, op.path);
  if (op.recursive === undefined) return paths(op, context, make);
  const { directoryMode, fileMode } = op.recursive;
  return paths(
    op,
    context,
    make,
    // -h: a link below gets the owner itself, what it points to is somebody else's.
    command(origin, "chown", "-Rh", `${user}:${group}`, op.path),
    command(origin, "find", op.path, "-mindepth", "1", "-type", "d", "-exec", "chmod", directoryMode, "{}", "+"),
    command(origin, "find", op.path, "-type", "f", "-exec", "chmod", fileMode, "{}", "+"),
  );
}

/** -n and -T: an existing link is replaced, and where a real directory stands it fails instead of making a link inside. */
export function lowerLink(op: LinkOp, context: MachineContext): Lowered {
  if (engineFiles[op.path] !== undefined) return nothing;
  return paths(op, context, command(originOf(op, context.machine), "ln", "-sfnT", ...operands(op.target, op.path)));
}

/** Removes whatever is there. */
export function lowerAbsentPath(op: AbsentPathOp, context: MachineContext): Lowered {
  if (engineFiles[op.path] !== undefined) return nothing;
  return paths(op, context, command(originOf(op, context.machine), "rm", "-rf", op.path));
}

/** The author's words about a directory with a tree stand above its files. */
function docOf(op: DirectoryOp | LinkOp | AbsentPathOp, context: MachineContext): { readonly comment?: string } {
  return op.doc === undefined || context.treeResources.has(op.resource) ? {} : { comment: op.doc };
}

function paths(
  op: DirectoryOp | LinkOp | AbsentPathOp,
  context: MachineContext,
  ...commands: readonly Command[]
): Lowered {
  const origins = [originOf(op, context.machine)];
  return lowered({
    piece: "commands",
    heading: "paths",
    commands,
    origins,
    ...docOf(op, context),
  });
}
