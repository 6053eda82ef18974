/** Where a program may write in its container. */
import { isWithin } from "../../ir/paths.ts";
import type { MachineContext } from "./context.ts";
import { groupId, userId } from "./context.ts";
import type { Runnable } from "./runnable.ts";
import { safeName } from "./runnable.ts";

/** Volumes, memory file systems, and whether everything else is read-only. */
export interface WritablePlan {
  readonly volumes: readonly { readonly name: string; readonly path: string }[];
  readonly tmpfs: readonly string[];
  readonly readOnly: boolean;
}

/**
 * On a machine systemd makes everything read-only for a process but its `writable` paths and a `/tmp` of its own. A
 * container gets the same: a named volume per path, which keeps its content when the container is replaced, and `/tmp`
 * in memory. A path that is a file cannot be a volume; then nothing is made read-only. `mountsFiles`: Compose copies
 * secrets and configs into the container's own file system, which a read-only one refuses.
 */
export function planWritable(
  runnable: Runnable,
  context: MachineContext,
  prefix: string,
  mountsFiles: boolean,
): WritablePlan {
  // A job that names no path may write wherever its user may; so may a service, as its own unit has it.
  const free = runnable.kind === "service" || (runnable.kind === "job" && runnable.writable.length === 0);
  if (free) return { volumes: [], tmpfs: [], readOnly: false };
  const files = new Set(context.machine.ops.flatMap((op) => (op.op === "file" || op.op === "link" ? [op.path] : [])));
  const inMemory = (path: string): boolean => ["/tmp", "/var/tmp", "/run"].some((folder) => isWithin(path, folder));
  const folders = runnable.writable.filter((path) => !files.has(path));
  const volumes = folders
    .filter((path) => !inMemory(path))
    .map((path) => ({ name: safeName(prefix + path.slice(1).replaceAll("/", "-")), path }));
  const owner = ownerOptions(runnable, context);
  const memory = folders.filter((path) => inMemory(path) && path !== "/tmp" && path !== "/var/tmp");
  const readOnly = !mountsFiles && folders.length === runnable.writable.length;
  const tmpfs = [...(readOnly ? ["/tmp", "/var/tmp"] : []), ...memory.map((path) => `${path}:mode=0755${owner}`)];
  return { volumes, tmpfs, readOnly };
}

function ownerOptions(runnable: Runnable, context: MachineContext): string {
  const user = userId(context, runnable.user);
  const group = groupId(context, runnable.group);
  return user === undefined || group === undefined ? "" : `,uid=${user},gid=${group}`;
}
