import { opId } from "./op-id.ts";
import type { Op, OpOf } from "./ops.ts";
import { baseDirectories } from "./os/base-directories.ts";
import { ancestorsOf } from "./paths.ts";

type DirectoryOp = OpOf<"directory">;

/**
 * Adds a directory for every parent of a declared path that is neither declared nor part of the base system. Its owner
 * is root, except below the home of a declared user, where it is that user. Nothing is added at or below what a
 * command creates: it would make the command think that its work is done.
 */
export function implyParents(ops: readonly Op[]): readonly Op[] {
  const known = madePaths(ops);
  const homes = new Map(
    ops.flatMap((op) => (op.op === "user" && op.ensure === "present" && op.createHome ? [[op.home, op] as const] : [])),
  );
  const implied: DirectoryOp[] = [];
  for (const op of ops)
    for (const path of pathsOf(op)) {
      const missing: string[] = [];
      for (const ancestor of ancestorsOf(path)) {
        if (known.has(ancestor) || baseDirectories.has(ancestor)) break;
        missing.push(ancestor);
      }
      for (const directory of missing.reverse()) {
        known.add(directory);
        implied.push(parentOp(directory, op, homes));
      }
    }
  return [...ops, ...implied];
}

function parentOp(path: string, child: Op, homes: ReadonlyMap<string, OpOf<"user">>): DirectoryOp {
  const home = ancestorsOf(path).find((ancestor) => homes.has(ancestor));
  const owner = home === undefined ? undefined : homes.get(home);
  return {
    op: "directory",
    id: opId("directory", path),
    title: `Create the directory ${path}`.replaceAll("{", "(").replaceAll("}", ")"),
    resource: child.resource,
    after: [],
    triggers: [],
    bindings: {},
    provenance: child.provenance,
    path,
    owner: owner?.name ?? "root",
    group: owner?.group ?? "root",
    mode: "0755",
    implied: true,
    recursive: undefined,
  };
}

/** Paths whose parents must be there. */
function pathsOf(op: Op): readonly string[] {
  switch (op.op) {
    case "directory":
    case "file":
    case "link":
    case "tree":
    case "sysctl":
      return [op.path];
    case "repository":
      return op.ensure === "present" ? [op.keyPath, op.sourcesPath] : [];
    case "user":
      return op.ensure === "present" && op.createHome ? [op.home] : [];
    default:
      return [];
  }
}

/** Paths that are there once the ops are done, without an implied directory. */
function madePaths(ops: readonly Op[]): Set<string> {
  const made = new Set<string>();
  for (const op of ops) {
    if (op.op === "directory" || op.op === "file" || op.op === "link") made.add(op.path);
    if (op.op === "tree") for (const path of op.folder.directories) made.add(`${op.path}/${path}`);
    if (op.op === "user" && op.ensure === "present" && op.createHome) made.add(op.home);
    if (op.op === "exec" && op.creates !== undefined) made.add(op.creates);
  }
  return made;
}
