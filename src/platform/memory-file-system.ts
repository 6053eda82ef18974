import { type FileSystem, withExecutableBits } from "./file-system.ts";
import { folderOf, joinPath } from "./paths.ts";

type Node =
  | { kind: "file"; bytes: Uint8Array; permissions: number; readable: boolean; identity: number; modified: number }
  | { kind: "directory"; permissions: number; identity: number; modified: number }
  | { kind: "link"; target: string; identity: number; modified: number }
  | { kind: "other"; identity: number; modified: number };

/** What a memory file system starts with: a text or bytes is a file, the other forms say what they are. */
export type MemoryEntry =
  | string
  | Uint8Array
  | { readonly link: string }
  | { readonly directory: true }
  | { readonly pipe: true }
  | { readonly unreadable: true }
  | { readonly content: string; readonly executable: true };

/** The in-memory twin of the real file system: same operations, same error codes, hard and symbolic links included. */
export function createMemoryFileSystem(initial: Readonly<Record<string, MemoryEntry>> = {}): FileSystem {
  const nodes = new Map<string, Node>();
  let counter = 0;
  const stamp = (): { identity: number; modified: number } => ({ identity: ++counter, modified: counter });
  nodes.set("/", { kind: "directory", permissions: 0o755, ...stamp() });

  const fail = (code: string, path: string): never => {
    throw Object.assign(new Error(`${code}: ${path}`), { code });
  };

  /** Follows links in the folders of a path; the last step too when `whole`. */
  const locate = (path: string, whole: boolean, hops = 0): string | undefined => {
    if (hops > 40) return undefined;
    let current = "/";
    const steps = path.split("/").filter((step) => step !== "");
    for (const [index, step] of steps.entries()) {
      const next = joinPath(current, step);
      const node = nodes.get(next);
      const last = index === steps.length - 1;
      if (node?.kind === "link" && (!last || whole)) {
        const rest = steps.slice(index + 1).join("/");
        return locate(joinPath(joinPath(current, node.target), rest === "" ? "." : rest), whole, hops + 1);
      }
      if (node === undefined && !last) return undefined;
      if (node !== undefined && node.kind !== "directory" && !last) return undefined;
      current = next;
    }
    return current;
  };
  const place = (path: string): string => {
    const at = locate(path, false) ?? fail("ENOENT", path);
    if (nodes.get(folderOf(at))?.kind !== "directory") fail("ENOENT", path);
    return at;
  };
  const existing = (path: string): [string, Node] => {
    const at = locate(path, false);
    const node = at === undefined ? undefined : nodes.get(at);
    return at === undefined || node === undefined ? fail("ENOENT", path) : [at, node];
  };
  const put = (path: string, node: Node): void => {
    const at = place(path);
    if (nodes.has(at)) fail("EEXIST", path);
    nodes.set(at, node);
  };
  const childrenOf = (at: string): string[] => {
    const prefix = at === "/" ? "/" : `${at}/`;
    return [...nodes.keys()].filter(
      (key) => key !== "/" && key.startsWith(prefix) && !key.slice(prefix.length).includes("/"),
    );
  };

  const system: FileSystem = {
    hasExecutableBit: true,
    inspect(path) {
      const at = locate(path, false);
      const node = at === undefined ? undefined : nodes.get(at);
      if (node === undefined) return undefined;
      const size = node.kind === "file" ? node.bytes.length : 0;
      const permissions = node.kind === "file" || node.kind === "directory" ? node.permissions : 0o644;
      const executable = node.kind === "file" && (permissions & 0o100) !== 0;
      const { kind, identity, modified } = node;
      return { kind, size, executable, permissions, identity: String(identity), modified };
    },
    resolve(path) {
      const at = locate(path, true);
      return at !== undefined && nodes.has(at) ? at : undefined;
    },
    list(path) {
      const at = locate(path, true) ?? fail("ENOENT", path);
      if (nodes.get(at)?.kind !== "directory") fail("ENOTDIR", path);
      return childrenOf(at)
        .map((child) => child.slice(at === "/" ? 1 : at.length + 1))
        .sort();
    },
    read(path, limit) {
      const [, node] = existing(path);
      if (node.kind === "link") return fail("ELOOP", path);
      if (node.kind === "directory") return fail("EISDIR", path);
      if (node.kind === "other") return fail("EINVAL", path);
      if (!node.readable) return fail("EACCES", path);
      return node.bytes.length > limit ? fail("EFBIG", path) : node.bytes;
    },
    readLink(path) {
      const [, node] = existing(path);
      return node.kind === "link" ? node.target : fail("EINVAL", path);
    },
    create: (path, bytes, executable, usual = 0o644) => {
      const permissions = withExecutableBits(usual, executable);
      put(path, { kind: "file", bytes: bytes.slice(), permissions, readable: true, ...stamp() });
    },
    makeDirectory: (path, permissions = 0o755) => put(path, { kind: "directory", permissions, ...stamp() }),
    hardLink(from, path) {
      const [, node] = existing(from);
      put(path, node.kind === "directory" ? fail("EPERM", from) : node);
    },
    symbolicLink: (target, path) => put(path, { kind: "link", target, ...stamp() }),
    rename(from, to) {
      const [source, node] = existing(from);
      const goal = place(to);
      const there = nodes.get(goal);
      if (there !== undefined) {
        if (node.kind === "directory" && there.kind !== "directory") fail("ENOTDIR", to);
        if (node.kind !== "directory" && there.kind === "directory") fail("EISDIR", to);
        if (there.kind === "directory" && childrenOf(goal).length > 0) fail("ENOTEMPTY", to);
      }
      for (const key of Array.from(nodes.keys())) {
        const moved = nodes.get(key);
        if (moved === undefined || (key !== source && !key.startsWith(`${source}/`))) continue;
        nodes.delete(key);
        nodes.set(goal + key.slice(source.length), moved);
      }
    },
    removeFile(path) {
      const [at, node] = existing(path);
      if (node.kind === "directory") fail("EISDIR", path);
      nodes.delete(at);
    },
    removeDirectory(path) {
      const [at, node] = existing(path);
      if (node.kind !== "directory") fail("ENOTDIR", path);
      if (childrenOf(at).length > 0) fail("ENOTEMPTY", path);
      nodes.delete(at);
    },
  };

  const makeParents = (path: string): void => {
    const folder = folderOf(path);
    if (nodes.has(folder)) return;
    makeParents(folder);
    system.makeDirectory(folder);
  };
  for (const [path, entry] of Object.entries(initial)) {
    makeParents(path);
    if (typeof entry === "string") system.create(path, new TextEncoder().encode(entry), false);
    else if (entry instanceof Uint8Array) system.create(path, entry, false);
    else if ("link" in entry) system.symbolicLink(entry.link, path);
    else if ("directory" in entry) system.makeDirectory(path);
    else if ("pipe" in entry) put(path, { kind: "other", ...stamp() });
    else if ("unreadable" in entry)
      put(path, { kind: "file", bytes: new Uint8Array(), permissions: 0o644, readable: false, ...stamp() });
    else system.create(path, new TextEncoder().encode(entry.content), true);
  }
  return system;
}
