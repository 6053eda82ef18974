/** What the hand-over says about several machines: the way to them, the order of changes, what one of them does alone. */
import type { Inventory, Play, Project, Role } from "../target/project.ts";
import { hostsPath } from "./inventory-hosts.ts";

/** How one gets to machines that are reached through others; empty when all are reached directly. */
export function wayIn(inventories: readonly Inventory[]): string {
  const files = inventories.filter(hasWay).map((inventory) => `\`${hostsPath(inventory)}\``);
  if (files.length === 0) return "";
  return [
    `Some machines are reached through another one. \`ansible_ssh_common_args\` in ${files.join(", ")} says through which: it is made from the address, user and port of the machine in between, so a change there counts for all behind it. What \`ssh_jump\` and \`ssh_hop\` say of a machine in between is only for this.`,
    "Host keys are checked on the whole way, and nothing here turns that off. A machine that your computer has never seen is asked about in the middle of a run, so get to know each of them first: log in to the one in between, then through it to the others (`ssh -J USER@BETWEEN:PORT USER@MACHINE`), and compare each fingerprint with what the machine's console or its provider shows.",
    "The key of a machine in between is read on your own computer, as all are: no agent is forwarded, and nobody on the way can use it.",
  ].join("\n\n");
}

function hasWay(inventory: Inventory): boolean {
  return inventory.groups.some((group) =>
    [group.variables ?? [], ...group.hosts.map((host) => host.variables)]
      .flat()
      .some(([name]) => name === "ansible_ssh_common_args"),
  );
}

/** Which machines are changed in turns, and what is waited for in between; empty when none is. */
export function turns(project: Pick<Project, "plays" | "roles">): string {
  const rolling = project.plays.filter((play) => play.serial !== undefined);
  if (rolling.length === 0) return "";
  return [
    "These are changed a few at a time. When one fails, the run stops there, and the machines that have not had their turn stay as they are. Before the next ones it waits until the programs answer; `--skip-tags health` does not wait.",
    rolling.map((play) => turnLine(play, project.roles)).join("\n"),
  ].join("\n\n");
}

function turnLine(play: Play, roles: readonly Role[]): string {
  const asked = roles.filter((role) => play.roles.includes(role.name) && role.health.length > 0);
  const files = asked.map((role) => `[${role.name}](roles/${role.name}/tasks/health.yml)`).join(", ");
  const wait =
    asked.length === 0 ? "nothing says when they are well, so the next ones follow at once" : `health: ${files}`;
  const differs = typeof play.serial === "string" && play.serial.includes("{{");
  const many = differs ? `as the group \`${play.hosts}_rolling_…\` of the inventory says` : `${play.serial} at a time`;
  return `- \`${play.hosts}\`: ${many}; ${wait}`;
}

/** Where what runs on one machine only is done; empty when there is no such thing. */
export function doneOnce(roles: readonly Role[]): string {
  // As Ansible itself prints them, the role first: two roles may have tasks of one name.
  const names = roles.flatMap((role) => [
    ...role.taskFiles.flatMap((file) =>
      file.tasks.flatMap((task) =>
        task.when?.some(isOnce) === true && task.changedWhen !== false
          ? [`${role.name} : ${file.name} | ${task.name}`]
          : [],
      ),
    ),
    ...role.handlers.flatMap((task) => (task.when?.some(isOnce) === true ? [`${role.name} : ${task.name}`] : [])),
  ]);
  const all = [...new Set(names)];
  if (all.length === 0) return "";
  return [
    "The first machine of its group in the inventory does these alone, before the others get that far. A run that leaves it out (`--limit`) leaves them out too.",
    all.map((name) => `- ${name.replace(/\s+/g, " ")}`).join("\n"),
  ].join("\n\n");
}

function isOnce(condition: string): boolean {
  return condition.startsWith("inventory_hostname == groups[");
}
