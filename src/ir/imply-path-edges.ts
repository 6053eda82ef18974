import type { Edges } from "./edges.ts";
import type { OpIndex } from "./op-index.ts";
import { opId } from "./op-id.ts";
import type { OpId, OpOf } from "./ops.ts";
import { ancestorsOf, isWithin } from "./paths.ts";

type PathOp = OpOf<"directory" | "file" | "tree" | "link" | "absent-path" | "edit">;

/** Something on a disk: after the directory it is in, its owner, the package whose directory it is in; before that package's service. */
export function implyPathEdges(
  op: PathOp,
  index: OpIndex,
  folders: ReadonlyMap<string, readonly OpId[]>,
  edges: Edges,
): void {
  const ancestors = ancestorsOf(op.path);
  // What is said of a mount point holds for what is mounted there.
  for (const maker of index.makers.get(op.path) ?? [])
    if (op.op === "directory" && maker.startsWith("service:")) edges.add(op.id, maker, "firm");
  if (op.op === "tree") edges.add(op.id, opId("directory", op.path), "firm");
  const parent = ancestors.find((path) => index.makers.has(path));
  for (const maker of (parent === undefined ? undefined : index.makers.get(parent)) ?? [])
    edges.add(op.id, maker, "firm");
  if (op.op === "directory" || op.op === "file" || op.op === "tree") implyOwnerEdges(op, index, edges);
  if (op.op === "link") implyTargetEdges(op, index, edges);
  if (op.op === "edit") implyEditEdges(op, index, edges);
  for (const path of [op.path, ...ancestors]) {
    for (const id of index.packageDirectories.get(path) ?? []) edges.add(op.id, id, "soft");
    for (const unit of index.unitsOfDirectory.get(path) ?? []) edges.add(unit, op.id, "soft");
    for (const program of folders.get(path) ?? []) edges.add(program, op.id, "soft");
  }
}

/** An edit after what makes its file and after the edit before it; new owners must be there. */
function implyEditEdges(op: OpOf<"edit">, index: OpIndex, edges: Edges): void {
  for (const maker of index.makers.get(op.path) ?? []) edges.add(op.id, maker, "firm");
  const others = index.edits.get(op.path) ?? [];
  const before = others[others.indexOf(op.id) - 1];
  // One order for all targets, which the author's own wishes go before.
  if (before !== undefined) edges.add(op.id, before, "soft");
  if (op.edit.edit === "attributes") implyAccountEdges(op.id, op.edit.owner, op.edit.group, index, edges);
}

function implyOwnerEdges(op: OpOf<"directory" | "file" | "tree">, index: OpIndex, edges: Edges): void {
  implyAccountEdges(op.id, op.owner, op.group, index, edges);
  const checker = op.op === "file" ? op.validate?.[0] : undefined;
  if (checker !== undefined) for (const id of validatorPackages(checker, index)) edges.add(op.id, id, "soft");
}

/** After the owner and the group, or the packages that bring them. */
function implyAccountEdges(
  id: OpId,
  owner: string | undefined,
  group: string | undefined,
  index: OpIndex,
  edges: Edges,
): void {
  if (owner !== undefined) {
    edges.add(id, opId("user", owner), "firm");
    for (const maker of index.packageUsers.get(owner) ?? []) edges.add(id, maker, "firm");
  }
  if (group === undefined) return;
  edges.add(id, opId("group", group), "firm");
  for (const maker of index.packageGroups.get(group) ?? []) edges.add(id, maker, "firm");
}

/** The package that brings a program which checks a file: found by the program, or by the directory it checks. */
function validatorPackages(program: string, index: OpIndex): readonly OpId[] {
  const known = index.packagePrograms.get(program);
  if (known !== undefined) return known;
  return program.endsWith("/visudo") ? (index.packagePrograms.get("sudo") ?? []) : [];
}

function implyTargetEdges(op: OpOf<"link">, index: OpIndex, edges: Edges): void {
  if (isWithin(op.target, op.path)) return;
  for (const id of index.makers.get(op.target) ?? []) edges.add(op.id, id, "soft");
}
