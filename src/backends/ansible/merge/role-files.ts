/** The files that the tasks of a role put in place, where environments put different ones. */
import { yamlNode } from "../../shared/yaml.ts";
import type { Lowered } from "../context.ts";
import type { RoleFile } from "../target/project.ts";
import type { Task } from "../target/task.ts";
import type { ByEnvironment } from "./environments.ts";
import { agreementsBy, perEnvironment, usual } from "./environments.ts";
import { mergeMarks } from "./tasks.ts";

/** The folder of an environment's own files: its name, unless a path on the machines begins with that. */
export function ownFolder(files: readonly RoleFile[]): (label: string) => string {
  const tops = new Set(files.map(({ path }) => path.split("/")[0]));
  return (label) => {
    let folder = label;
    while (tops.has(folder)) folder = `${folder}_environment`;
    return folder;
  };
}

/**
 * Gives what differs a folder of its own: `files/etc/motd` is what most environments have, `files/dev/etc/motd` what the
 * environment dev has instead. The tasks follow, so that their `src` differs.
 */
export function separateFiles(
  lowered: ByEnvironment<Lowered>,
  folderOf: (environment: number) => string,
): ByEnvironment<Lowered> {
  if (lowered.size < 2) return lowered;
  const sources = new Map<string, Map<number, readonly RoleFile[]>>();
  for (const [environment, { files = [] }] of lowered)
    for (const file of files) {
      const key = sourceOf(file);
      const own = sources.get(key) ?? new Map<number, readonly RoleFile[]>();
      sources.set(key, own.set(environment, [...(own.get(environment) ?? []), file]));
    }
  const moved = new Map<number, Map<string, string>>();
  for (const [key, forms] of sources) {
    const groups = agreementsBy(forms, areSame);
    const common = usual(groups);
    for (const group of groups)
      if (group !== common)
        for (const environment of group.environments)
          moved.set(environment, (moved.get(environment) ?? new Map()).set(key, folderOf(group.environments[0] ?? 0)));
  }
  return perEnvironment(lowered, (part, environment) => move(part, moved.get(environment) ?? new Map()));
}

function sourceOf({ folder, source, path }: RoleFile): string {
  return `${folder}/${source ?? path}`;
}

function areSame(some: readonly RoleFile[], others: readonly RoleFile[]): boolean {
  return (
    some.length === others.length &&
    some.every((file, index) => {
      const other = others[index];
      return (
        other !== undefined &&
        file.path === other.path &&
        file.executable === other.executable &&
        isSameContent(file.content, other.content)
      );
    })
  );
}

/** A file of the project is read once for all environments, so mostly it is the same object. */
function isSameContent(some: string | Uint8Array, other: string | Uint8Array): boolean {
  if (some === other) return true;
  if (typeof some === "string" || typeof other === "string" || some.length !== other.length) return false;
  return some.every((byte, index) => byte === other[index]);
}

function move(part: Lowered, moved: ReadonlyMap<string, string>): Lowered {
  if (moved.size === 0) return part;
  const inFolder = (folder: string, path: string): string => {
    const own = moved.get(`${folder}/${path}`);
    return own === undefined ? path : `${own}/${path}`;
  };
  return {
    ...part,
    files: (part.files ?? []).map((file) => {
      const own = moved.get(sourceOf(file));
      return own === undefined ? file : { ...file, path: `${own}/${file.path}` };
    }),
    tasks: part.tasks.map((task): Task => {
      if (typeof task.args === "string") return task;
      const folder = task.module === "ansible.builtin.template" ? "templates" : "files";
      if (folder === "files" && task.module !== "ansible.builtin.copy") return task;
      const args = task.args.map(([key, value]) => {
        const node = key === "src" && value !== undefined ? yamlNode(value) : undefined;
        return node?.yaml === "text"
          ? ([key, { ...node, text: inFolder(folder, node.text) }] as const)
          : ([key, value] as const);
      });
      return { ...task, args };
    }),
  };
}

/** Every file once. */
export function mergeFiles(lists: readonly (readonly RoleFile[])[]): readonly RoleFile[] {
  const merged = new Map<string, RoleFile>();
  for (const file of lists.flat()) {
    const key = `${file.folder}/${file.path}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? file : { ...known, marks: mergeMarks([...known.marks, ...file.marks]) });
  }
  return [...merged.values()];
}
