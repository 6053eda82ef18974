/** Changes in turns: how many hosts of a class at a time, in each environment. */
import type { Rolling } from "../../../ir/program.ts";
import type { ProjectMachine } from "../merge/machines.ts";

/** How a play takes turns. */
export interface Turns {
  /** `serial` of the play; undefined: all hosts at once, in every environment. */
  readonly serial: number | string | undefined;
  /** The condition that an environment takes turns; undefined when all of them do, or none. */
  readonly condition: string | undefined;
  /** The group by which an inventory says that it takes turns, and which these are, by the environment's number. */
  readonly groups: ReadonlyMap<number, TurnsGroup>;
}

/** A group of an inventory, and the `serial` that a play has where it is. */
export interface TurnsGroup {
  readonly group: string;
  readonly serial: string;
}

/**
 * The turns of a class. A play's `serial` is read before there is any host, so no variable of an inventory can give it;
 * but what groups there are is known by then. Where environments differ, each says by a group around the class.
 */
export function turnsOf(machine: ProjectMachine, group: string, taken: ReadonlySet<string>): Turns {
  const values = new Set([...machine.forms.values()].map(({ rolling }) => rolling));
  const [only] = values;
  if (values.size < 2) return { serial: only, condition: undefined, groups: new Map() };
  const groups = new Map<number, TurnsGroup>();
  const names = new Map<Rolling, string>();
  for (const [environment, { rolling }] of machine.forms)
    if (rolling !== undefined) {
      const name =
        names.get(rolling) ?? freeName(`${group}_rolling_${String(rolling).replace("%", "_percent")}`, taken);
      names.set(rolling, name);
      groups.set(environment, { group: name, serial: String(rolling) });
    }
  const choices = [...names].map(([rolling, name]) => `'${rolling}' if '${name}' in groups else `);
  const conditions = [...names.values()].map((name) => `'${name}' in groups`);
  return {
    serial: `{{ ${choices.join("")}'100%' }}`,
    condition: [...values].includes(undefined) ? conditions.join(" or ") : undefined,
    groups,
  };
}

/** Whether several hosts of a class may be changed at the same time, in any environment; nobody knows where none is named. */
export function goSideBySide(machine: ProjectMachine): boolean {
  return [...machine.forms.values()].some(({ hosts, rolling }) => hosts.length !== 1 && rolling !== 1);
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  return taken.has(wanted) ? freeName(`${wanted}_at_a_time`, taken) : wanted;
}
