/**
 * Finds what the vocabulary consists of: every folder in `src/kinds` with a `kind.ts`, and every module file in
 * `src/std`. Adding one is adding its folder or its file.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kindFolders } from "./kind-folders.ts";
import { root, writeIfChanged } from "./write-if-changed.ts";

/** Writes the list of the kinds and the library of modules, which the program imports. */
export function generateRegistry(): void {
  const names = kindFolders();
  writeIfChanged(
    "src/kinds/all-kinds.generated.ts",
    "// Generated from the folders beside it by `npm run generate`.\n\n" +
      'import type { Kind } from "../ir/kind.ts";\n' +
      names.map((name, index) => `import { kind as kind${index} } from "./${name}/kind.ts";\n`).join("") +
      "\n/** What gives each kind, by its name, which is that of its folder. */\n" +
      "export const allKinds: Readonly<Record<string, () => Kind>> = {\n" +
      names.map((name, index) => `  ${JSON.stringify(name)}: () => kind${index},\n`).join("") +
      "};\n",
  );
  const modules = readdirSync(join(root, "src/std"))
    .filter((name) => name.endsWith(".envspec"))
    .sort()
    .map((name) => [`std/${name.slice(0, -".envspec".length)}`, readFileSync(join(root, "src/std", name), "utf8")]);
  writeIfChanged(
    "src/std/library.generated.ts",
    "// Generated from the files beside it by `npm run generate`.\n\n" +
      "/** The text of every module file, by what `use` says: `std/hardening`. */\n" +
      `export const library: ReadonlyMap<string, string> = new Map(${JSON.stringify(modules, null, 2)});\n`,
  );
}
