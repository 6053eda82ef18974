import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./write-if-changed.ts";

/** The names of the folders in `src/kinds` that hold a kind, sorted. */
export function kindFolders(): readonly string[] {
  return readdirSync(join(root, "src/kinds"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, "src/kinds", entry.name, "kind.ts")))
    .map((entry) => entry.name)
    .sort();
}
