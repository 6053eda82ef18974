/** What the lowering of one machine may ask: ids, values of holes, names in the build context. */
import type { Hole, Text } from "../../ir/text.ts";
import { resolveText } from "../../ir/resolve-text.ts";
import type { DirectoryOp, GroupOp, Op, UserOp } from "../../ir/ops.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import { hostValueText } from "../shared/host-value.ts";
import { factsOfPackage } from "../../ir/os/package-facts.ts";
import { baseGroups, baseUsers } from "../../ir/os/base-users.ts";
import { nameContextFiles } from "./context-names.ts";
import type { WantedName } from "./context-names.ts";
import type { Origin } from "./target.ts";

/** One machine of a program, with what its ops are lowered by. */
export interface MachineContext {
  readonly program: Program;
  readonly machine: MachineProgram;
  /** Name in the build context by op id (a repository's key: `ID#key`). */
  readonly names: ReadonlyMap<string, string>;
  /** Declared accounts. */
  readonly users: ReadonlyMap<string, UserOp>;
  readonly groups: ReadonlyMap<string, GroupOp>;
  /** Packages that shall be there. */
  readonly packages: ReadonlySet<string>;
  readonly directories: ReadonlyMap<string, DirectoryOp>;
  /** Where files and links are: such a path cannot be a volume. */
  readonly filePaths: ReadonlySet<string>;
  /** Resources that put a whole folder in place. */
  readonly treeResources: ReadonlySet<string>;
  /** Users and groups that the machine's packages make for themselves. */
  readonly packageAccounts: ReadonlySet<string>;
  /** Directories that come with those packages. */
  readonly packageDirectories: ReadonlySet<string>;
  /** The name under which another machine answers in Compose. */
  readonly serviceNames: ReadonlyMap<string, string>;
}

/** The key of the script that edits files, one for all edits of a machine. */
export const editScript = "edit-file";

/** Makes the context of a machine. */
export function makeContext(
  program: Program,
  machine: MachineProgram,
  serviceNames: ReadonlyMap<string, string>,
): MachineContext {
  const users = new Map<string, UserOp>();
  const groups = new Map<string, GroupOp>();
  const packages = new Set<string>();
  const directories = new Map<string, DirectoryOp>();
  const filePaths = new Set<string>();
  const treeResources = new Set<string>();
  for (const op of machine.ops) {
    if (op.op === "user" && op.ensure === "present") users.set(op.name, op);
    if (op.op === "group" && op.ensure === "present") groups.set(op.name, op);
    if (op.op === "package" && op.ensure === "present") packages.add(op.name);
    if (op.op === "directory") directories.set(op.path, op);
    if (op.op === "file" || op.op === "link") filePaths.add(op.path);
    if (op.op === "tree") treeResources.add(op.resource);
  }
  const edits = machine.ops.some((op) => op.op === "edit" && op.edit.edit !== "attributes");
  const shared: WantedName[] = edits ? [{ key: editScript, root: "scripts", path: editScript }] : [];
  const names = nameContextFiles([...machine.ops.flatMap(wantedNames), ...shared]);
  const declared = { users, groups, packages, directories, filePaths, treeResources };
  return { program, machine, names, ...declared, ...packageFactsOf(machine), serviceNames };
}

/** What the machine's packages bring, as far as the tables know. */
function packageFactsOf(machine: MachineProgram): Pick<MachineContext, "packageAccounts" | "packageDirectories"> {
  const accounts = new Set<string>();
  const directories = new Set<string>();
  for (const op of machine.ops) {
    if (op.op !== "package" || op.ensure === "absent") continue;
    const facts = factsOfPackage(op.name, machine.os);
    for (const name of [...(facts?.users ?? []), ...(facts?.groups ?? [])]) accounts.add(name);
    for (const path of facts?.directories ?? []) directories.add(path);
  }
  return { packageAccounts: accounts, packageDirectories: directories };
}

function wantedNames(op: Op): readonly WantedName[] {
  switch (op.op) {
    case "file":
      return [{ key: op.id, root: "files", path: op.path }];
    case "tree":
      return [{ key: op.id, root: "trees", path: op.path }];
    case "repository":
      return [
        { key: op.id, root: "files", path: op.sourcesPath },
        { key: `${op.id}#key`, root: "files", path: op.keyPath },
      ];
    case "exec":
      return [
        { key: op.id, root: "scripts", path: `${op.id.replace(/^exec:/, "").replace(/[^A-Za-z0-9._+%-]+/g, "-")}.sh` },
      ];
    case "process":
    case "schedule":
      return [{ key: op.id, root: "scripts", path: `${op.name}-entrypoint` }];
    default:
      return [];
  }
}

/** The name of an op's file in the context. */
export function contextName(context: MachineContext, key: string): string {
  const name = context.names.get(key);
  if (name === undefined) throw new Error(`no name in the build context for ${key}`);
  return name;
}

/** Where a node comes from. */
export function originOf(op: Op, machine: MachineProgram): Origin {
  return { op: op.id, machine: machine.name, spans: op.provenance };
}

/** The user's id where it is known while compiling: declared, or the same on every Debian. */
export function userId(context: MachineContext, name: string): number | undefined {
  return context.users.get(name)?.uid ?? baseUsers.get(name)?.uid;
}

/** The group's id where it is known while compiling. */
export function groupId(context: MachineContext, name: string): number | undefined {
  return context.groups.get(name)?.gid ?? baseGroups.get(name);
}

/** The owner for `install -o`: the id when it is known, else the name (it comes with a package). */
export function userWord(context: MachineContext, name: string): string {
  return String(userId(context, name) ?? name);
}

/** The group for `install -g`. */
export function groupWord(context: MachineContext, name: string): string {
  return String(groupId(context, name) ?? name);
}

/**
 * What a hole is in an image: a value, or not known before a container starts. Hosts of one machine share its image,
 * so a value of theirs is known only where they all have the same.
 */
export type HoleValue =
  | { readonly known: true; readonly value: string }
  | { readonly known: false; readonly why: "secret" | "host" };

/** The value of a hole in this machine's image. */
export function holeValue(context: MachineContext, hole: Hole): HoleValue {
  switch (hole.hole) {
    case "secret":
      return { known: false, why: "secret" };
    case "variable": {
      if (hole.value !== undefined) return { known: true, value: hole.value };
      return sameOnAllHosts(context, (host) => hostValueText(host.values[hole.name]));
    }
    case "host":
      return sameOnAllHosts(context, (host) => (hole.property === "name" ? host.name : host.address));
    case "address":
      return {
        known: true,
        value:
          hole.machine === context.machine.name
            ? "127.0.0.1"
            : (context.serviceNames.get(hole.machine) ?? hole.machine),
      };
  }
}

function sameOnAllHosts(
  context: MachineContext,
  ask: (host: MachineProgram["hosts"][number]) => string | undefined,
): HoleValue {
  const values = new Set(context.machine.hosts.map(ask));
  const [value] = values;
  return values.size === 1 && value !== undefined ? { known: true, value } : { known: false, why: "host" };
}

/** A text with all its holes known, or the first that is not. */
export function textInImage(
  context: MachineContext,
  text: Text,
):
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly hole: Hole; readonly why: "secret" | "host" } {
  const resolved = resolveText(text, (hole) => {
    const value = holeValue(context, hole);
    return value.known ? value.value : undefined;
  });
  if (resolved.ok) return resolved;
  const value = holeValue(context, resolved.hole);
  return { ok: false, hole: resolved.hole, why: value.known ? "host" : value.why };
}
