/** Prints the tree of a project. Knows Ansible's file layout and nothing of where the tree comes from. */
import { countLines } from "../../../text/count-lines.ts";
import type { OutputFile, SourceMapEntry } from "../../../ir/backend.ts";
import { printYaml, yamlList, yamlMap, yamlText } from "../../shared/yaml.ts";
import type { YamlInput, YamlMark, YamlNode } from "../../shared/yaml.ts";
import { literalArgument } from "../jinja.ts";
import type { Inventory, Play, Project, Role, RoleVariable } from "../target/project.ts";
import type { Task } from "../target/task.ts";
import { hostsJson, hostsPath, hostsTree, isLarge } from "./inventory-hosts.ts";
import { ansibleCfg, ansibleLint, gitignore, yamllint } from "./settings.ts";
import { projectReadme, roleReadme } from "./readme.ts";
import { tasksToYaml } from "./task-yaml.ts";

/** A YAML file before it is printed; the check reads the text back and compares it with the root. */
export interface YamlFile {
  readonly path: string;
  readonly root: YamlNode;
  readonly header?: readonly string[];
}

/** The YAML files of a project. */
export function yamlFiles(project: Project): readonly YamlFile[] {
  return [
    { path: "site.yml", root: yamlList(project.plays.map((play, index) => playYaml(play, index > 0))) },
    { path: "requirements.yml", root: requirements(project) },
    ...project.inventories.flatMap(inventoryFiles),
    ...project.roles.flatMap(roleYamlFiles),
  ];
}

/** All files of a project, sorted by path. */
export function projectFiles(project: Project): readonly OutputFile[] {
  const text = (path: string, content: string): OutputFile => ({ path, content, map: [] });
  const files: OutputFile[] = [
    ...yamlFiles(project).map(({ path, root, header }) => {
      const printed = printYaml({ root, explicitStart: true, ...(header === undefined ? {} : { header }) });
      return { path, content: printed.text, map: printed.map };
    }),
    ...project.inventories.filter(isLarge).map(hostsJson),
    text("ansible.cfg", ansibleCfg(project)),
    text(".ansible-lint", ansibleLint(project)),
    text(".yamllint", yamllint(project)),
    text("README.md", projectReadme(project)),
    ...gitignore(project).map((content) => text(".gitignore", content)),
    ...project.encrypted.map(({ path, content }): OutputFile => ({ path, content, map: [] })),
    ...project.roles.flatMap((role) => [
      text(`roles/${role.name}/README.md`, roleReadme(role, project)),
      ...role.files.map((file): OutputFile => ({
        path: `roles/${role.name}/${file.folder}/${file.path}`,
        content: file.content,
        ...(file.executable ? { executable: true } : {}),
        map: wholeFile(file.content, file.marks),
      })),
    ]),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function wholeFile(content: string | Uint8Array, marks: readonly YamlMark[]): readonly SourceMapEntry[] {
  const lines = countLines(content);
  return marks.map((mark) => ({ from: 1, to: lines, ...mark }));
}

function playYaml(play: Play, blankBefore: boolean): YamlNode {
  return yamlMap(
    [
      ["name", play.name],
      ["hosts", play.hosts],
      ["become", true],
      ["serial", typeof play.serial === "string" ? yamlText(play.serial, { quoted: true }) : play.serial],
      // Handlers of what did change run although something failed: the next run would find nothing changed.
      ["force_handlers", true],
      ["vars_prompt", play.prompts.length === 0 ? undefined : play.prompts.map(promptYaml)],
      ["pre_tasks", tasksToYaml(play.preTasks)],
      [
        "roles",
        play.roles.map((role) =>
          yamlMap([
            ["role", role],
            ["tags", [role]],
          ]),
        ),
      ],
      ["post_tasks", play.postTasks.length === 0 ? undefined : tasksToYaml(play.postTasks)],
    ],
    { blankBefore, ...(play.comment === undefined ? {} : { comment: play.comment }) },
  );
}

function promptYaml(prompt: Play["prompts"][number]): YamlInput {
  return yamlMap([
    ["name", prompt.variable],
    // Ansible reads the prompt as a template.
    ["prompt", literalArgument(prompt.prompt)],
    ["private", true],
    ["unsafe", true],
  ]);
}

function requirements(project: Project): YamlNode {
  const collections = yamlList(
    project.collections.map(({ name, version }) =>
      yamlMap([
        ["name", name],
        ["version", version],
      ]),
    ),
  );
  return yamlMap([
    [
      "collections",
      project.collections.length > 0
        ? collections
        : { ...collections, comment: "Everything used comes with ansible-core." },
    ],
  ]);
}

function inventoryFiles(inventory: Inventory): readonly YamlFile[] {
  const folder = `inventories/${inventory.name}`;
  return [
    ...(isLarge(inventory) ? [] : [{ path: hostsPath(inventory), root: hostsTree(inventory) }]),
    ...inventory.groupVariables.map(({ group, variables }) => ({
      path: `${folder}/group_vars/${group}/main.yml`,
      root: yamlMap(
        variables.map(({ name, value, comment }) => [
          name,
          { ...value, ...(comment === undefined ? {} : { comment }) },
        ]),
      ),
    })),
  ];
}

function roleYamlFiles(role: Role): readonly YamlFile[] {
  const folder = `roles/${role.name}`;
  return [
    { path: `${folder}/tasks/main.yml`, root: tasksToYaml(role.taskFiles.map((file) => importOf(file, role))) },
    ...role.taskFiles.map((file) => ({
      path: `${folder}/tasks/${file.name}.yml`,
      root: tasksToYaml(file.tasks, `${file.name} | `),
    })),
    ...(role.health.length === 0
      ? []
      : [{ path: `${folder}/tasks/health.yml`, root: tasksToYaml(role.health, "health | ") }]),
    ...(role.handlers.length === 0 ? [] : [{ path: `${folder}/handlers/main.yml`, root: tasksToYaml(role.handlers) }]),
    { path: `${folder}/defaults/main.yml`, root: defaults(role) },
    ...(role.constants.length === 0 ? [] : [{ path: `${folder}/vars/main.yml`, root: constants(role) }]),
    { path: `${folder}/meta/main.yml`, root: meta(role) },
    { path: `${folder}/meta/argument_specs.yml`, root: argumentSpecs(role) },
  ];
}

function importOf(file: Role["taskFiles"][number], role: Role): Task {
  return {
    name: file.title,
    module: "ansible.builtin.import_tasks",
    args: `${file.name}.yml`,
    tags: [`${role.name}_${file.name}`],
    marks: [],
  };
}

/** Variables with a default; one without is required, and the argument specs say so. */
function defaults(role: Role): YamlNode {
  const given = role.variables.filter((variable) => variable.default !== undefined);
  return yamlMap(
    given.map((variable, index) => [
      variable.name,
      { ...(variable.default as YamlNode), comment: variable.description, blankBefore: index > 0 },
    ]),
  );
}

function constants(role: Role): YamlNode {
  return yamlMap(role.constants.map(({ name, value, marks }) => [name, { ...value, mark: marks }]));
}

/**
 * The code names that ansible-lint 6 takes of those that envc knows; it is the one of Debian 12, and its rule cannot be
 * skipped (schemas/meta.json there, DebianPlatformModel and UbuntuPlatformModel).
 */
const lintedCodenames: ReadonlySet<string> = new Set(["bullseye", "bookworm", "jammy"]);

function versionsFor(codenames: readonly string[]): readonly YamlNode[] {
  const young = codenames.filter((name) => !lintedCodenames.has(name));
  if (young.length === 0) return codenames.map((text) => ({ yaml: "text", text }));
  const comment = `Made for ${codenames.join(", ")}; not every ansible-lint knows ${young.join(", ")} by name.`;
  return [{ yaml: "text", text: "all", comment }];
}

function meta(role: Role): YamlNode {
  return yamlMap([
    [
      "galaxy_info",
      yamlMap([
        ["author", "the project's team"],
        ["description", role.description],
        ["license", "proprietary"],
        ["min_ansible_version", { yaml: "text", text: "2.14", quoted: true }],
        [
          "platforms",
          role.platforms.map(({ name, versions }) =>
            yamlMap([
              ["name", name],
              ["versions", versionsFor(versions)],
            ]),
          ),
        ],
        ["galaxy_tags", []],
      ]),
    ],
    ["dependencies", []],
  ]);
}

function argumentSpecs(role: Role): YamlNode {
  // Empty when there are none: the schema asks for it.
  const options = yamlMap(role.variables.map((v) => [v.name, optionOf(v)]));
  return yamlMap([
    [
      "argument_specs",
      yamlMap([
        [
          "main",
          yamlMap([
            ["short_description", role.description],
            ["options", options],
          ]),
        ],
      ]),
    ],
  ]);
}

function optionOf(variable: RoleVariable): YamlInput {
  return yamlMap([
    ["type", variable.type],
    ["elements", variable.elements],
    ["description", variable.description],
    ["required", variable.default === undefined && variable.optional !== true],
    ["default", variable.default === undefined ? undefined : undecorated(variable.default)],
    ["no_log", variable.secret ? true : undefined],
  ]);
}

function undecorated(node: YamlNode): YamlNode {
  if (node.yaml !== "list") {
    const { comment: _comment, mark: _mark, blankBefore: _blankBefore, ...plain } = node;
    return plain;
  }
  return yamlList(node.items.map(undecorated));
}
