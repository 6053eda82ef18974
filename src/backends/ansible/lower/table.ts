import type { BasicOp, BasicOpKind, BasicOpOf, LowerContext, Lowered } from "../context.ts";
import { lowerGroups, lowerUsers } from "./accounts.ts";
import { lowerCommands } from "./commands.ts";
import { lowerEdits } from "./edits.ts";
import { lowerFiles, lowerRepositories, lowerSysctl } from "./files.ts";
import { lowerHostnames, lowerLocales, lowerTimezones } from "./machine.ts";
import { lowerPackages } from "./packages.ts";
import { lowerAbsentPaths, lowerDirectories, lowerLinks, lowerTrees } from "./paths.ts";
import { lowerRaws } from "./raw.ts";
import { lowerServices } from "./services.ts";

/** One pure function per op kind; each takes a run of ops of its kind, because some are one task for all. */
const table: { readonly [K in BasicOpKind]: (ops: readonly BasicOpOf<K>[], context: LowerContext) => Lowered } = {
  package: lowerPackages,
  repository: lowerRepositories,
  group: lowerGroups,
  user: lowerUsers,
  directory: lowerDirectories,
  file: lowerFiles,
  tree: lowerTrees,
  link: lowerLinks,
  "absent-path": lowerAbsentPaths,
  edit: lowerEdits,
  service: lowerServices,
  sysctl: lowerSysctl,
  exec: lowerCommands,
  hostname: lowerHostnames,
  timezone: lowerTimezones,
  locale: lowerLocales,
  raw: lowerRaws,
};

/** Neighbours of one kind. */
export function runsOf<T>(items: readonly T[], opOf: (item: T) => BasicOp): readonly (readonly T[])[] {
  const runs: T[][] = [];
  let last: BasicOpKind | undefined;
  for (const item of items) {
    const { op } = opOf(item);
    if (op === last) runs[runs.length - 1]?.push(item);
    else runs.push([item]);
    last = op;
  }
  return runs;
}

/** The tasks of neighbours of one kind; none for no ops. */
export function lowerRun(run: readonly BasicOp[], context: LowerContext): Lowered {
  const [first] = run;
  if (first === undefined) return { tasks: [] };
  // All of a run are of the first one's kind; TypeScript cannot tie a table's entry to its own key.
  return (table[first.op] as (ops: readonly BasicOp[], context: LowerContext) => Lowered)(run, context);
}
