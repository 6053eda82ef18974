/** The file of an inventory that lists its hosts. */
import type { OutputFile } from "../../../ir/backend.ts";
import { yamlData, yamlMap } from "../../shared/yaml.ts";
import type { YamlNode } from "../../shared/yaml.ts";
import type { Inventory, InventoryGroup } from "../target/project.ts";

/**
 * From how many hosts on the list is JSON. Ansible reads a `.yml` twice (once to ask whether it configures a plugin),
 * with a reader that is slow: 10,000 hosts take 3 s more than as `.json`, 1,000 hosts a third of a second. Below,
 * a file that people read is worth more.
 */
const manyHosts = 1000;

/** The path of the list, relative to the project. */
export function hostsPath(inventory: Inventory): string {
  return `inventories/${inventory.name}/hosts.${isLarge(inventory) ? "json" : "yml"}`;
}

/** Whether the list is JSON. A text that Ansible must not read as a template has a tag, which JSON has not. */
export function isLarge(inventory: Inventory): boolean {
  const count = inventory.groups.reduce((sum, group) => sum + group.hosts.length, 0);
  return (
    count > manyHosts &&
    !inventory.groups.some((group) =>
      [...(group.variables ?? []), ...group.hosts.flatMap((host) => host.variables)].some(([, value]) => hasTag(value)),
    )
  );
}

function hasTag(node: YamlNode): boolean {
  return node.yaml === "text" && node.tag !== undefined;
}

/** The tree of the list: groups with what their hosts have in common, and each host with its own. */
export function hostsTree(inventory: Inventory): YamlNode {
  const turns = inventory.turns.map(
    ({ name, group, serial }) =>
      [
        name,
        yamlMap([["children", yamlMap([[group, yamlMap([])]])]], {
          comment: `Where this group is, site.yml changes ${group} in turns: ${serial} at a time. The number is in site.yml.`,
        }),
      ] as const,
  );
  return yamlMap([["all", yamlMap([["children", yamlMap([...inventory.groups.map(groupEntry), ...turns])]])]]);
}

function groupEntry(group: InventoryGroup): readonly [string, YamlNode] {
  if (!group.exists) return [group.name, yamlMap([["hosts", yamlMap([])]], { comment: "Not in this environment." })];
  if (group.hosts.length === 0)
    return [group.name, yamlMap([["hosts", yamlMap([], { comment: exampleHosts(group.name) })]])];
  const { variables = [], leading } = group;
  const note = `${leading ?? ""} comes first: it is the one that others mean, and that does what is done once.`;
  return [
    group.name,
    yamlMap([
      ["vars", variables.length === 0 ? undefined : yamlMap(variables)],
      [
        "hosts",
        yamlMap(
          group.hosts.map((host) => [host.name, yamlMap(host.variables)]),
          leading === undefined ? {} : { comment: note },
        ),
      ],
    ]),
  ];
}

/**
 * The description names no host, so the reader fills in this file. Whoever only takes the `#` away is told by Ansible: a
 * second `hosts` would be passed over with a warning.
 */
function exampleHosts(group: string): string {
  return `Put your machines in the place of \`{}\`, each with the address it is reached at:
  ${group.replaceAll("_", "-")}-1:
    ansible_host: 203.0.113.10
    ansible_user: admin`;
}

/** A long list as JSON: one host a line, so that two versions of it compare well. */
export function hostsJson(inventory: Inventory): OutputFile {
  const entries = inventory.groups.map((group) => {
    const vars = (group.variables ?? []).length === 0 ? [] : [`        "vars": ${json(group.variables ?? [])},`];
    const hosts = group.hosts.map(
      (host, at) =>
        `          ${JSON.stringify(host.name)}: ${json(host.variables)}${at < group.hosts.length - 1 ? "," : ""}`,
    );
    return [
      `      ${JSON.stringify(group.name)}: {`,
      ...vars,
      ...(hosts.length === 0 ? ['        "hosts": {}'] : ['        "hosts": {', ...hosts, "        }"]),
      "      }",
    ];
  });
  const turns = inventory.turns.map(({ name, group }) => [
    `      ${JSON.stringify(name)}: ${JSON.stringify({ children: { [group]: {} } })}`,
  ]);
  const all = [...entries, ...turns];
  const lines = all.flatMap((entry, index) =>
    entry.map((line, at) => (at === entry.length - 1 && index < all.length - 1 ? `${line},` : line)),
  );
  const content = `${["{", '  "all": {', '    "children": {', ...lines, "    }", "  }", "}"].join("\n")}\n`;
  return { path: hostsPath(inventory), content, map: [] };
}

function json(variables: InventoryGroup["hosts"][number]["variables"]): string {
  return JSON.stringify(Object.fromEntries(variables.map(([name, value]) => [name, yamlData(value)])));
}
