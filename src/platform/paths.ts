/** Pure arithmetic on paths with forward slashes. */

/** Joins a folder and a relative path; an absolute `path` wins. Both are normalised. */
export function joinPath(folder: string, path: string): string {
  if (path.startsWith("/") || /^[A-Za-z]:\//.test(path)) return normalisePath(path);
  return normalisePath(`${folder}/${path}`);
}

/** Removes `.`, empty and `a/..` steps. Steps above the start of a relative path stay as `..`; an empty result is `.`. */
export function normalisePath(path: string): string {
  const absolute = path.startsWith("/");
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.length > 0 && steps[steps.length - 1] !== "..") steps.pop();
    else if (!absolute) steps.push("..");
  }
  const joined = steps.join("/");
  if (absolute) return `/${joined}`;
  return joined === "" ? "." : joined;
}

/** The folder a path is in; `/` and `.` are their own folders. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return ".";
  return slash === 0 ? "/" : path.slice(0, slash);
}

/** The last step of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether `path` is `folder` or below it. Both normalised. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** `path` as seen from `folder`; `.` for the folder itself. Both absolute and normalised; goes up with `..` when needed. */
export function relativePath(folder: string, path: string): string {
  const from = folder.split("/").filter((step) => step !== "");
  const to = path.split("/").filter((step) => step !== "");
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  const steps = [...Array.from({ length: from.length - same }, () => ".."), ...to.slice(same)];
  return steps.length === 0 ? "." : steps.join("/");
}

/**
 * Whether a path is safe to be made below a folder: relative, already normalised, no `..`, no backslash, no NUL. Output
 * paths of backends and of a manifest must pass.
 */
export function isPlainRelativePath(path: string): boolean {
  if (path === "" || path === "." || path.includes("\\") || path.includes("\0")) return false;
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return false;
  return path.split("/").every((step) => step !== "" && step !== "." && step !== "..");
}
