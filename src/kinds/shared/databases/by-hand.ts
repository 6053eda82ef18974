import type { ByHand } from "../../../ir/by-hand.ts";
import type { Resource } from "../../../ir/model.ts";
import { backupNames, backupPlan } from "./backup.ts";

/**
 * What people do by hand with a server that keeps data: look into it with the command `shell`, and back it up and
 * restore it when it has a `backup` block. `file` is how the name of a backup's file goes on behind `DIRECTORY/`.
 */
export function serverByHand(resource: Resource, shell: string, file: string): readonly Omit<ByHand, "resource">[] {
  const { name } = resource;
  const plan = backupPlan(resource);
  const names = backupNames(resource);
  const look = { does: `look into ${name}`, command: shell };
  if (plan === undefined) return [look];
  return [
    look,
    {
      does: `back ${name} up now; each day at ${plan.at} it happens by itself`,
      command: `systemctl start ${names.backup}.service`,
    },
    {
      does: `bring ${name} back as it was at the time of a backup`,
      command: `${names.restore} ${plan.directory}/${file}`,
    },
  ];
}
