import type { Value } from "../ir/value.ts";
import type { At } from "./context.ts";

/** A name that the operating system or a declared package brings along, on every machine of the place of use. */
export function findProvided(name: string, kinds: readonly string[], at: At): Value | undefined {
  const { env } = at;
  const machines = (at.machines ?? env.allMachines).map((one) => env.machines.get(one));
  for (const kindName of kinds) {
    const provided = env.project.registry.get(kindName)?.provided;
    if (provided === undefined) continue;
    const seen = new Set<string>();
    const everywhere = machines.every((machine) => {
      if (machine?.os === undefined) return true;
      // Machines with the same system and packages answer alike.
      const key = `${machine.os.id} ${machine.packagesKey}`;
      if (seen.has(key)) return true;
      seen.add(key);
      return provided(name, { os: machine.os, packages: machine.packages });
    });
    if (everywhere && machines.length > 0) return { is: "ref", kind: kindName, name, resource: undefined };
  }
  return undefined;
}
