/** The inventory of one environment: groups, hosts, and the values of variables. */
import type { Host } from "../../../ir/model.ts";
import type { MachineProgram, Program } from "../../../ir/program.ts";
import type { YamlNode } from "../../shared/yaml.ts";
import { literalValue } from "../jinja.ts";
import { roleName, uniqueNames } from "../names.ts";
import type { Inventory, InventoryHost } from "../target/project.ts";
import type { RolePlan } from "./role-plans.ts";
import { groupVariables, hostValueText, valueNode } from "./variables.ts";
import type { OpenValues } from "./variables.ts";

/** The group of each machine, by machine name. */
export type Groups = ReadonlyMap<string, { readonly group: string; readonly primary: string | undefined }>;

/** Names a group per machine; a group never has the name of a host, which Ansible warns of. */
export function groupsOf(program: Program): Groups {
  const hosts = new Set(program.machines.flatMap((machine) => machine.hosts.map((host) => host.name)));
  const names = uniqueNames(
    program.machines.map((machine) => {
      const name = roleName(machine.name);
      return hosts.has(name) ? `${name}_hosts` : name;
    }),
  );
  return new Map(
    program.machines.map((machine, index) => [
      machine.name,
      {
        group: (names[index] ?? machine.name).replace(/ \((\d+)\)$/, "_$1"),
        primary: machine.primary ?? (machine.hosts.length === 1 ? machine.hosts[0]?.name : undefined),
      },
    ]),
  );
}

/** The name of the environment's folder. */
export function environmentFolder(program: Program): string {
  return program.environment ?? "default";
}

/** Builds the inventory. Each host carries its address, its way in, and its own values of `let`s. */
export function buildInventory(
  program: Program,
  groups: Groups,
  roles: readonly { readonly plan: RolePlan; readonly open: OpenValues }[],
): Inventory {
  const everyHost = new Map(
    program.machines.flatMap((machine) => machine.hosts.map((host) => [host.name, host] as const)),
  );
  const environment = environmentFolder(program);
  const byGroup = new Map<string, ReturnType<typeof groupVariables>>();
  for (const { plan, open } of roles) {
    const [machine] = plan.machines;
    const own = plan.shared || program.machines.length === 1 ? "all" : groups.get(machine?.name ?? "")?.group;
    const group = own ?? "all";
    byGroup.set(group, [...(byGroup.get(group) ?? []), ...groupVariables(open, environment)]);
  }
  return {
    name: environment,
    groups: program.machines.map((machine) => ({
      name: groups.get(machine.name)?.group ?? machine.name,
      ...(machine.doc === undefined ? {} : { comment: machine.doc }),
      hosts: machine.hosts.map((host) => inventoryHost(host, machine, roles, everyHost)),
    })),
    groupVariables: [...byGroup]
      .filter(([, variables]) => variables.length > 0)
      .map(([group, variables]) => ({ group, variables })),
  };
}

function inventoryHost(
  host: Host,
  machine: MachineProgram,
  roles: readonly { readonly plan: RolePlan; readonly open: OpenValues }[],
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
