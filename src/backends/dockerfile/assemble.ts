/** Pieces to instructions: neighbours that can share a layer do. */
import { aptLayer } from "./apt-layer.ts";
import { groupWord, userWord } from "./context.ts";
import type { MachineContext } from "./context.ts";
import { isPlainPath } from "./encode.ts";
import { command, listCommand } from "./lower/command.ts";
import type { ContextFile, Piece } from "./piece.ts";
import { mountedPath, mountOf, runCommands } from "./run-layer.ts";
import { runSteps } from "./step-layer.ts";
import type { Instruction, InstructionBase } from "./target.ts";

type Of<K extends Piece["piece"]> = Extract<Piece, { readonly piece: K }>;

/** The engine's storage drivers stack at most 127 layers (docs.docker.com/engine/storage/drivers/overlayfs-driver). */
const mostLayers = 80;

/** The instructions that make the machine's files. `files` is what the pieces copy from. */
export function assembleImage(
  pieces: readonly Piece[],
  files: readonly ContextFile[],
  context: MachineContext,
): readonly Instruction[] {
  const instructions = assemble(pieces, files, context, false);
  const layers = instructions.filter((node) => node.is === "copy" || node.is === "run").length;
  return layers <= mostLayers ? instructions : assemble(pieces, files, context, true);
}

/** With `together`, files are put in place by commands too, so that all neighbours are one layer. */
function assemble(
  pieces: readonly Piece[],
  files: readonly ContextFile[],
  context: MachineContext,
  together: boolean,
): readonly Instruction[] {
  const out: Instruction[] = [];
  const simple = pieces.map((piece) => simplify(piece, files, context, together));
  let filesBefore = false;
  let index = 0;
  while (index < simple.length) {
    const first = simple[index];
    if (first === undefined) break;
    const end = endOfRun(simple, index);
    const group = simple.slice(index, end);
    switch (first.piece) {
      case "install":
      case "uninstall": {
        const packages = group.filter((piece) => piece.piece === "install" || piece.piece === "uninstall");
        out.push(aptLayer(packages, { installRecommends: context.machine.installRecommends, filesBefore }));
        break;
      }
      case "commands":
      case "file":
        // What checks a file waits until all its neighbours are there.
        out.push(
          ...copyFiles(
            group.filter((piece) => piece.piece === "file"),
            context,
          ),
          ...runCommands(group.filter((piece) => piece.piece === "commands")),
        );
        break;
      case "folder":
        out.push(copyFolder(first, context));
        break;
      case "step":
        out.push(
          ...runSteps(
            group.filter((piece) => piece.piece === "step"),
            together,
          ),
        );
        break;
      case "verbatim":
        out.push(...verbatim(first));
        break;
    }
    filesBefore ||= group.some((piece) => piece.piece === "file" && !piece.path.startsWith("/etc/apt/"));
    index = end;
  }
  return out;
}

/** Which pieces stand together; undefined: none. */
function groupOf(piece: Piece | undefined): string | undefined {
  switch (piece?.piece) {
    case "install":
    case "uninstall":
      return "packages";
    case "commands":
      return piece.heading === "checks" ? "files" : "commands";
    case "file":
      return "files";
    case "step":
      return "steps";
    case "folder":
    case "verbatim":
    case undefined:
      return undefined;
  }
}

function endOfRun(pieces: readonly Piece[], start: number): number {
  const group = groupOf(pieces[start]);
  let end = start + 1;
  if (group === undefined) return end;
  while (end < pieces.length && groupOf(pieces[end]) === group) end++;
  return end;
}

/**
 * `COPY` cannot say everything: it drops the set-id and sticky bits (BuildKit), and a path with blanks, quotes, `$` or
 * wildcards means different things to different builders. There install(1) does it, with the context mounted.
 */
function simplify(piece: Piece, files: readonly ContextFile[], context: MachineContext, together: boolean): Piece {
  if (piece.piece !== "file" && piece.piece !== "folder") return piece;
  if (!together && isPlainPath(piece.path) && piece.mode.startsWith("0")) return piece;
  const owner = ["-o", userWord(context, piece.user), "-g", groupWord(context, piece.group), "-m", piece.mode];
  const [origin] = piece.origins;
  if (origin === undefined) return piece;
  const from = piece.piece === "file" ? [piece.source] : files.map((file) => file.path);
  const commands = from
    .filter((path) => piece.piece === "file" || path.startsWith(`${piece.source}/`))
    .map((path) => ({
      ...command(origin, "install", ...owner, mountedPath(path), piece.path + path.slice(piece.source.length)),
      mount: mountOf(path),
    }));
  const { comment, origins } = piece;
  // A folder's directories come first: install(1) makes none for a file.
  const folders = piece.piece === "file" ? [] : missingFolders(piece, from);
  const first = folders.length === 0 ? [] : [listCommand([origin], ["install", "-d", ...owner.slice(0, 4)], folders)];
  return {
    piece: "commands",
    heading: "paths",
    commands: [...first, ...commands],
    origins,
    ...(comment === undefined ? {} : { comment }),
  };
}

function missingFolders(piece: Of<"folder">, files: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const file of files) {
    if (!file.startsWith(`${piece.source}/`)) continue;
    const parts = file.slice(piece.source.length + 1).split("/");
    for (let count = 1; count < parts.length; count++) folders.add(`${piece.path}/${parts.slice(0, count).join("/")}`);
  }
  return [...folders].sort();
}

/** BuildKit of Docker 20.10 gives up on a `COPY` of about 120 files ("flightcontrol: exceeded retry timeout"). */
const mostSources = 32;

/** Files of one directory with one owner and mode, next to each other, are one `COPY` when their names stay. */
function copyFiles(pieces: readonly Of<"file">[], context: MachineContext): readonly Instruction[] {
  const out: Instruction[] = [];
  let index = 0;
  while (index < pieces.length) {
    const first = pieces[index];
    if (first === undefined) break;
    let end = index + 1;
    while (end < pieces.length && end - index < mostSources && goesWith(first, pieces[end])) end++;
    const group = pieces.slice(index, end);
    const target = group.length === 1 ? first.path : `${folderOf(first.path)}/`;
    const origins = group.flatMap((piece) => piece.origins);
    const heading: Pick<InstructionBase, "comment"> =
      first.comment !== undefined ? { comment: first.comment } : index === 0 ? { comment: "Files" } : {};
    out.push({
      is: "copy",
      sources: group.map((piece) => piece.source),
      target,
      ...ownerOf(first, context),
      origins,
      ...heading,
    });
    index = end;
  }
  return out;
}

function goesWith(first: Of<"file">, other: Of<"file"> | undefined): boolean {
  if (other === undefined || other.comment !== undefined) return false;
  const same = first.user === other.user && first.group === other.group && first.mode === other.mode;
  const names = [first, other].every((piece) => nameOf(piece.path) === nameOf(piece.source));
  return same && names && folderOf(first.path) === folderOf(other.path);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function copyFolder(piece: Of<"folder">, context: MachineContext): Instruction {
  const { comment, origins } = piece;
  const shown = { comment: comment ?? `The files of ${piece.path}` };
  return {
    is: "copy",
    sources: [`${piece.source}/`],
    target: `${piece.path}/`,
    ...ownerOf(piece, context),
    origins,
    ...shown,
  };
}

function ownerOf(
  piece: Of<"file"> | Of<"folder">,
  context: MachineContext,
): { readonly owner: string | undefined; readonly mode: string } {
  const owner = `${userWord(context, piece.user)}:${groupWord(context, piece.group)}`;
  return { owner: owner === "0:0" ? undefined : owner, mode: piece.mode };
}

/** What the user's instructions may have changed for those after them is set back. */
function verbatim(piece: Of<"verbatim">): readonly Instruction[] {
  const { lines, origins, comment } = piece;
  const has = (name: string): boolean => lines.some((line) => new RegExp(`^\\s*${name}\\s`, "i").test(line));
  const out: Instruction[] = [{ is: "verbatim", lines, origins, ...(comment === undefined ? {} : { comment }) }];
  if (has("USER")) out.push({ is: "user", user: "root", origins: [] });
  if (has("WORKDIR")) out.push({ is: "workdir", path: "/", origins: [] });
  return out;
}
