import type { Op, OpId, OpOf } from "./ops.ts";
import type { OsRelease } from "./os.ts";
import { factsOfPackage } from "./os/package-facts.ts";
import { mountPathOf } from "./os/unit-names.ts";
import { baseNameOf } from "./paths.ts";
import type { ResourceId } from "./value.ts";

/** What stands on which path, and which package brings what: built once per machine, asked for every op. */
export interface OpIndex {
  /** Ops that make a path exist: directories, files, links, trees, homes, mounts, commands that create it. */
  readonly makers: ReadonlyMap<string, readonly OpId[]>;
  /** Edits of a path, in the order of their ids; those of owner and mode last, because an edit may make the file. */
  readonly edits: ReadonlyMap<string, readonly OpId[]>;
  /** Resource → the ops that it was lowered to. */
  readonly ofResource: ReadonlyMap<ResourceId, readonly OpId[]>;
  /** Directory of a package → the packages. */
  readonly packageDirectories: ReadonlyMap<string, readonly OpId[]>;
  readonly packageUsers: ReadonlyMap<string, readonly OpId[]>;
  readonly packageGroups: ReadonlyMap<string, readonly OpId[]>;
  /** Unit name → the packages. */
  readonly packageUnits: ReadonlyMap<string, readonly OpId[]>;
  /** A program's path, and its bare name → the packages. */
  readonly packagePrograms: ReadonlyMap<string, readonly OpId[]>;
  /** Directory of a package → the units of that package that are ops. */
  readonly unitsOfDirectory: ReadonlyMap<string, readonly OpId[]>;
}

/** Builds the index. */
export function indexOps(ops: readonly Op[], os: OsRelease): OpIndex {
  const index = {
    makers: new Map<string, OpId[]>(),
    edits: editsByPath(ops),
    ofResource: new Map<string, OpId[]>(),
    packageDirectories: new Map<string, OpId[]>(),
    packageUsers: new Map<string, OpId[]>(),
    packageGroups: new Map<string, OpId[]>(),
    packageUnits: new Map<string, OpId[]>(),
    packagePrograms: new Map<string, OpId[]>(),
    unitsOfDirectory: new Map<string, OpId[]>(),
  };
  const units = new Set(ops.flatMap((op) => (op.op === "service" ? [op.unit] : [])));
  for (const op of ops) {
    add(index.ofResource, op.resource, op.id);
    for (const path of pathsMadeBy(op)) add(index.makers, path, op.id);
    if (op.op === "package" && op.ensure === "present") indexPackage(op, os, units, index);
  }
  return index;
}

function editsByPath(ops: readonly Op[]): ReadonlyMap<string, readonly OpId[]> {
  const byPath = new Map<string, OpId[]>();
  const edits = ops.filter((op) => op.op === "edit");
  const last = (op: OpOf<"edit">): number => (op.edit.edit === "attributes" ? 1 : 0);
  for (const op of edits.toSorted((a, b) => last(a) - last(b) || (a.id < b.id ? -1 : 1))) add(byPath, op.path, op.id);
  return byPath;
}

type Lists = Record<
  "packageDirectories" | "packageUsers" | "packageGroups" | "packageUnits" | "packagePrograms" | "unitsOfDirectory",
  Map<string, OpId[]>
>;

function indexPackage(op: OpOf<"package">, os: OsRelease, units: ReadonlySet<string>, lists: Lists): void {
  const name = op.name.replace(/:.*$/, "");
  const facts = factsOfPackage(name, os);
  const provided = (facts?.services ?? []).concat(name).map(withType);
  for (const unit of new Set(provided)) add(lists.packageUnits, unit, op.id);
  // A package that the table does not know keeps its configuration in the directory with its name, as nearly all do.
  for (const directory of facts === undefined ? [`/etc/${name}`] : facts.directories) {
    add(lists.packageDirectories, directory, op.id);
    for (const unit of provided) if (units.has(unit)) add(lists.unitsOfDirectory, directory, `service:${unit}`);
  }
  for (const user of facts?.users ?? []) add(lists.packageUsers, user, op.id);
  for (const group of facts?.groups ?? []) add(lists.packageGroups, group, op.id);
  for (const program of facts?.programs ?? [`/usr/bin/${name}`]) {
    add(lists.packagePrograms, program, op.id);
    add(lists.packagePrograms, baseNameOf(program), op.id);
  }
}

function pathsMadeBy(op: Op): readonly string[] {
  switch (op.op) {
    case "directory":
    case "file":
    case "tree":
    case "link":
      return [op.path];
    case "user":
      return op.ensure === "present" && op.createHome ? [op.home] : [];
    case "exec":
      return [op.creates, op.makes?.path].flatMap((path) => path ?? []);
    case "service": {
      const mounted = op.enabled === false ? undefined : mountPathOf(op.unit);
      return mounted === undefined ? [] : [mounted];
    }
    default:
      return [];
  }
}

function withType(service: string): string {
  return /\.(socket|timer|path|mount)$/.test(service) ? service : `${service}.service`;
}

function add(map: Map<string, OpId[]>, key: string, id: OpId): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [id]);
  else if (!list.includes(id)) list.push(id);
}
