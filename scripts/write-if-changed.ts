import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Writes a generated file; one that is already so keeps its time, so that nothing which watches it wakes up. The path is relative to the project. */
export function writeIfChanged(path: string, text: string): void {
  const full = join(root, path);
  let before = "";
  try {
    before = readFileSync(full, "utf8");
  } catch {
    // The first run: there is nothing to compare with.
  }
  if (before !== text) writeFileSync(full, text);
}
