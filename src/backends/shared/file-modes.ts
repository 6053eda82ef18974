/**
 * The mode of an executable file of a tree: whoever may read it may run it too (`0640` → `0750`). The mode is four
 * octal digits, as everywhere in the Ops.
 */
export function executableMode(fileMode: string): string {
  const mode = Number.parseInt(fileMode, 8);
  return (mode | ((mode & 0o444) >> 2)).toString(8).padStart(4, "0");
}
