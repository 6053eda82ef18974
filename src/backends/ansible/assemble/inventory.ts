/** The inventories: groups, hosts, and the values of variables in each environment. */
import type { Host } from "../../../ir/model.ts";
import { leadingHost } from "../../../ir/leading-host.ts";
import type { Program } from "../../../ir/program.ts";
import { environmentName } from "../merge/environments.ts";
import type { ProjectMachine } from "../merge/machines.ts";
import { valuesIn } from "../merge/variable-book.ts";
import type { DifferingVariable } from "../merge/variable-book.ts";
import { plainNames, roleName } from "../names.ts";
import type { GroupVariable, Inventory, InventoryGroup } from "../target/project.ts";
import { collectHosts, connectionVariables, shareVariables } from "./connection.ts";
import type { Hosts, HostVariable } from "./connection.ts";
import type { BuiltPlay } from "./plays.ts";
import type { RolePlan } from "./role-plans.ts";
import { groupVariables, hostValueText, valueNode } from "./variables.ts";
import type { Groups, OpenValues } from "./variables.ts";

/** A role with the variables that inventories give values for. */
export interface PlannedRole {
  readonly plan: RolePlan;
  readonly open: OpenValues;
  readonly differing: readonly DifferingVariable[];
}

/**
 * Names a group per machine; a group never has the name of a host, which Ansible warns of. The only machine of a
 * project that names no host is whatever the reader lists.
 */
export function groupsOf(machines: readonly ProjectMachine[]): Groups {
  const forms = machines.flatMap((machine) => [...machine.forms.values()]);
  const hosts = new Set(forms.flatMap((machine) => machine.hosts.map((host) => host.name)));
  const anyHost = machines.length === 1 && hosts.size === 0;
  const names = plainNames(
    machines.map((machine) => {
      const name = roleName(machine.name);
      return hosts.has(name) ? `${name}_hosts` : name;
    }),
  );
  return new Map(
    machines.map((machine, index) => {
      const group = names[index] ?? machine.name;
      return [machine.name, { group, pattern: anyHost ? "all" : group }];
    }),
  );
}

/** Builds an inventory per environment. Each host carries its address, its way in, and its own values of `let`s. */
export function buildInventories(
  programs: readonly Program[],
  machines: readonly ProjectMachine[],
  groups: Groups,
  roles: readonly PlannedRole[],
  plays: readonly BuiltPlay[],
): readonly Inventory[] {
  return programs.map((program, environment) => {
    const hosts = collectHosts(program.machines.flatMap((machine) => machine.hosts));
    const byGroup = new Map<string, GroupVariable[]>();
    const give = (group: string, values: readonly GroupVariable[]): void => {
      byGroup.set(group, [...(byGroup.get(group) ?? []), ...values]);
    };
    for (const { plan, open, differing } of roles) {
      const [machine] = plan.machines;
      // Nobody asks for the values of a class that the environment does not have.
      if (!plan.machines.some(({ forms }) => forms.has(environment))) continue;
      const own = plan.shared || machines.length === 1 ? "all" : groups.get(machine?.name ?? "")?.group;
      give(own ?? "all", [...groupVariables(open, environment, programs), ...valuesIn(differing, environment)]);
    }
    for (const { group, differing } of plays)
      give(machines.length === 1 ? "all" : group, valuesIn(differing, environment));
    return {
      name: environmentName(program),
      groups: machines.map((machine) => inventoryGroup(machine, environment, groups, roles, hosts)),
      turns: plays.flatMap(({ group, turns }) => {
        const own = turns.groups.get(environment);
        return own === undefined ? [] : [{ name: own.group, group, serial: own.serial }];
      }),
      groupVariables: [...byGroup]
        .filter(([, variables]) => variables.length > 0)
        .map(([group, variables]) => ({ group, variables })),
    };
  });
}

/** A group. The host that the machine's address means comes first, which is how the tasks find it. */
function inventoryGroup(
  machine: ProjectMachine,
  environment: number,
  groups: Groups,
  roles: readonly PlannedRole[],
  everyHost: Hosts,
): InventoryGroup {
  const { hosts = [], primary } = machine.forms.get(environment) ?? {};
  const first = leadingHost(hosts, primary);
  const ordered = first === undefined ? [] : [first, ...hosts.filter((host) => host !== first)];
  const shared = shareVariables(
    ordered.map((host) => ({
      name: host.name,
      variables: [...connectionVariables(host, everyHost), ...ownValues(host, machine, roles)],
    })),
  );
  return {
    name: groups.get(machine.name)?.group ?? machine.name,
    ...(machine.doc === undefined ? {} : { comment: machine.doc }),
    exists: machine.forms.has(environment),
    ...(shared.shared.length === 0 ? {} : { variables: shared.shared }),
    ...(primary === undefined || hosts.length < 2 ? {} : { leading: primary }),
    hosts: shared.hosts,
  };
}

/** The host's own values of `let`s. */
function ownValues(host: Host, machine: ProjectMachine, roles: readonly PlannedRole[]): readonly HostVariable[] {
  return roles
    .filter(({ plan }) => plan.machines.includes(machine))
    .flatMap(({ open }) =>
      [...open.variables.values()].flatMap(({ variable, name, type }): readonly HostVariable[] => {
        const value = hostValueText(host.values[variable.name]);
        return value === undefined ? [] : [[name, valueNode(type, value)]];
      }),
    );
}
