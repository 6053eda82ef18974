import type { Resource } from "../../../ir/model.ts";
import { opId } from "../../../ir/op-id.ts";
import type { LinkOp, Op, TreeOp } from "../../../ir/ops.ts";
import { isWithin } from "../../../ir/paths.ts";
import type { LocalFolder } from "../../../ir/value.ts";
import { opBase } from "../op-base.ts";
import { readTexts } from "../read.ts";
import type { AppPlaces } from "./language.ts";
import { directoryOp, root } from "./places.ts";
import { sharedPath } from "./program.ts";
import { folderBelow, foldersOf, pickFiles } from "./source.ts";

/** A folder of the project put at a place, as the app's user. */
export function treeOp(app: Resource, places: AppPlaces, path: string, folder: LocalFolder): TreeOp {
  return {
    ...opBase(app, `Copy the files of ${folder.path} to ${path}`),
    op: "tree",
    id: opId("tree", path),
    path,
    folder,
    owner: places.user,
    group: places.group,
    directoryMode: "0755",
    fileMode: "0644",
  };
}

/**
 * The folders that outlive a release, with the folders that the source has in them, and the links that lead there from
 * the release. They are outside of it on every target, so that a program finds its uploads at one place everywhere. What
 * files are in them is the machine's own affair: a log or an upload of somebody's computer must not replace one there.
 */
export function sharedOps(app: Resource, places: AppPlaces, source: LocalFolder): readonly Op[] {
  const names = readTexts(app, "shared");
  if (names.length === 0) return [];
  return [
    directoryOp(app, `${places.base}/shared`, root),
    ...names.flatMap((name): readonly Op[] => {
      const path = sharedPath(places, name);
      const folders = foldersOf(folderBelow(source, name));
      return [
        directoryOp(app, path, places),
        ...folders.map((folder) => directoryOp(app, `${path}/${folder}`, places)),
        linkOp(app, `${places.release}/${name}`, path),
      ];
    }),
  ];
}

/** The files of the source in shared folders that are not put there, without those that only keep a folder in git. */
export function filesLeftAtHome(app: Resource, source: LocalFolder): readonly string[] {
  const names = readTexts(app, "shared");
  return source.files
    .map(({ path }) => path)
    .filter((path) => names.some((name) => isWithin(path, name)) && !/(^|\/)\.(?:gitignore|gitkeep|keep)$/.test(path));
}

/**
 * What to leave out of the source so that none of these files of shared folders is looked at: the widest folders with
 * nothing else in them, as one with a `.gitkeep` has to be made on the machine.
 */
export function leftOutOf(app: Resource, source: LocalFolder, files: readonly string[]): readonly string[] {
  const names = readTexts(app, "shared");
  const left = new Set(files);
  const holdsOthers = (folder: string): boolean =>
    source.files.some(({ path }) => isWithin(path, folder) && !left.has(path));
  const wanted = files.map((file) => {
    let widest = file;
    for (let folder = parentOf(file); folder !== undefined; folder = parentOf(folder)) {
      const isShared = names.some((name) => folder === name || isWithin(folder ?? "", name));
      if (!isShared || holdsOthers(folder)) break;
      widest = folder;
    }
    // A folder with one file in it may get others that are meant.
    return files.filter((path) => isWithin(path, widest)).length > 1 ? widest : file;
  });
  return [...new Set(wanted)];
}

function parentOf(path: string): string | undefined {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? undefined : path.slice(0, slash);
}

/** The source without what lies in the shared folders. */
export function withoutShared(app: Resource, source: LocalFolder): LocalFolder {
  const names = readTexts(app, "shared");
  return pickFiles(source, (path) => !names.some((name) => isWithin(path, name)));
}

/** A link of an app. */
export function linkOp(app: Resource, path: string, target: string): LinkOp {
  return { ...opBase(app, `Link ${path} to ${target}`), op: "link", id: opId("link", path), path, target };
}
