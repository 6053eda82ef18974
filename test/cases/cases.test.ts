/**
 * The golden runner. A case is a folder `test/cases/<area>/<case>/`, or `src/kinds/<kind>/cases/<case>/`, with a `main.envspec` and the files it needs; next to
 * it stands one golden per phase that the case is about: `ast.json`, `formatted.envspec`, `diagnostics.txt`,
 * `model.<environment>.json`, `ops.<environment>.json`, `sourcemap.<environment>.txt` (`default` without environments, and for a target that environments share) and the
 * folder `out/`. A golden that is there is checked, `UPDATE=1` rewrites those that are there (an empty file is enough to
 * ask for one), and a file in `out/` that is not produced, or is produced and not there, fails.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { kindFolders } from "../../scripts/kind-folders.ts";
import { createNodePlatform } from "../../src/platform/node-platform.ts";
import { createProjectFiles } from "../../src/platform/project-files.ts";
import { renderGoldens } from "./golden.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const goldenName = /^(?:ast\.json|formatted\.envspec|diagnostics\.txt|(?:model|ops)\.[\w-]+\.json|sourcemap\.[\w-]+\.txt)$/;
const update = process.env["UPDATE"] === "1";

const areas = [
  ...folders(join(root, "test/cases")).map((area) => `test/cases/${area}`),
  ...kindFolders().map((kind) => `src/kinds/${kind}/cases`),
];
const cases = areas.flatMap((area) => folders(join(root, area)).map((name) => `${area}/${name}`));

function folders(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll("\\", "/"))
    .sort();
}

describe.each(cases)("%s", (name) => {
  const folder = join(root, name);
  const present = readdirSync(folder).filter((file) => goldenName.test(file));
  const hasOutput = existsSync(join(folder, "out"));

  it("has a spec, and a golden that says what it is about", () => {
    expect(existsSync(join(folder, "main.envspec"))).toBe(true);
    expect(present.length + Number(hasOutput)).toBeGreaterThan(0);
  });

  it("gives its goldens", async () => {
    const files = createProjectFiles(createNodePlatform().files, folder, {});
    const goldens = await renderGoldens({ root: "main.envspec", files });
    for (const golden of present) {
      const now = goldens.files.get(golden);
      if (update) writeFileSync(join(folder, golden), now ?? "");
      expect(String(now ?? `(${golden} is not produced)`), golden).toBe(readFileSync(join(folder, golden), "utf8"));
    }
    if (!hasOutput) return;
    const produced = [...goldens.files.keys()].filter((path) => path.startsWith("out/"));
    if (update) {
      rmSync(join(folder, "out"), { recursive: true });
      for (const path of produced) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), goldens.files.get(path) ?? "");
      }
    }
    expect(filesBelow(join(folder, "out"))).toEqual(produced.map((path) => path.slice("out/".length)).sort());
    for (const path of produced)
      expect(Buffer.from(goldens.files.get(path) ?? "").toString("latin1"), path).toBe(
        readFileSync(join(folder, path), "latin1"),
      );
  });
});
