import { createHash } from "node:crypto";
import type { Resource } from "../../../ir/model.ts";
import { isWithin } from "../../../ir/paths.ts";
import type { LocalFolder } from "../../../ir/value.ts";
import { readTexts, readValue } from "../read.ts";

/** What belongs to a checkout or to one computer, and never to a release. */
const leftOut: readonly string[] = [".git", ".DS_Store", "__pycache__", "node_modules", ".venv"];

/**
 * Files that are there to hold secrets: dotenv's, for each mode one, and Composer's logins (getcomposer.org/doc/articles/
 * authentication-for-private-packages.md). What only shows which variables there are may come along.
 */
export function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name === "auth.json" || /^\.env(?:\.(?!(?:example|dist|sample|template)$).+)?$/.test(name);
}

/** The files of an app as they are copied: without what only a checkout has, what is made on the machine, and `exclude`. */
export function sourceOf(app: Resource, made: readonly string[] = []): LocalFolder {
  const value = readValue(app, "source");
  const folder = value?.is === "folder" ? value.folder : { path: "", files: [], directories: [] };
  const excluded = [...made, ...readTexts(app, "exclude")];
  return pickFiles(folder, (path) => !isLeftOut(path) && !excluded.some((each) => isWithin(path, each)));
}

function isLeftOut(path: string): boolean {
  return isSecretFile(path) || path.split("/").some((name) => leftOut.includes(name));
}

/** The part of a folder whose paths, files and directories alike, are wanted. */
export function pickFiles(folder: LocalFolder, wanted: (path: string) => boolean): LocalFolder {
  return {
    path: folder.path,
    files: folder.files.filter(({ path }) => wanted(path)),
    directories: folder.directories.filter(wanted),
  };
}

/** Every directory of a folder, also those that only a file shows, outer ones first. */
export function foldersOf({ directories, files }: LocalFolder): readonly string[] {
  const all = new Set([...directories, ...files.flatMap(({ path }) => ancestorsOf(path))]);
  return [...all].sort();
}

/** `a/b` and `a` of `a/b/c`. */
function ancestorsOf(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** What is below one directory of a folder, as a folder of its own; empty when there is no such directory. */
export function folderBelow(folder: LocalFolder, directory: string): LocalFolder {
  const inside = (path: string): readonly string[] =>
    path.startsWith(`${directory}/`) ? [path.slice(directory.length + 1)] : [];
  return {
    path: `${folder.path}/${directory}`,
    files: folder.files.flatMap((file) => inside(file.path).map((path) => ({ ...file, path }))),
    directories: folder.directories.flatMap(inside),
  };
}

/** The text of a file of the folder; undefined when it has no such file. */
export function fileText(folder: LocalFolder, path: string): string | undefined {
  const file = folder.files.find((each) => each.path === path);
  return file === undefined ? undefined : new TextDecoder().decode(file.bytes);
}

/**
 * The name of a release: equal files that are built in the same way give the same one, on every computer. Twelve
 * hexadecimal digits, as short as git's names for commits, and enough that two releases of an app never meet.
 */
export function releaseId(folder: LocalFolder, commands: readonly string[]): string {
  const hash = createHash("sha256");
  const add = (...words: readonly string[]): void => void hash.update(`${JSON.stringify(words)}\n`);
  add("commands", ...commands);
  for (const directory of folder.directories) add("directory", directory);
  for (const { path, bytes, executable } of folder.files) {
    add("file", path, executable ? "x" : "-", String(bytes.length));
    hash.update(bytes);
  }
  return hash.digest("hex").slice(0, 12);
}
