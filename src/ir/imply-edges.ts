import { type Edges, createEdges } from "./edges.ts";
import { implyPathEdges } from "./imply-path-edges.ts";
import { implyProgramEdges, programFolders } from "./imply-program-edges.ts";
import { type OpIndex, indexOps } from "./op-index.ts";
import { opId } from "./op-id.ts";
import type { Op, OpId, OpOf } from "./ops.ts";
import type { OsRelease } from "./os.ts";
import { enginePath } from "./container-unit.ts";
import { isWithin, parentOf } from "./paths.ts";

export type { Edges } from "./edges.ts";

/** Every edge of one machine's graph: the explicit ones and those that follow from what the ops are. */
export function implyEdges(ops: readonly Op[], os: OsRelease): Edges {
  const edges = createEdges(new Set(ops.map((op) => op.id)));
  const index = indexOps(ops, os);
  const folders = programFolders(ops);
  const sources = ops.filter(isPackageSource).map((op) => op.id);
  for (const op of ops) {
    for (const id of op.after) edges.add(op.id, id, "firm");
    for (const trigger of op.triggers) edges.add(trigger.target, op.id, "soft");
    implyOwnEdges(op, index, sources, folders, edges);
  }
  // userdel(8) refuses a user as whom something runs, and whose an absent program was, nobody can know here.
  const stopped = ops.filter(isStopped).map((op) => op.id);
  for (const op of ops)
    if (op.op === "user" && op.ensure === "absent") for (const id of stopped) edges.add(op.id, id, "soft");
  return edges;
}

function isStopped(op: Op): boolean {
  if (op.op === "service") return op.running === false;
  return (op.op === "process" || op.op === "schedule" || op.op === "container") && op.ensure === "absent";
}

/** What must be known to apt before it installs anything: not the configuration of a package that is there first. */
export function isPackageSource(op: Op): boolean {
  if (op.op === "repository") return true;
  if (op.after.some((id) => id.startsWith("package:"))) return false;
  return (op.op === "file" || op.op === "absent-path") && isWithin(op.path, "/etc/apt");
}

function implyOwnEdges(
  op: Op,
  index: OpIndex,
  sources: readonly OpId[],
  folders: ReadonlyMap<string, readonly OpId[]>,
  edges: Edges,
): void {
  switch (op.op) {
    case "package":
      for (const source of sources) edges.add(op.id, source, "soft");
      // The encoding of a database cluster is that of the locale at the time of the installation.
      if (op.name.startsWith("postgresql")) edges.add(op.id, opId("locale", "locale"), "soft");
      return;
    case "user":
      return implyUserEdges(op, index, edges);
    case "group":
      return;
    case "directory":
    case "file":
    case "tree":
    case "link":
    case "absent-path":
    case "edit":
      return implyPathEdges(op, index, folders, edges);
    case "service":
      for (const id of index.packageUnits.get(op.unit) ?? []) edges.add(op.id, id, "soft");
      return;
    case "exec":
    case "process":
    case "schedule":
      return implyProgramEdges(op, index, folders, edges);
    case "container":
      for (const id of index.packagePrograms.get(enginePath(op)) ?? []) edges.add(op.id, id, "firm");
      return edges.add(op.id, opId("service", "docker.service"), "soft");
    case "timezone":
      return edges.add(op.id, opId("package", "tzdata"), "soft");
    case "locale":
      return edges.add(op.id, opId("package", "locales"), "soft");
    case "repository":
      return implyParentEdges([op.keyPath, op.sourcesPath], op.id, index, edges);
    case "sysctl":
      return implyParentEdges([op.path], op.id, index, edges);
    case "hostname":
    case "raw":
      return;
  }
}

/** After the folders that the op's files are put into. */
function implyParentEdges(paths: readonly string[], id: OpId, index: OpIndex, edges: Edges): void {
  for (const path of paths) for (const maker of index.makers.get(parentOf(path)) ?? []) edges.add(id, maker, "firm");
}

/** A present user after its groups and its shell; an absent group after its absent users. */
function implyUserEdges(op: OpOf<"user">, index: OpIndex, edges: Edges): void {
  if (op.ensure === "absent") return edges.add(opId("group", op.group), op.id, "soft");
  for (const group of [op.group, ...op.groups]) {
    edges.add(op.id, opId("group", group), "firm");
    for (const id of index.packageGroups.get(group) ?? []) edges.add(op.id, id, "firm");
  }
  for (const id of index.packagePrograms.get(op.shell) ?? []) edges.add(op.id, id, "soft");
  // The home may be below a directory of the spec.
  for (let home = op.home; home !== "/" && home !== ""; home = home.slice(0, home.lastIndexOf("/"))) {
    const makers = (index.makers.get(home) ?? []).filter((id) => id !== op.id);
    if (home !== op.home && makers.length > 0) {
      for (const id of makers) edges.add(op.id, id, "firm");
      return;
    }
  }
}
