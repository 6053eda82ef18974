/** Three machines, and what a project of them says. */
import { load } from "js-yaml";
import { buildSpec } from "../build-spec.ts";

/** The beginning of a spec. */
export const machines = `envspec 1

machine bastion { os = "debian-12" }
machine web { os = "debian-12" }
machine db { os = "debian-12" }

package nginx { machine = web }
`;

/** A group of an inventory. */
export interface Group {
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly hosts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The groups of the inventory of `prod`. */
export async function groupsOf(environment: string, blocks = ""): Promise<Readonly<Record<string, Group>>> {
  const files = await buildSpec(`${machines}${blocks}\nenvironment prod {\n${environment}\n}\n`, "ansible");
  const inventory = load(files.get("inventories/prod/hosts.yml") ?? "") as { all: { children: Record<string, Group> } };
  return inventory.all.children;
}

/** A play of `site.yml`. */
export interface Play {
  readonly hosts: string;
  readonly serial?: number | string;
  readonly force_handlers?: boolean;
  readonly post_tasks?: readonly Readonly<Record<string, unknown>>[];
}

/** The plays of a project. */
export function playsOf(files: ReadonlyMap<string, string>): readonly Play[] {
  return load(files.get("site.yml") ?? "") as readonly Play[];
}
