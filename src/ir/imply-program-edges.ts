import type { Edges } from "./edges.ts";
import type { OpIndex } from "./op-index.ts";
import { opId } from "./op-id.ts";
import { textsOfOp } from "./op-texts.ts";
import type { Op, OpId, OpOf } from "./ops.ts";
import { ancestorsOf } from "./paths.ts";
import { resolveKnown } from "./read-value.ts";
import type { Text } from "./text.ts";
import type { ResourceId } from "./value.ts";

type ProgramOp = OpOf<"exec" | "process" | "schedule">;

/** Folders that a process or a schedule works in or writes to → those programs: all that is put there comes before them. */
export function programFolders(ops: readonly Op[]): ReadonlyMap<string, readonly OpId[]> {
  const folders = new Map<string, OpId[]>();
  for (const op of ops) {
    if (op.op !== "process" && op.op !== "schedule") continue;
    for (const folder of new Set([op.directory, ...op.writable])) {
      if (folder === "/") continue;
      const list = folders.get(folder);
      if (list === undefined) folders.set(folder, [op.id]);
      else list.push(op.id);
    }
  }
  return folders;
}

/**
 * A program: after its user and group, its package, the files and folders it names, and what is on its machine and
 * whose address it is given; a command before the programs in its folder.
 */
export function implyProgramEdges(
  op: ProgramOp,
  index: OpIndex,
  folders: ReadonlyMap<string, readonly OpId[]>,
  edges: Edges,
): void {
  edges.add(op.id, opId("user", op.user), "firm");
  for (const id of index.packageUsers.get(op.user) ?? []) edges.add(op.id, id, "firm");
  for (const id of makersAbove(op.directory, index)) edges.add(op.id, id, "firm");
  for (const thing of thingsUsed(op)) for (const id of index.ofResource.get(thing) ?? []) edges.add(op.id, id, "soft");
  if (op.op === "exec") return implyCommandEdges(op, index, folders, edges);
  edges.add(op.id, opId("group", op.group), "firm");
  for (const id of index.packageGroups.get(op.group) ?? []) edges.add(op.id, id, "firm");
  const texts = [...op.argv, ...op.environment.map((variable) => variable.value)];
  for (const path of [...op.writable, ...texts.flatMap(pathOf)])
    for (const id of [...makersAbove(path, index), ...(index.packagePrograms.get(path) ?? [])])
      edges.add(op.id, id, "soft");
}

function implyCommandEdges(
  op: OpOf<"exec">,
  index: OpIndex,
  folders: ReadonlyMap<string, readonly OpId[]>,
  edges: Edges,
): void {
  // Written by the author, so it gives way to nothing: what it follows must have happened.
  for (const id of op.onChange) edges.add(op.id, id, "firm");
  const run = resolveKnown(op.run) ?? "";
  for (const id of index.packagePrograms.get(/^\s*(\S+)/.exec(run)?.[1] ?? "") ?? []) edges.add(op.id, id, "soft");
  for (const match of run.matchAll(/\/[\w@%+=:,./-]+/g))
    for (const id of index.makers.get(match[0]) ?? []) edges.add(op.id, id, "soft");
  if (op.creates !== undefined) for (const id of makersAbove(op.creates, index)) edges.add(op.id, id, "soft");
  for (const place of [op.directory, ...(op.creates === undefined ? [] : [op.creates])])
    for (const path of [place, ...ancestorsOf(place)])
      for (const program of folders.get(path) ?? []) edges.add(program, op.id, "soft");
}

/** What makes a path: itself or the nearest directory above it. */
function makersAbove(path: string, index: OpIndex): readonly OpId[] {
  for (const candidate of [path, ...ancestorsOf(path)]) {
    const makers = index.makers.get(candidate);
    if (makers !== undefined) return makers;
  }
  return [];
}

function pathOf(text: Text): readonly string[] {
  const known = resolveKnown(text);
  return known !== undefined && known.startsWith("/") && !known.includes("\n") ? [known] : [];
}

/** The things whose addresses a program is given, each once, itself left out. */
export function thingsUsed(op: ProgramOp): readonly ResourceId[] {
  const things = textsOfOp(op, "")
    .flat()
    .flatMap((part) => (typeof part !== "string" && part.hole === "address" ? (part.of ?? []) : []));
  return [...new Set(things)].filter((thing) => thing !== op.resource);
}
