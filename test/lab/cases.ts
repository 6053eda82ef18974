import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kindFolders } from "../../scripts/kind-folders.ts";
import { LabError } from "./exec.ts";
import { readSettings, type CaseSettings } from "./lab-settings.ts";

/** One lab spec: a folder with `main.envspec` and an optional `lab.json`. */
export interface LabCase {
  readonly name: string;
  readonly folder: string;
  readonly settings: CaseSettings;
}

/** Where lab specs are: the lab's own folder, and the folder of each kind. */
const PLACES: readonly string[] = [
  fileURLToPath(new URL("./specs", import.meta.url)),
  ...kindFolders().map((kind) => fileURLToPath(new URL(`../../src/kinds/${kind}/lab`, import.meta.url))),
];

/** Every lab spec, by name; an unknown key in `lab.json` is an error, for it would silently do nothing, and so is a name that is there twice. */
export function readCases(places: readonly string[] = PLACES): LabCase[] {
  const cases = places.flatMap(readPlace).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, { name }] of cases.entries())
    if (cases[index + 1]?.name === name) throw new LabError(`two lab specs are called \`${name}\``);
  return cases;
}

function readPlace(folder: string): LabCase[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => existsSync(join(folder, name, "main.envspec")))
    .flatMap((name): LabCase[] => {
      const own = { folder: join(folder, name), settings: readSettings(join(folder, name, "lab.json")) };
      const environments = own.settings.environments;
      if (environments === undefined) return [{ name, ...own }];
      return environments.map((environment) => ({
        name: `${name}-${environment}`,
        folder: own.folder,
        settings: { ...own.settings, environment },
      }));
    });
}
