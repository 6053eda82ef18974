/** The hand-over: how to run the project, and what can be changed in it. */
import { yamlData } from "../../shared/yaml.ts";
import { vaultFile } from "../target/project.ts";
import type { Inventory, Project, Role, RoleVariable } from "../target/project.ts";
import { hostsPath } from "./inventory-hosts.ts";
import { doneOnce, turns, wayIn, whoKnowsWhom } from "./readme-fleet.ts";

/** README.md of the project. */
export function projectReadme(project: Project): string {
  const [inventory] = project.inventories;
  const hosts = (inventory?.groups ?? []).flatMap((group) => group.hosts.map((host) => host.name));
  const anyHost = project.plays.length === 1 && project.plays[0]?.hosts === "all";
  const vault = vaultOption(project, inventory);
  const folder = inventoryFolder(inventory);
  return sections([
    [`# ${oneLine(project.name)}`, project.doc ?? ""],
    [
      "",
      `An Ansible project that sets up the machines of \`${oneLine(project.name)}\`${where(project)}. It needs ansible-core 2.14 or later on your own computer, and on the machines Python 3 and a login that may become root.`,
    ],
    ["## Environments", environments(project)],
    ["## Run it", withoutHosts(project, anyHost)],
    [
      "",
      code([
        ...(project.collections.length === 0 ? [] : ["ansible-galaxy collection install -r requirements.yml", ""]),
        "# Are the machines there?",
        `ansible -i ${folder} all -m ansible.builtin.ping${vault}`,
        "",
        "# What would change? Nothing is touched.",
        `ansible-playbook -i ${folder} site.yml --check --diff${vault}`,
        "",
        "# Do it. A second run changes nothing.",
        `ansible-playbook -i ${folder} site.yml${vault}`,
        ...(hosts[0] === undefined
          ? []
          : ["", "# One machine only.", `ansible-playbook -i ${folder} site.yml --limit ${hosts[0]}${vault}`]),
      ]),
    ],
    ["", otherVaults(project)],
    [
      "",
      "In a first `--check`, tasks that need what is not there yet (a service of a package that is not installed) fail and are ignored: that is expected, and the run still ends well.",
    ],
    ["## The way to the machines", wayIn(project.inventories)],
    ["## What it does", plays(project)],
    ["## In turns", turns(project)],
    ["## On one machine only", doneOnce(project.roles)],
    ["## When a machine comes or goes", whoKnowsWhom(project.roles)],
    ["## By hand", project.byHand.join("\n")],
    ["## Tags", tags(project)],
    ["## Secrets", secrets(project)],
    ["## Variables", variables(project)],
  ]);
}

function inventoryFolder(inventory: Inventory | undefined): string {
  return `inventories/${inventory?.name ?? "default"}`;
}

function where(project: Project): string {
  if (!project.hasEnvironments) return "";
  const names = project.inventories.map(({ name }) => `\`${name}\``);
  return ` in the ${names.length === 1 ? "environment" : "environments"} ${inWords(names)}`;
}

/** `a, b and c`. */
function inWords(names: readonly string[]): string {
  const last = names[names.length - 1] ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** Which environments there are, when there are several. */
function environments(project: Project): string {
  const [first, ...others] = project.inventories;
  if (first === undefined || others.length === 0) return "";
  const names = project.inventories.map((inventory) => `\`${hostsPath(inventory).replace(/^.*\//, "")}\``);
  const lists = [...new Set(names)].join(" or ");
  const rows = project.inventories.map((inventory) => {
    const groups = inventory.groups.filter(({ exists }) => exists);
    const machines = groups.map(({ name, hosts }) => {
      const shown = hosts.slice(0, 8).map((host) => host.name);
      const more = hosts.length > shown.length ? ` and ${hosts.length - shown.length} more` : "";
      const list = hosts.length === 0 ? "none listed yet" : shown.join(", ") + more;
      return groups.length === 1 ? list : `${name}: ${list}`;
    });
    return [`\`${inventory.name}\``, `\`${inventoryFolder(inventory)}\``, machines.join("; ")];
  });
  return [
    `The roles are the same everywhere. What differs is in the inventory of each environment: its machines in ${lists}, its values in \`group_vars\`.`,
    table(["Environment", "Inventory", "Machines"], rows),
    `\`-i\` chooses the environment. Without it a command goes to \`${first.name}\`.`,
  ].join("\n\n");
}

/** What to do about environments whose machines nobody has named. */
function withoutHosts(project: Project, anyHost: boolean): string {
  const empty = project.inventories.filter(({ groups }) => groups.every(({ hosts }) => hosts.length === 0));
  const [first, ...others] = empty;
  if (first === undefined) return "";
  // Without the inventory nobody reads the variables of its groups.
  const folder = inventoryFolder(first);
  const values = [
    ...first.groupVariables.map(({ group }) => `-e @${folder}/group_vars/${group}/main.yml `),
    ...(vaultVariables(first).length > 0 ? [`-e @${folder}/${vaultFile} `] : []),
  ];
  const adHoc = anyHost
    ? ` For a single machine you may also skip the inventory: \`ansible-playbook -i '203.0.113.10,' ${values.join("")}site.yml${vaultOption(project, first)}\`.`
    : "";
  const places = [first, ...others].map((inventory) => `\`${inventoryFolder(inventory)}/hosts.yml\``).join(", ");
  const which = others.length === 0 && project.inventories.length > 1 ? ` in \`${first.name}\`` : "";
  return `No machine is listed yet${which}: put yours into ${places}, as the example in it shows.${adHoc}`;
}

/** What a command line needs when a value of this environment is in a vault: without one, Ansible asks for nothing. */
function vaultOption(project: Project, inventory: Inventory | undefined): string {
  return inventory !== undefined && hasVault(project, inventory) ? " --ask-vault-pass" : "";
}

/** Whether an environment has a vault, or is to get one. */
function hasVault(project: Project, inventory: Inventory): boolean {
  const path = vaultPath(inventory);
  return vaultVariables(inventory).length > 0 || project.encrypted.some((file) => file.path === path);
}

function vaultPath(inventory: Inventory): string {
  return `${inventoryFolder(inventory)}/${vaultFile}`;
}

/** What differs from the commands above, which are for the first environment. */
function otherVaults(project: Project): string {
  const [first, ...others] = project.inventories;
  if (first === undefined || hasVault(project, first)) return "";
  const names = others.filter((inventory) => hasVault(project, inventory)).map(({ name }) => `\`${name}\``);
  return names.length === 0
    ? ""
    : `${inWords(names)} ${names.length === 1 ? "has" : "have"} a vault: add \`--ask-vault-pass\` to a command there.`;
}

/** The variables that are in the vault of an environment. */
function vaultVariables(inventory: Inventory): readonly string[] {
  const values = inventory.groupVariables.flatMap(({ variables: each }) => each);
  return [...new Set(values.flatMap(({ secretIn }) => secretIn ?? []))];
}

function plays(project: Project): string {
  return project.plays
    .map(
      (play) =>
        `- ${oneLine(play.name)} (\`${play.hosts}\`): ${play.roles.map((role) => `[${role}](roles/${role}/README.md)`).join(", ")}`,
    )
    .join("\n");
}

function tags(project: Project): string {
  const rows = project.roles.flatMap((role) =>
    role.taskFiles.map((file) => [
      `\`${role.name}_${file.name}\``,
      oneLine(file.title),
      `\`roles/${role.name}/tasks/${file.name}.yml\``,
    ]),
  );
  return `A part of the work, with \`--tags\`. The name of a role is a tag too; take that one when something new is to be rolled out, because a part alone does nothing of the parts that it builds on.\n\n${table(["Tag", "What it does", "Tasks"], rows)}`;
}

function secrets(project: Project): string {
  const names = project.roles.flatMap((role) =>
    role.variables.filter((variable) => variable.secret).map(({ name }) => name),
  );
  if (names.length === 0) return "";
  const rows = names.map((name) => [`\`${name}\``, secretSource(name, project)]);
  const hashes = JSON.stringify(project.roles.map((role) => role.taskFiles)).includes("password_hash(");
  const passlib = hashes
    ? " Passwords of users are hashed on your own computer, which needs the Python library `passlib` for that (`apt-get install python3-passlib`)."
    : "";
  return [
    `No secret is written in this project in clear. Tasks that handle one show neither it nor a diff.${passlib}`,
    table(["Variable", "Where it comes from"], rows),
    ...vaultText(project),
    ...decryptionText(project),
    "A secret that changes reaches the machines with the next run, which restarts what uses it and nothing else.",
    ...(project.plays.length < 2
      ? []
      : [
          "A password that several machines share is new on the server first: a program that uses it gets no new connections until the run has reached its machine. Where a run fails in between, mend it soon and run it again.",
        ]),
  ].join("\n\n");
}

/** Where a secret comes from; said once when it is the same in several environments. */
function secretSource(name: string, project: Project): string {
  const sources = new Map<string, string[]>();
  for (const inventory of project.inventories)
    for (const { group, variables: values } of inventory.groupVariables)
      for (const value of values) {
        if (value.name !== name) continue;
        const folder = inventoryFolder(inventory);
        const source =
          value.secretIn === undefined
            ? `${value.comment ?? ""} (\`${folder}/group_vars/${group}/main.yml\`)`
            : `\`${value.secretIn}\`, encrypted in \`${folder}/${vaultFile}\``;
        sources.set(source, [...(sources.get(source) ?? []), inventory.name]);
      }
  if (sources.size === 0)
    return `Asked for when the play runs. Where there is no terminal: write \`${name}: VALUE\` into a file that only you can read, and add \`-e @FILE\`.`;
  if (project.inventories.length === 1) return [...sources.keys()].join(" ");
  return [...sources].map(([source, where]) => `${where.join(", ")}: ${source}`).join("<br>");
}

/** How the values get into the vaults, and what a command needs then. */
function vaultText(project: Project): readonly string[] {
  const inventories = project.inventories.filter((inventory) => hasVault(project, inventory));
  if (inventories.length === 0) return [];
  const isThere = (inventory: Inventory): boolean =>
    project.encrypted.some((file) => file.path === vaultPath(inventory));
  const there = inventories.filter(isThere).map((inventory) => `\`${vaultPath(inventory)}\``);
  const missing = inventories.filter((inventory) => !isThere(inventory));
  return [
    ...(there.length === 0
      ? []
      : [
          `Secrets are encrypted in ${there.join(", ")}. Look into a vault with \`ansible-vault view\`, change it with \`ansible-vault edit\`. Where this project is built from its description, change it there (\`envc secret set NAME\`) and build again, or the next build finds a file that was changed by hand.`,
        ]),
    ...missing.map((inventory) => {
      const names = vaultVariables(inventory);
      const lines = code(
        names.map((name) => `${name}: "…"`),
        "yaml",
      );
      const list = names.map((name) => `\`${name}\``).join(", ");
      return `Before the first run, write ${list} into a vault:\n\n${code([`ansible-vault create ${vaultPath(inventory)}`])}\n\n${lines}`;
    }),
    inventories.length === project.inventories.length
      ? "Every command needs the vault's password: `--ask-vault-pass` asks for it."
      : `Every command for ${inWords(inventories.map(({ name }) => `\`${name}\``))} needs the vault's password: \`--ask-vault-pass\` asks for it.`,
  ];
}

/** What the computer that runs Ansible needs to decrypt the files of `encrypted/`. */
function decryptionText(project: Project): readonly string[] {
  const expressions = project.inventories.flatMap(({ groupVariables }) =>
    groupVariables.flatMap(({ variables: values }) =>
      values.map(({ value }) => (value.yaml === "text" ? value.text : "")),
    ),
  );
  const programs = ["sops", "age"].filter((name) =>
    expressions.some((text) => text.includes(`lookup('ansible.builtin.pipe', `) && text.includes(`${name} --decrypt`)),
  );
  if (programs.length === 0) return [];
  return [
    `Files in \`encrypted/\` are decrypted while Ansible runs, by ${programs.map((name) => `\`${name}\``).join(" and ")} on your own computer, with your key (for age: the file that \`SOPS_AGE_KEY_FILE\` names, else \`~/.config/sops/age/keys.txt\`). They may be committed.`,
  ];
}

function variables(project: Project): string {
  const rows = project.roles.flatMap((role) => role.variables.map(variableRow));
  if (rows.length === 0) return "There is nothing to set.";
  const [first, ...others] = project.inventories;
  const values =
    others.length === 0
      ? `the values of this environment are in \`${inventoryFolder(first)}\``
      : "the values that differ between environments are in the `group_vars` of their inventories";
  return `Defaults are in each role; ${values}. Everything else is decided by the description that this project was built from.\n\n${table(["Variable", "Type", "Default", "Meaning"], rows)}`;
}

function variableRow(variable: RoleVariable): readonly string[] {
  const type = variable.elements === undefined ? variable.type : `${variable.type} of ${variable.elements}`;
  const missing = variable.optional === true ? "none" : "required";
  const value = variable.default === undefined ? missing : inlineCode(JSON.stringify(yamlData(variable.default)));
  return [`\`${variable.name}\``, type, value, oneLine(variable.description)];
}

/** README.md of a role. */
export function roleReadme(role: Role, project: Project): string {
  const play = project.plays.find(({ roles }) => roles.includes(role.name));
  const platforms = role.platforms.map(({ name, versions }) => `${name} (${versions.join(", ")})`).join(", ");
  return sections([
    [`# ${role.name}`, `${oneLine(role.description)}.`],
    [
      "## What it does",
      role.taskFiles.map((file) => `- ${oneLine(file.title)}: [${file.name}.yml](tasks/${file.name}.yml)`).join("\n"),
    ],
    [
      "## Variables",
      role.variables.length === 0
        ? "None."
        : table(["Variable", "Type", "Default", "Meaning"], role.variables.map(variableRow)),
    ],
    [
      "## Example",
      code(
        [
          "- name: Configure the machines",
          `  hosts: ${play?.hosts ?? "all"}`,
          "  become: true",
          "  roles:",
          `    - role: ${role.name}`,
        ],
        "yaml",
      ),
    ],
    [
      "## Good to know",
      [
        `- Platforms: ${platforms}.`,
        "- Idempotent: a second run changes nothing" +
          (runsAlways(role) ? ", except for commands that are meant to run every time." : "."),
        "- Works in check mode, also on a machine that it has never seen.",
        "- There is no way back: what is taken out of the description stays on the machine until it is declared absent.",
      ].join("\n"),
    ],
  ]);
}

function runsAlways(role: Role): boolean {
  return role.taskFiles.some((file) =>
    file.tasks.some(
      (task) => /\.(?:command|shell)$/.test(task.module) && task.changedWhen === true && (task.when ?? []).length === 0,
    ),
  );
}

function sections(parts: readonly (readonly [string, string])[]): string {
  const blocks = parts.flatMap(([title, body]) => {
    if (title.startsWith("## ") && body === "" && title !== "## Run it") return [];
    return [title, body].filter((text) => text !== "");
  });
  return `${blocks.join("\n\n")}\n`;
}

function code(lines: readonly string[], language = "sh"): string {
  return ["```" + language, ...lines, "```"].join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Code in a line of Markdown, however many backticks are in it (CommonMark, 6.1). */
function inlineCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}
