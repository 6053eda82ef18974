/** What the hand-over says about several machines: the way to them, the order of changes, what one of them does alone. */
import type { Inventory, InventoryHost, Play, Project, Role } from "../target/project.ts";
import { hostsPath } from "./inventory-hosts.ts";

/** How one gets to machines that are reached through others; empty when all are reached directly. */
export function wayIn(inventories: readonly Inventory[]): string {
  const files = inventories.filter((inventory) => waysOf(inventory).length > 0).map((each) => `\`${hostsPath(each)}\``);
  if (files.length === 0) return "";
  const ways = inventories.flatMap(waysOf);
  const words = ["ssh_jump", "ssh_hop"].filter((name) => inventories.some((each) => hasVariable(each, name)));
  const made = ways.some((way) => way.includes("hostvars["));
  const given = ways.some((way) => !/^-o (?:ProxyJump=)?\{\{/.test(way) || way.includes(" -J "));
  return [
    `Some machines are reached through another one. \`ansible_ssh_common_args\` in ${files.join(", ")} says through which.`,
    ...(made
      ? [
          `Where the machine in between is in the inventory too, this is made from its address, user and port, so a change there counts for all behind it. What ${words.map((name) => `\`${name}\``).join(" and ")} ${words.length === 1 ? "says" : "say"} of it is only for this.`,
        ]
      : []),
    ...(given
      ? [
          `${made ? "Where it is not, its" : "That machine is not in the inventory: its"} user, address and port are written out there, for every group or machine behind it.`,
        ]
      : []),
    "Host keys are checked on the whole way, and nothing here turns that off. A machine that your computer has never seen is asked about in the middle of a run, so get to know each of them first: log in to the one in between, then through it to the others (`ssh -J USER@BETWEEN:PORT USER@MACHINE`), and compare each fingerprint with what the machine's console or its provider shows.",
    "The key of a machine in between is read on your own computer, as all are: no agent is forwarded, and nobody on the way can use it.",
  ].join("\n\n");
}

/** The values of `ansible_ssh_common_args`: made of `hostvars`, or written out, or both. */
function waysOf(inventory: Inventory): readonly string[] {
  return variablesOf(inventory).flatMap(([name, value]) =>
    name === "ansible_ssh_common_args" && value.yaml === "text" ? [value.text] : [],
  );
}

function hasVariable(inventory: Inventory, wanted: string): boolean {
  return variablesOf(inventory).some(([name]) => name === wanted);
}

function variablesOf(inventory: Inventory): InventoryHost["variables"] {
  return inventory.groups.flatMap((group) => [
    ...(group.variables ?? []),
    ...group.hosts.flatMap((host) => host.variables),
  ]);
}

/** Which machines are changed in turns, and what is waited for in between; empty when none is. */
export function turns(project: Pick<Project, "plays" | "roles" | "inventories">): string {
  const rolling = project.plays.filter((play) => play.serial !== undefined);
  if (rolling.length === 0) return "";
  return [
    "These are changed a few at a time. When one fails, the run stops there, and the machines that have not had their turn stay as they are. Before the next ones it waits until the programs answer; `--skip-tags health` does not wait.",
    rolling.map((play) => turnLine(play, project)).join("\n"),
  ].join("\n\n");
}

function turnLine(play: Play, { roles, inventories }: Pick<Project, "roles" | "inventories">): string {
  const asked = roles.filter((role) => play.roles.includes(role.name) && role.health.length > 0);
  const files = asked.map((role) => `[${role.name}](roles/${role.name}/tasks/health.yml)`).join(", ");
  const wait =
    asked.length === 0 ? "nothing says when they are well, so the next ones follow at once" : `health: ${files}`;
  return `- \`${play.hosts}\`: ${turnsIn(play, inventories)}; ${wait}`;
}

/** Where environments differ: which takes which turns, and what makes it so. */
function turnsIn(play: Play, inventories: readonly Inventory[]): string {
  const choices = play.turns ?? [];
  if (choices.length === 0) return `${play.serial} at a time`;
  const where = choices.map(({ group, serial }) => {
    const names = inventories.filter((each) => each.turns.some(({ name }) => name === group));
    return `${serial} at a time in ${names.map(({ name }) => `\`${name}\``).join(", ")} (group \`${group}\`)`;
  });
  const all = inventories.filter((each) => !each.turns.some(({ name }) => choices.some(({ group }) => group === name)));
  const rest = all.length === 0 ? "" : `, all at once in ${all.map(({ name }) => `\`${name}\``).join(", ")}`;
  return `${where.join(", ")}${rest}: \`serial\` in \`site.yml\` has the number, and takes it where the inventory has that group`;
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

/** What names all hosts of a group, so that others have to learn of one that comes or goes; empty when nothing does. */
export function whoKnowsWhom(roles: readonly Role[]): string {
  const lines = roles.flatMap((role) => [
    ...role.files.flatMap(({ folder, path, content }) =>
      folder === "templates" && typeof content === "string"
        ? lineFor(`[${path}](roles/${role.name}/${folder}/${path})`, groupsListedIn(content))
        : [],
    ),
    ...role.taskFiles.flatMap((file) =>
      file.tasks
        .filter(({ changedWhen }) => changedWhen !== false)
        .flatMap((task) =>
          lineFor(
            `${role.name} : ${file.name} | ${task.name}`.replace(/\s+/g, " "),
            groupsListedIn(JSON.stringify(task.environment ?? {})),
          ),
        ),
    ),
  ]);
  if (lines.length === 0) return "";
  return [
    "Write it into its group in `hosts.yml`, or take it out there, and run the playbook over all machines: these name every host of a group, and a run with `--limit` leaves the others as they are.",
    lines.join("\n"),
  ].join("\n\n");
}

function lineFor(what: string, groups: ReadonlySet<string>): readonly string[] {
  return groups.size === 0 ? [] : [`- ${what}: ${[...groups].map((group) => `\`${group}\``).join(", ")}`];
}

function groupsListedIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/groups\['([^']+)'\] \| map\('extract', hostvars/g)].map(([, group = ""]) => group));
}
