/** The inventories: groups, hosts, and the values of variables in each environment. */
import type { Host } from "../../../ir/model.ts";
import type { MachineProgram, Program } from "../../../ir/program.ts";
import type { YamlNode } from "../../shared/yaml.ts";
import { literalValue } from "../jinja.ts";
import { environmentName } from "../merge/environments.ts";
import type { ProjectMachine } from "../merge/machines.ts";
import { valuesIn } from "../merge/variable-book.ts";
import type { DifferingVariable } from "../merge/variable-book.ts";
import { plainNames, roleName } from "../names.ts";
import type { GroupVariable, Inventory, InventoryGroup, InventoryHost } from "../target/project.ts";
import type { BuiltPlay } from "./plays.ts";
import type { RolePlan } from "./role-plans.ts";
import { groupVariables, hostValueText, valueNode } from "./variables.ts";
import type { OpenValues } from "./variables.ts";

/** A role with the variables that inventories give values for. */
export interface PlannedRole {
  readonly plan: RolePlan;
  readonly open: OpenValues;
  readonly differing: readonly DifferingVariable[];
}

/** How a machine is found in an inventory. */
export interface Group {
  readonly group: string;
  /** The host that the machine's address means, when it is the same in every environment. */
  readonly primary: string | undefined;
  /** Whether it is another one per environment: then it is the first of its group. */
  readonly primaryFirst: boolean;
}

/** The group of each machine, by machine name. */
export type Groups = ReadonlyMap<string, Group>;

/** Names a group per machine; a group never has the name of a host, which Ansible warns of. */
export function groupsOf(machines: readonly ProjectMachine[]): Groups {
  const forms = machines.flatMap((machine) => [...machine.forms.values()]);
  const hosts = new Set(forms.flatMap((machine) => machine.hosts.map((host) => host.name)));
  const names = plainNames(
    machines.map((machine) => {
      const name = roleName(machine.name);
      return hosts.has(name) ? `${name}_hosts` : name;
    }),
  );
  return new Map(
    machines.map((machine, index) => {
      const primaries = new Set([...machine.forms.values()].map(primaryOf));
      const [primary] = primaries;
      const primaryFirst = primaries.size > 1;
      const group = names[index] ?? machine.name;
      return [machine.name, { group, primary: primaryFirst ? undefined : primary, primaryFirst }];
    }),
  );
}

function primaryOf({ primary, hosts }: MachineProgram): string | undefined {
  return primary ?? (hosts.length === 1 ? hosts[0]?.name : undefined);
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
    const hosts = program.machines.flatMap((machine) => machine.hosts.map((host) => [host.name, host] as const));
    const everyHost = new Map(hosts);
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
      groups: machines.map((machine) => inventoryGroup(machine, environment, groups, roles, everyHost)),
      groupVariables: [...byGroup]
        .filter(([, variables]) => variables.length > 0)
        .map(([group, variables]) => ({ group, variables })),
    };
  });
}

function inventoryGroup(
  machine: ProjectMachine,
  environment: number,
  groups: Groups,
  roles: readonly PlannedRole[],
  everyHost: ReadonlyMap<string, Host>,
): InventoryGroup {
  const form = machine.forms.get(environment);
  const found = groups.get(machine.name);
  const primary = found?.primaryFirst === true && form !== undefined ? primaryOf(form) : undefined;
  const hosts = form?.hosts ?? [];
  const ordered = [...hosts.filter(({ name }) => name === primary), ...hosts.filter(({ name }) => name !== primary)];
  return {
    name: found?.group ?? machine.name,
    ...(machine.doc === undefined ? {} : { comment: machine.doc }),
    exists: form !== undefined,
    hosts: ordered.map((host) => inventoryHost(host, machine, roles, everyHost)),
  };
}

function inventoryHost(
  host: Host,
  machine: ProjectMachine,
  roles: readonly PlannedRole[],
  everyHost: ReadonlyMap<string, Host>,
): InventoryHost {
  const variables: [string, YamlNode][] = [];
  const text = (name: string, value: string | undefined): void => {
    if (value !== undefined) variables.push([name, literalValue(value)]);
  };
  text("ansible_host", host.address);
  if (host.ssh.port !== undefined) variables.push(["ansible_port", { yaml: "literal", value: host.ssh.port }]);
  text("ansible_user", host.ssh.user);
  text("ansible_ssh_private_key_file", host.ssh.key);
  if (host.ssh.via !== undefined) text("ansible_ssh_common_args", jumpOption(host.ssh.via, everyHost));
  for (const { plan, open } of roles)
    if (plan.machines.includes(machine))
      for (const { variable, name, type } of open.variables.values()) {
        const value = hostValueText(host.values[variable.name]);
        if (value !== undefined) variables.push([name, valueNode(type, value)]);
      }
  return { name: host.name, variables };
}

/** `-o ProxyJump=…` (ssh_config(5)): through a host of this project, or through what is written. */
function jumpOption(via: string, everyHost: ReadonlyMap<string, Host>): string {
  const host = everyHost.get(via);
  if (host === undefined) return `-o ProxyJump=${via}`;
  const user = host.ssh.user === undefined ? "" : `${host.ssh.user}@`;
  const port = host.ssh.port === undefined ? "" : `:${host.ssh.port}`;
  return `-o ProxyJump=${user}${host.address ?? host.name}${port}`;
}
