import type { Project } from "../target/project.ts";

/** `ansible.cfg`: what makes a run from this folder behave. */
export function ansibleCfg(project: Project): string {
  const [first, ...others] = project.inventories;
  const choice =
    others.length === 0 ? "" : "# The first environment, so that nobody reaches another one without naming it (-i).\n";
  return `[defaults]
${choice}inventory = inventories/${first?.name ?? "default"}
roles_path = roles
interpreter_python = auto_silent
host_key_checking = True
retry_files_enabled = False
# Handlers of what did change run even when a later task fails, or the change would never take effect.
force_handlers = True

[connection]
# Fewer connections, and no temporary files of another user on the machine.
pipelining = True
`;
}

/** Folders and files that are copied as they are, or encrypted: what is in them is not this project's code. */
function verbatimFolders(project: Project): readonly string[] {
  const folders = project.roles.flatMap((role) => role.files.map((file) => `roles/${role.name}/${file.folder}/`));
  const encrypted = project.encrypted.map(({ path }) => (path.startsWith("encrypted/") ? "encrypted/" : path));
  return [...new Set([...folders, ...encrypted])].sort();
}

/** `.ansible-lint`: the strictest profile, and the opt-in rules that a project can keep. */
export function ansibleLint(project: Project): string {
  const folders = verbatimFolders(project);
  const excluded =
    folders.length === 0 ? "" : `\nexclude_paths:\n${folders.map((folder) => `  - ${folder}\n`).join("")}`;
  return `---
profile: production
offline: true
enable_list:
  - name[prefix]
  - no-log-password
  - no-same-owner
  - empty-string-compare
  - only-builtins
only_builtins_allow_collections:
${["ansible.builtin", ...project.collections.map(({ name }) => name)].map((name) => `  - ${name}\n`).join("")}${excluded}`;
}

/** `.yamllint`: the default rules, lines as long as ansible-lint allows. */
export function yamllint(project: Project): string {
  const folders = verbatimFolders(project);
  const ignored = folders.length === 0 ? "" : `\nignore: |\n${folders.map((folder) => `  ${folder}\n`).join("")}`;
  return `---
extends: default

rules:
  braces:
    max-spaces-inside: 1
  comments:
    min-spaces-from-content: 1
  comments-indentation: false
  line-length:
    max: 160
  octal-values:
    forbid-implicit-octal: true
    forbid-explicit-octal: true
${ignored}`;
}

/** `.gitignore`, when secrets are kept in files below the project. */
export function gitignore(project: Project): readonly string[] {
  const usesFiles = project.inventories
    .flatMap(({ groupVariables }) => groupVariables.flatMap(({ variables }) => variables))
    .some(({ value }) => value.yaml === "text" && value.text.includes("playbook_dir ~ '/secrets/"));
  return usesFiles
    ? ["# Secrets, in clear. Keep them in a password manager, not in version control.\n/secrets/\n"]
    : [];
}
