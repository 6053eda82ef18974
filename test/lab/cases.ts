import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kindFolders } from "../../scripts/kind-folders.ts";
import { LabError } from "./exec.ts";
import type { Suite } from "./suites.ts";

export type Target = "ansible" | "dockerfile" | "cloud-init";
export const TARGETS: readonly Target[] = ["ansible", "dockerfile", "cloud-init"];

/** A command whose output is looked at on every finished machine (in the running container, for an image with a process). */
export interface Check {
  readonly run: readonly string[];
  /** The exact output. */
  readonly equals?: string;
  /** The output as JSON. */
  readonly json?: unknown;
  /** A regular expression somewhere in the output. */
  readonly matches?: string;
  /** Where; everywhere when it is left out. */
  readonly on?: readonly Target[];
}

/** What `lab.json` next to a spec may say; everything has a default. */
export interface CaseSettings {
  /** The environment that is tried. */
  readonly environment?: string;
  /** Several, each a case of its own, called after the spec and the environment. */
  readonly environments?: readonly string[];
  readonly suites?: readonly Suite[];
  readonly targets?: readonly Target[];
  /** Name of the spec's secret → value. The lab gives them to each target in that target's own way. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** The password of the Ansible Vault that the spec's folder has. */
  readonly vaultPassword?: string;
  /** Variables of the environment while compiling. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The image's command is a job, which ends by itself: it is not expected to stay up. */
  readonly job?: boolean;
  readonly checks?: readonly Check[];
  /** Damage the finished machine in each way the probe must notice, and expect the lab to fail. */
  readonly judge?: boolean;
  /**
   * False: Ansible's dry runs (`--check`) before the first run and after the second are left out, as what they would
   * show is shown by other specs. For a spec with very many steps. Default true.
   */
  readonly dryRuns?: boolean;
  /** Also build on the slim image, without the pairs. Default true. */
  readonly slim?: boolean;
}

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

const KNOWN = new Set([
  "environment",
  "environments",
  "suites",
  "targets",
  "secrets",
  "vaultPassword",
  "variables",
  "checks",
  "dryRuns",
  "job",
  "judge",
  "slim",
]);

function readSettings(file: string): CaseSettings {
  if (!existsSync(file)) return {};
  const settings = JSON.parse(readFileSync(file, "utf8")) as CaseSettings;
  for (const key of Object.keys(settings))
    if (!KNOWN.has(key)) throw new LabError(`${file}: the lab does not know \`${key}\``);
  return settings;
}
