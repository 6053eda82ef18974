import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { isWithin } from "../../ir/paths.ts";
import { spanOf } from "./check.ts";
import { presentBeside } from "./present.ts";
import { readText, readTexts } from "./read.ts";
import { fetchKinds } from "./types.ts";

/** Folders that are there without a block; what is below /run somebody makes at every start. */
const usual = ["/tmp", "/var/tmp", "/run", "/run/lock"];

/** Of these each program has one of its own, which is empty (PrivateTmp= in systemd.exec(5), `tmpfs` in Compose). */
const temporary = ["/tmp", "/var/tmp"];

/** The one of these that holds a path, when it is not the path itself. */
export function temporaryFolderOf(path: string): string | undefined {
  return temporary.find((folder) => folder !== path && isWithin(path, folder));
}

/**
 * Reports a folder in `writable` that no program has, as its own temporary folder begins empty: its unit would not start
 * (226/NAMESPACE). Warns about one that neither a block nor the system makes.
 */
export function checkWritable(resource: Resource, model: Model): readonly Diagnostic[] {
  const { name } = resource;
  const lost = readTexts(resource, "writable").flatMap((path) => {
    const folder = temporaryFolderOf(path);
    return folder === undefined ? [] : [diagnose("E0447", { name, path, folder }, spanOf(resource, "writable"))];
  });
  return [...lost, ...unmadeFolders(resource, model)];
}

function unmadeFolders(resource: Resource, model: Model): readonly Diagnostic[] {
  const wanted = new Set(
    readTexts(resource, "writable").filter((path) => !usual.includes(path) && temporaryFolderOf(path) === undefined),
  );
  for (const other of presentBeside(resource, model)) {
    if (wanted.size === 0) return [];
    for (const path of foldersOf(other)) wanted.delete(path);
    for (const path of wanted) if (mayMake(other, path)) wanted.delete(path);
  }
  return [...wanted].map((path) => diagnose("W0402", { path, name: resource.name }, spanOf(resource, "writable")));
}

/** Whether a folder may come out of what is fetched, or out of a command that names it. */
function mayMake(other: Resource, path: string): boolean {
  if (fetchKinds.some((kind) => kind === other.kind)) return isWithin(path, other.name);
  if (other.kind !== "command") return false;
  const run = readText(other, "run");
  return run === undefined || [run, readText(other, "creates") ?? ""].some((text) => text.includes(path));
}

/** What another block makes: its own path, a user's home, the usual folders of a package. */
function foldersOf(other: Resource): readonly string[] {
  switch (other.kind) {
    case "directory":
    case "link":
    case "file":
    case "tmpfiles":
      return [other.name];
    case "user":
      return [readText(other, "home") ?? `/home/${other.name}`];
    case "package":
      return ["/var/lib", "/var/log", "/var/cache", "/var/spool", "/run"].map((folder) => `${folder}/${other.name}`);
    default:
      return other.brings?.folders ?? [];
  }
}
