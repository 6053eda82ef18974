import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kindFolders } from "../../scripts/kind-folders.ts";
import { LabError } from "./exec.ts";
import { readSettings, type CaseSettings } from "./lab-settings.ts";

/** One lab spec: a folder with `main.envspec` and an optional `lab.json`, or with a `lab.json` that says where it is. */
export interface LabCase {
  readonly name: string;
  readonly folder: string;
  /** The spec's file in the folder; `main.envspec` when it is left out. */
  readonly root?: string;
  /** A folder whose files are laid over those of a spec from somewhere else; its `main.envspec` takes that spec in. */
  readonly wrapper?: string;
  /** It is written with keys, addresses or sums of its own each time, so that no two runs try the same bytes. */
  readonly fresh?: true;
  readonly settings: CaseSettings;
}

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

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
    .filter((name) => ["main.envspec", "lab.json"].some((file) => existsSync(join(folder, name, file))))
    .flatMap((name): LabCase[] => {
      const settings = readSettings(join(folder, name, "lab.json"));
      const here = join(folder, name, "main.envspec");
      const from = settings.from === undefined ? undefined : join(PROJECT, settings.from);
      const place =
        from === undefined
          ? { folder: join(folder, name) }
          : {
              folder: dirname(from),
              ...(existsSync(here) ? { wrapper: join(folder, name) } : { root: basename(from) }),
            };
      const own = { ...place, settings };
      const environments = settings.environments;
      if (environments === undefined) return [{ name, ...own }];
      return environments.map((environment) => ({
        ...own,
        name: `${name}-${environment}`,
        settings: { ...settings, environment },
      }));
    });
}
