import type { ProjectMachine } from "../merge/machines.ts";
import { partsOf } from "./nodes.ts";
import { isForUse } from "../../../ir/text.ts";
import { holesOf } from "./op-texts.ts";

/**
 * The machines in the order of their plays: one whose address another uses comes before it, so that its programs are
 * there when the other's commands want them; and the part of a class that does what is done once comes before the
 * parts that wait for it. Otherwise as they are written; in a circle as well.
 */
export function orderPlays(machines: readonly ProjectMachine[]): readonly ProjectMachine[] {
  const byName = new Map(machines.map((machine) => [machine.name, machine]));
  const needs = new Map(
    machines.map((machine) => [
      machine.name,
      [...machine.forms.values()]
        .flatMap(partsOf)
        .flatMap(({ op }) => [
          ...holesOf(op).flatMap((hole) => (hole.hole === "address" && isForUse(hole) ? [hole.machine] : [])),
          ...(op.op === "exec" && op.once !== undefined ? [op.once.machine] : []),
        ]),
    ]),
  );
  const ordered = new Set<ProjectMachine>();
  const open = new Set<ProjectMachine>();
  const take = (machine: ProjectMachine | undefined): void => {
    if (machine === undefined || ordered.has(machine) || open.has(machine)) return;
    open.add(machine);
    for (const name of needs.get(machine.name) ?? []) take(byName.get(name));
    ordered.add(machine);
  };
  for (const machine of machines) take(machine);
  return [...ordered];
}
