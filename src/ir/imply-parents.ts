import { opId } from "./op-id.ts";
import type { Op, OpOf } from "./ops.ts";
import type { OsRelease } from "./os.ts";
import { baseDirectories } from "./os/base-directories.ts";
import { mountPathOf } from "./os/unit-names.ts";
import { factsOfPackage } from "./os/package-facts.ts";
import { ancestorsOf } from "./paths.ts";

type DirectoryOp = OpOf<"directory">;

/**
 * Adds a directory for every parent of a declared path that is not declared, not part of the base system and not
 * brought by a declared package. Its owner
 * is root, except below the home of a declared user, where it is that user. Nothing is added at or below what a
 * command creates: it would make the command think that its work is done.
 */
export function implyParents(ops: readonly Op[], os: OsRelease): readonly Op[] {
  const known = madePaths(ops, os);
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
    ...(child.instance === undefined ? {} : { instance: child.instance }),
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
    case "edit":
      return op.edit.edit !== "attributes" && op.edit.create ? [op.path] : [];
    case "repository":
      return op.ensure === "present" ? [op.keyPath, op.sourcesPath] : [];
    case "user":
      return op.ensure === "present" && op.createHome ? [op.home] : [];
    default:
      return [];
  }
}

/** What a package is known to bring; whatever is put there waits for the package. */
function foldersOf(name: string, os: OsRelease): readonly string[] {
  const facts = factsOfPackage(name, os);
  return facts === undefined ? [] : [...facts.directories, ...facts.folders];
}

/** Paths that are there once the ops are done, without an implied directory. */
function madePaths(ops: readonly Op[], os: OsRelease): Set<string> {
  const made = new Set<string>();
  for (const op of ops) {
    if (op.op === "directory" || op.op === "file" || op.op === "link") made.add(op.path);
    if (op.op === "tree") for (const path of op.folder.directories) made.add(`${op.path}/${path}`);
    if (op.op === "user" && op.ensure === "present" && op.createHome) made.add(op.home);
    if (op.op === "package" && op.ensure === "present") for (const path of foldersOf(op.name, os)) made.add(path);
    if (op.op === "exec" && op.creates !== undefined) made.add(op.creates);
    const mounted = op.op === "service" && op.enabled !== false ? mountPathOf(op.unit) : undefined;
    if (mounted !== undefined) made.add(mounted);
  }
  return made;
}
