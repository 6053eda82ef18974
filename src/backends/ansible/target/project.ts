import type { YamlMark, YamlNode } from "../../shared/yaml.ts";
import type { Task, TaskFile } from "./task.ts";

/** The types of `meta/argument_specs.yml` that are used (docs.ansible.com, "Specification format"). */
export type ArgumentType = "str" | "int" | "float" | "bool" | "list";

/** A variable of a role: a row of defaults, argument specs and README alike. */
export interface RoleVariable {
  /** With the role's prefix. */
  readonly name: string;
  readonly type: ArgumentType;
  /** For lists. */
  readonly elements?: ArgumentType;
  readonly description: string;
  /** undefined: required, the inventory gives it. */
  readonly default: YamlNode | undefined;
  /** Without a default, and not required: an environment that does not use it has none. */
  readonly optional?: boolean;
  /** Its values are secrets. */
  readonly secret: boolean;
  readonly marks: readonly YamlMark[];
}

/** A value of the role's own, in `vars/main.yml`: not for users. */
export interface Constant {
  /** Begins with `__` and the role's name. */
  readonly name: string;
  readonly value: YamlNode;
  readonly marks: readonly YamlMark[];
}

/** A file below `files/` or `templates/` of a role. */
export interface RoleFile {
  readonly folder: "files" | "templates";
  /** Relative to the folder. */
  readonly path: string;
  /** What the task's `src` says when that is not the path: a folder with a slash at its end. */
  readonly source?: string;
  readonly content: string | Uint8Array;
  readonly executable: boolean;
  readonly marks: readonly YamlMark[];
}

/** A role. */
export interface Role {
  /** Letters, digits and underscores. */
  readonly name: string;
  readonly description: string;
  readonly platforms: readonly { readonly name: string; readonly versions: readonly string[] }[];
  readonly taskFiles: readonly TaskFile[];
  /** `tasks/health.yml`: not a part of the role's work, plays ask for it; empty when nothing has to be asked. */
  readonly health: readonly Task[];
  readonly handlers: readonly Task[];
  readonly variables: readonly RoleVariable[];
  readonly constants: readonly Constant[];
  readonly files: readonly RoleFile[];
}

/** A play of `site.yml`: one class of machines. */
export interface Play {
  readonly name: string;
  /** Host pattern: a group, or `all`. */
  readonly hosts: string;
  readonly comment?: string;
  readonly prompts: readonly { readonly variable: string; readonly prompt: string }[];
  /** How many hosts, or which share of them (`25%`), are changed at a time, or a template of it; undefined: all. */
  readonly serial?: number | string;
  /** What the template chooses from: the turns of an environment whose inventory has the group. */
  readonly turns?: readonly { readonly group: string; readonly serial: string }[];
  readonly preTasks: readonly Task[];
  readonly roles: readonly string[];
  /** After the handlers have run. */
  readonly postTasks: readonly Task[];
}

/** A host of the inventory with its variables. */
export interface InventoryHost {
  readonly name: string;
  readonly variables: readonly (readonly [string, YamlNode])[];
}

/** A group of hosts. */
export interface InventoryGroup {
  readonly name: string;
  readonly comment?: string;
  /** Whether this environment has machines of this class at all. */
  readonly exists: boolean;
  /** What its hosts have in common. */
  readonly variables?: readonly (readonly [string, YamlNode])[];
  /** The first host when the author chose it. */
  readonly leading?: string;
  readonly hosts: readonly InventoryHost[];
}

/** A value in `group_vars`. */
export interface GroupVariable {
  readonly name: string;
  readonly comment?: string;
  readonly value: YamlNode;
  /** The variable in the vault next to it that holds the value: `vault_db_password`. */
  readonly secretIn?: string;
}

/** The inventory of one environment. */
export interface Inventory {
  /** Folder below `inventories/`. */
  readonly name: string;
  readonly groups: readonly InventoryGroup[];
  /** Groups around one of these, by whose being there a play knows in which turns to change it. */
  readonly turns: readonly { readonly name: string; readonly group: string; readonly serial: string }[];
  /** By group; `all` for what concerns every host. */
  readonly groupVariables: readonly { readonly group: string; readonly variables: readonly GroupVariable[] }[];
}

/** The vault of an environment, relative to its inventory: Ansible reads it for every host, whatever its group. */
export const vaultFile = "group_vars/all/vault.yml";

/** A file that is encrypted and handed on as it is. */
export interface EncryptedFile {
  /** Relative to the project. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** A collection of `requirements.yml`. */
export interface Collection {
  readonly name: string;
  readonly version: string | undefined;
}

/** A whole Ansible project for all its environments. */
export interface Project {
  readonly name: string;
  readonly doc?: string;
  /** Whether the inventories are environments that the author named. */
  readonly hasEnvironments: boolean;
  readonly plays: readonly Play[];
  readonly roles: readonly Role[];
  /** Lines of Markdown on what people do on the machines by hand; empty when there is nothing. */
  readonly byHand: readonly string[];
  /** One per environment, in the order they are declared; never empty. */
  readonly inventories: readonly Inventory[];
  readonly collections: readonly Collection[];
  readonly encrypted: readonly EncryptedFile[];
}
