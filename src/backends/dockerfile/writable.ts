/** Where a program may write in its container, and what it sees of what the others write. */
import { isWithin } from "../../ir/paths.ts";
import type { MachineContext } from "./context.ts";
import { groupId, userId } from "./context.ts";
import type { Runnable } from "./runnable.ts";
import { isBuilt, safeName } from "./runnable.ts";

/** A folder that outlives the containers and that all programs of its machine see. */
export interface Volume {
  readonly name: string;
  readonly path: string;
}

/** A folder in memory, as Compose writes it, and what there is to say about it. */
export interface MemoryFolder {
  readonly entry: string;
  readonly comment?: string;
}

/** Volumes, memory file systems, and whether everything else is read-only. */
export interface WritablePlan {
  readonly volumes: readonly (Volume & { readonly readOnly: boolean })[];
  readonly tmpfs: readonly MemoryFolder[];
  readonly readOnly: boolean;
  /** Why everything else is not read-only although its unit would have it so. */
  readonly opened?: string;
}

/**
 * The volumes of a machine, sorted by path so that an outer one is mounted before an inner one: each folder that a
 * program names in `writable`, and, where there are several programs, the folders of sockets that a service's unit
 * makes. A path that is a file cannot be a volume. `prefix` stands in front of the names.
 */
export function planVolumes(
  runnables: readonly Runnable[],
  context: MachineContext,
  prefix: string,
): readonly Volume[] {
  const shared = runnables.length > 1;
  const wanted = runnables.flatMap(({ writable, foreground }) => [
    ...writable.filter(
      (path) => !context.filePaths.has(path) && !isTemporary(path) && (shared || !isWithin(path, "/run")),
    ),
    ...(shared ? (foreground?.runtimeDirectories ?? []).map(({ path }) => path) : []),
  ]);
  const taken = new Set<string>();
  return [...new Set(wanted)].sort().map((path) => {
    const base = safeName(prefix + path.slice(1).replaceAll("/", "-"));
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
    taken.add(name);
    return { name, path };
  });
}

/**
 * On a machine systemd makes everything read-only for a process but its `writable` paths and a `/tmp` of its own. A
 * container gets the same: a named volume per path, which keeps its content when the container is replaced, and `/tmp`
 * in memory. The programs of a machine share its disk, so all of them get all of its `volumes`, read-only where their
 * unit would not let them write. With a `writable` path that is a file, nothing else is made read-only. `mountsFiles`:
 * Compose copies secrets and configs into the container's own file system, which a read-only one refuses.
 */
export function planWritable(
  runnable: Runnable,
  volumes: readonly Volume[],
  context: MachineContext,
  mountsFiles: boolean,
): WritablePlan {
  const mounted = volumes.map((volume) => ({ ...volume, readOnly: !mayWrite(runnable, volume.path) }));
  if (isFree(runnable)) return { volumes: mounted, tmpfs: [], readOnly: false };
  const folders = runnable.writable.filter((path) => !context.filePaths.has(path));
  const memory = folders.filter(
    (path) =>
      path !== "/tmp" &&
      path !== "/var/tmp" &&
      (isTemporary(path) || isWithin(path, "/run")) &&
      !volumes.some((volume) => volume.path === path),
  );
  const file = runnable.writable.find((path) => context.filePaths.has(path));
  const opened = mountsFiles
    ? "Compose copies secrets and files into its file system, which therefore is not read-only"
    : file === undefined
      ? undefined
      : `its file system is not read-only, because \`${file}\` in \`writable\` is a file`;
  const readOnly = opened === undefined;
  const temporary = readOnly ? ["/tmp", "/var/tmp"] : [];
  const tmpfs = [...temporary.map((entry) => ({ entry })), ...memory.map((path) => inMemory(path, runnable, context))];
  return { volumes: mounted, tmpfs, readOnly, ...(opened === undefined ? {} : { opened }) };
}

/** A job that names no path may write nearly wherever its user may; so may a step, and a service, as its own unit has it. */
function isFree(runnable: Runnable): boolean {
  const isService = runnable.kind === "service" || runnable.kind === "step";
  return isService || (runnable.kind === "job" && runnable.writable.length === 0);
}

/** As its unit would have it: ProtectSystem=strict with ReadWritePaths=, or ProtectSystem=full (systemd.exec(5)). */
function mayWrite(runnable: Runnable, path: string): boolean {
  if (runnable.kind === "service" || runnable.kind === "step") return true;
  if (isFree(runnable)) return !["/usr", "/boot", "/efi", "/etc"].some((folder) => isWithin(path, folder));
  return runnable.writable.some((folder) => isWithin(path, folder));
}

/** The programs with temporary folders of their own in front of a path of the image, as their units have them (PrivateTmp=). */
export function programsBefore(path: string, runnables: readonly Runnable[]): readonly Runnable[] {
  return isTemporary(path) ? runnables.filter((runnable) => isBuilt(runnable) && !isFree(runnable)) : [];
}

/** On a machine each program has its own (PrivateTmp=). */
function isTemporary(path: string): boolean {
  return isWithin(path, "/tmp") || isWithin(path, "/var/tmp");
}

/**
 * The folder is as a block makes it, else the program's. A tmpfs takes its owner by number only, and without one it is root's, where the
 * program could not write; the number of a user that a package makes is not known before the image is built. Such a
 * folder is open to all as `/tmp` is, which in a container means: to this one program.
 */
function inMemory(path: string, runnable: Runnable, context: MachineContext): MemoryFolder {
  const made = context.directories.get(path);
  const { owner, group, mode } =
    made?.implied === false ? made : { owner: runnable.user, group: runnable.group, mode: "0755" };
  const user = userId(context, owner);
  const number = groupId(context, group);
  if (user !== undefined)
    return { entry: `${path}:mode=${mode},uid=${user}${number === undefined ? "" : `,gid=${number}`}` };
  return {
    entry: `${path}:mode=1777`,
    comment: `Writable as /tmp is: its owner would have to be a number, and ${owner} gets one with its package.`,
  };
}
