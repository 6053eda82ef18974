/** Names of files in the build context: readable, derived from the path on the machine, and safe wherever they stand. */

/** A file or folder that wants a place: `key` finds it again, `path` is where it goes on the machine. */
export interface WantedName {
  readonly key: string;
  /** The folder of the context: single files, whole folders and scripts never share one. */
  readonly root: "files" | "scripts" | "trees";
  readonly path: string;
}

/**
 * Gives each key a path in the context. Characters that a builder, a shell, `.dockerignore` or a file system may read
 * as something else become `-`. Where two would get one name (also where case does not count), or one would stand
 * inside the other, the later one gets a name of its own; the order of the input does not matter.
 */
export function nameContextFiles(wanted: readonly WantedName[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const folders = new Set<string>();
  const sorted = [...wanted].sort((a, b) => compare(a.path, b.path) || compare(a.key, b.key));
  for (const { key, root, path } of sorted) {
    const parts = path
      .split("/")
      .filter((part) => part !== "")
      .map(safePart);
    const flat = `${root}/${parts.join("-")}`;
    let name = [root, ...parts].join("/");
    // A flat name has only the root above it, so this ends.
    for (let count = 1; !isFree(name, taken, folders); count++) name = count === 1 ? flat : `${flat}-${count}`;
    names.set(key, name);
    taken.add(name.toLowerCase());
    for (const folder of foldersAbove(name.toLowerCase())) folders.add(folder);
  }
  return names;
}

function isFree(name: string, taken: ReadonlySet<string>, folders: ReadonlySet<string>): boolean {
  const lower = name.toLowerCase();
  return !taken.has(lower) && !folders.has(lower) && !foldersAbove(lower).some((folder) => taken.has(folder));
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** Windows refuses a final dot and its device names; builders drop some dot files by habit; 255 bytes are the limit everywhere. */
function safePart(part: string): string {
  const safe = part
    .replace(/[^A-Za-z0-9._-]/g, "-")
    .replace(/^\.+/, "dot-")
    .replace(/\.+$/, "-")
    .slice(0, 100);
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(safe) ? `-${safe}` : safe;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
