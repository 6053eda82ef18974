/** Paths on the machine. All of them are absolute, normalised and written with forward slashes. */

/** The directory a path lies in; `/` for `/` itself. */
export function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}

/** The last name of a path. */
export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The directories above a path, nearest first, `/` last; none for `/`. */
export function ancestorsOf(path: string): readonly string[] {
  const ancestors: string[] = [];
  for (let current = path; current !== "/";) {
    current = parentOf(current);
    ancestors.push(current);
  }
  return ancestors;
}

/** Whether `path` is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === "/" || path === folder || path.startsWith(`${folder}/`);
}

/** Whether systemd must read its unit files again when this file changes (systemd.unit(5), "Unit File Load Path"). */
export function isSystemdUnitPath(path: string): boolean {
  return isWithin(path, "/etc/systemd/system") || isWithin(path, "/usr/local/lib/systemd/system");
}

/**
 * What is wrong with a path on the machine, in words which complete "the path …", or undefined when it is good.
 * Refused, not escaped: `$` and a leading `~` are expanded by Ansible's path parameters, `..` and `//` give one file
 * two names, and control characters have no place in a line-based file.
 */
export function problemOfPath(path: string): string | undefined {
  if (path.startsWith("~")) return "begins with `~`: write the folder in full, for example `/home/anna`";
  if (!path.startsWith("/")) return "is not absolute: write it from the root of the machine, beginning with `/`";
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(path)) return "holds a control character";
  if (path.includes("$")) return "holds a `$`, which some tools would replace";
  if (/\p{Surrogate}/u.test(path)) return "is not valid Unicode";
  if (path !== "/" && path.endsWith("/")) return "ends with `/`: leave that off";
  if (path.includes("//")) return "holds `//`: one `/` is meant";
  if (/(^|\/)\.\.?(\/|$)/.test(path)) return "holds `.` or `..` as a name: write where it really leads";
  if (path.endsWith("\\")) return "ends with a backslash";
  if (new TextEncoder().encode(path).length > 4000) return "is longer than a system allows";
  return undefined;
}
