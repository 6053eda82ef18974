import { collectionOf, collectionsOf } from "../lower/raw.ts";
import type { Collection, Role } from "../target/project.ts";

/** Versions that are known to work with ansible-core 2.14 and later; others are the author's to pin. */
const knownCollections: Readonly<Record<string, string>> = {
  "ansible.posix": ">=1.5.0,<3.0.0",
  "community.general": ">=6.3.0,<13.0.0",
  "community.docker": ">=3.4.0,<6.0.0",
  "community.mysql": ">=3.5.0,<5.0.0",
  "community.postgresql": ">=2.3.0,<5.0.0",
};

/** The collections that the tasks of these roles need. */
export function collectionsUsed(roles: readonly Role[]): readonly Collection[] {
  const names = new Set<string>();
  for (const role of roles)
    for (const file of role.taskFiles)
      for (const task of file.tasks)
        for (const name of task.raw === undefined ? collectionOf(task.module) : collectionsOf(task.raw))
          names.add(name);
  return [...names].sort().map((name) => ({ name, version: knownCollections[name] }));
}
