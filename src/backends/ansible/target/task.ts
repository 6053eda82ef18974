import type { YamlInput, YamlMap, YamlMark } from "../../shared/yaml.ts";

/** Arguments of a module, in the order they are printed; undefined ones are left out. */
export type Arguments = readonly (readonly [string, YamlInput | undefined])[];

/**
 * A task or a handler. Expressions (`when` and the like) are Jinja without braces; everything that is a text node of
 * an argument is already either literal (with `!unsafe` where needed) or a template that is meant.
 */
export interface Task {
  /** Imperative, begins with a capital letter; the prefix of the file is put in front when it is printed. */
  readonly name: string;
  /** A name which is true whatever the values are, for a task whose values differ between environments. */
  readonly plainName?: string;
  /** Tells it from the other tasks of its op. */
  readonly part?: string;
  /** Names a task that is about several ops at once: `packages`. */
  readonly key?: string;
  /** For a task about several ops: the variable of the role that lists them. Where nothing is listed, it has nothing to do. */
  readonly list?: string;
  /** Printed above the task. */
  readonly comment?: string;
  /** Fully qualified: `ansible.builtin.copy`. */
  readonly module: string;
  /** A text for free-form modules: `ansible.builtin.meta: flush_handlers`. */
  readonly args: Arguments | string;
  /** Another user than the play's. */
  readonly becomeUser?: string;
  readonly environment?: readonly (readonly [string, YamlInput])[];
  readonly loop?: YamlInput;
  readonly register?: string;
  /** Asked again until this holds: so often, with so many seconds in between. */
  readonly until?: string;
  readonly retries?: number;
  readonly delay?: number;
  /** All must hold. */
  readonly when?: readonly string[];
  readonly changedWhen?: boolean | string;
  readonly failedWhen?: boolean | string;
  readonly checkMode?: boolean;
  /** Touches a secret: neither its arguments nor a diff are shown. */
  readonly secret?: boolean;
  /** A first `--check` cannot know the outcome (a unit or a package that is not there yet): go on. */
  readonly tolerantCheck?: boolean;
  /** Whoever reads `register` stops the host when it has failed. */
  readonly goesOn?: boolean;
  /** Names of handlers. */
  readonly notify?: readonly string[];
  /** For a handler: the other names that notify it. */
  readonly listen?: readonly string[];
  readonly tags?: readonly string[];
  /** For a handler: a task that another project's author wrote by hand is printed as it is. */
  readonly raw?: YamlMap;
  readonly marks: readonly YamlMark[];
}

/** A file of tasks inside a role, imported by its `main.yml`. */
export interface TaskFile {
  /** Without `.yml`: `packages`. */
  readonly name: string;
  /** What it does, for the import's name: `Install packages`. */
  readonly title: string;
  readonly tasks: readonly Task[];
}
