import { type FileSystem, isFileSystemError } from "../../platform/file-system.ts";
import { folderOf } from "../../platform/paths.ts";
import { type Decisions, outputFileLimit } from "./decide.ts";
import { type Base, printBase } from "./base.ts";
import { baseName, isReservedName, type Manifest, manifestName, printManifest } from "./manifest.ts";
import { foldersAbove, type OutputTree } from "./output-tree.ts";
import type { WorkFolder } from "./work-folder.ts";

/**
 * Builds the whole new tree in `folder.fresh`: what changes is written, everything else of the output folder gets a
 * second name there (the same file: its time, its owner and its open readers stay). The output folder is only read.
 */
export function stageTree(
  files: FileSystem,
  folder: WorkFolder,
  tree: OutputTree,
  decisions: Decisions,
  before: Manifest,
  base: Base,
): void {
  const unchanged = new Set([...decisions.unchanged, ...decisions.kept]);
  const replaced = new Set(tree.files.map((file) => file.path));
  const gone = new Set(decisions.removed);
  const wantedFolders = new Set(tree.files.flatMap((file) => foldersAbove(file.path)));
  const ourFolders = new Set(before.files.flatMap((file) => foldersAbove(file.path)));
  const made = new Set<string>([""]);

  const ensureFolder = (path: string): void => {
    if (made.has(path)) return;
    const above = folderOf(path);
    ensureFolder(above === "." ? "" : above);
    made.add(path);
    const info = files.inspect(`${folder.output}/${path}`);
    files.makeDirectory(`${folder.fresh}/${path}`, info?.kind === "directory" ? info.permissions : undefined);
  };
  const carry = (path: string, kind: "file" | "link" | "other"): void => {
    const above = folderOf(path);
    ensureFolder(above === "." ? "" : above);
    if (kind === "link") files.symbolicLink(files.readLink(`${folder.output}/${path}`), `${folder.fresh}/${path}`);
    else linkOrCopy(files, `${folder.output}/${path}`, `${folder.fresh}/${path}`);
  };
  const carryFolder = (prefix: string): void => {
    const names = files.list(prefix === "" ? folder.output : `${folder.output}/${prefix}`);
    for (const name of names) {
      const path = prefix === "" ? name : `${prefix}/${name}`;
      const kind = files.inspect(`${folder.output}/${path}`)?.kind;
      if (kind === undefined || isReservedName(path)) continue;
      if (replaced.has(path)) {
        if (unchanged.has(path) && kind === "file") carry(path, kind);
      } else if (kind === "directory") {
        carryFolder(path);
        // An empty folder of the user's stays; one that only held what is removed goes too.
        if (!ourFolders.has(path)) ensureFolder(path);
      } else if (!gone.has(path) && !wantedFolders.has(path)) carry(path, kind);
    }
  };

  const top = files.inspect(folder.output);
  files.makeDirectory(folder.fresh, top?.kind === "directory" ? top.permissions : undefined);
  if (top?.kind === "directory") carryFolder("");
  for (const file of tree.files) {
    if (unchanged.has(file.path)) continue;
    const above = folderOf(file.path);
    ensureFolder(above === "." ? "" : above);
    const bytes = decisions.merged.get(file.path)?.bytes ?? file.bytes;
    // Who may read it, the user may have decided; whether it runs is part of what is written.
    const before = files.inspect(`${folder.output}/${file.path}`);
    const permissions = before?.kind === "file" && files.hasExecutableBit ? before.permissions : undefined;
    files.create(`${folder.fresh}/${file.path}`, bytes, file.executable, permissions);
  }
  files.create(`${folder.fresh}/${baseName}`, new TextEncoder().encode(printBase(base)), false);
  files.create(`${folder.fresh}/${manifestName}`, new TextEncoder().encode(printManifest(decisions.manifest)), false);
}

/** Where the file system has no hard links, or forbids one to a file of somebody else, a copy must do. */
function linkOrCopy(files: FileSystem, from: string, to: string): void {
  try {
    files.hardLink(from, to);
  } catch (error) {
    if (!isFileSystemError(error, "EPERM", "EXDEV", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EACCES")) throw error;
    const info = files.inspect(from);
    files.create(to, files.read(from, outputFileLimit), info?.executable ?? false, info?.permissions);
  }
}
