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
  readonly preTasks: readonly Task[];
  readonly roles: readonly string[];
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
  /** By group; `all` for what concerns every host. */
  readonly groupVariables: readonly { readonly group: string; readonly variables: readonly GroupVariable[] }[];
}

/** A collection of `requirements.yml`. */
export interface Collection {
  readonly name: string;
  readonly version: string | undefined;
}

/** A whole Ansible project for one environment. */
export interface Project {
  readonly name: string;
  readonly doc?: string;
  readonly environment: string | undefined;
  readonly plays: readonly Play[];
  readonly roles: readonly Role[];
  readonly inventory: Inventory;
  readonly collections: readonly Collection[];
}
