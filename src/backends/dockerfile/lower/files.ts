/** Files and folders of files: bytes from the build context, exact owners and modes. */
import { diagnose } from "../../../diagnostics/diagnose.ts";
import type { FileOp, TreeOp } from "../../../ir/ops.ts";
import { executableMode } from "../../../ir/canonical-files.ts";
import { shellCommand } from "../../shared/shell.ts";
import { contextName, groupWord, originOf, textInImage, userWord } from "../context.ts";
import type { MachineContext } from "../context.ts";
import { placeFile } from "../file-place.ts";
import { nothing, refused } from "../piece.ts";
import type { ContextFile, Lowered, Piece } from "../piece.ts";
import type { Command } from "../target.ts";
import { command, listCommand, script } from "./command.ts";

/** A file of the image; what Compose puts in place or the engine owns is no part of it. */
export function lowerFile(op: FileOp, context: MachineContext): Lowered {
  const place = placeFile(op, context);
  if (place.place === "refused") {
    const name = place.hole.hole === "secret" ? place.hole.name : op.path;
    return refused(diagnose("E0821", { name, where: op.path }, place.hole.span));
  }
  if (place.place !== "image") return nothing;
  const content = contentOf(op, context);
  if (content === undefined) return nothing;
  const origin = originOf(op, context.machine);
  const source = contextName(context, op.id);
  const { path, owner: user, group, mode } = op;
  const pieces: Piece[] = [
    {
      piece: "file",
      source,
      path,
      user,
      group,
      mode,
      origins: [origin],
      ...(op.doc === undefined ? {} : { comment: op.doc }),
    },
  ];
  if (op.validate !== undefined)
    pieces.push({
      piece: "commands",
      heading: "checks",
      commands: [validation(op, op.validate, context)],
      origins: [origin],
    });
  return { pieces, files: [{ path: source, content, executable: false, origin }], diagnostics: [] };
}

function contentOf(op: FileOp, context: MachineContext): string | Uint8Array | undefined {
  if (op.content.from === "bytes") return op.content.file.bytes;
  const text = textInImage(context, op.content.text);
  return text.ok ? text.text : undefined;
}

/** Validators that come with a package: without it the image has nothing that would read the file. */
const validatorPackages: Readonly<Record<string, RegExp>> = {
  visudo: /^sudo(?:-ldap)?$/,
  sshd: /^openssh-server$/,
  nginx: /^nginx/,
};

/** Whether the image has the program that checks the file: a package of the spec brings it, or it is none of the well-known ones. */
export function hasValidator(validate: readonly string[], context: MachineContext): boolean {
  const names = validatorPackages[(validate[0] ?? "").split("/").at(-1) ?? ""];
  return names === undefined || [...context.packages].some((name) => names.test(name));
}

function validation(op: FileOp, validate: readonly string[], context: MachineContext): Command {
  const origin = originOf(op, context.machine);
  const words = validate.map((word) => (word === "%s" ? op.path : word));
  if (hasValidator(validate, context)) return command(origin, ...words);
  const program = shellCommand([words[0] ?? ""]);
  return script(origin, `if command -v ${program} > /dev/null; then ${shellCommand(words)}; fi`);
}

/**
 * A folder. `COPY --chmod` gives directories the mode of files (and buildah gives it to an existing target directory
 * too), so every directory of the project is stated again after it; only those, nothing that was there before.
 */
export function lowerTree(op: TreeOp, context: MachineContext): Lowered {
  const origin = originOf(op, context.machine);
  const source = contextName(context, op.id);
  const user = userWord(context, op.owner);
  const group = groupWord(context, op.group);
  const files: ContextFile[] = op.folder.files.map((file) => ({
    path: `${source}/${file.path}`,
    content: file.bytes,
    executable: file.executable,
    origin,
  }));
  const commands: Command[] = [];
  const directories = op.folder.directories.map((directory) => `${op.path}/${directory}`);
  const below = ["-o", user, "-g", group, "-m", op.directoryMode];
  const top = files.length === 0 ? undefined : topDirectory(op, context);
  if (top !== undefined && top.join(" ") !== below.join(" "))
    commands.push(command(origin, "install", "-d", ...top, op.path));
  const all = top?.join(" ") === below.join(" ") ? [op.path, ...directories] : directories;
  if (all.length > 0) commands.push(listCommand([origin], ["install", "-d", ...below], all));
  const executables = op.folder.files.filter((file) => file.executable).map((file) => `${op.path}/${file.path}`);
  if (executables.length > 0) commands.push(listCommand([origin], ["chmod", executableMode(op.fileMode)], executables));
  const pieces: Piece[] = [];
  const shown = op.doc === undefined ? {} : { comment: op.doc };
  if (files.length > 0)
    pieces.push({
      piece: "folder",
      source,
      path: op.path,
      user: op.owner,
      group: op.group,
      mode: op.fileMode,
      origins: [origin],
      ...shown,
    });
  if (commands.length > 0) pieces.push({ piece: "commands", heading: "paths", commands, origins: [origin] });
  return { pieces, files, diagnostics: [] };
}

/** How the tree's own directory is declared, as options of install(1). */
function topDirectory(op: TreeOp, context: MachineContext): readonly string[] | undefined {
  const top = context.directories.get(op.path);
  if (top === undefined) return undefined;
  return ["-o", userWord(context, top.owner), "-g", groupWord(context, top.group), "-m", top.mode];
}
