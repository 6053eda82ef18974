import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineScalarTag, load, YAML11_SCHEMA } from "js-yaml";

export type Data = Readonly<Record<string, unknown>>;

/** A task or handler as it stands in a file of the project. */
export interface WrittenTask {
  /** Relative to the project. */
  readonly file: string;
  readonly name: string;
  /** Its key with dots: `ansible.builtin.copy`. Empty when it has none. */
  readonly module: string;
  /** The module's arguments, those in the keyword `args` among them; a free form is `{ _: text }`. */
  readonly args: Data;
  readonly task: Data;
}

/** A role of a generated project. */
export interface WrittenRole {
  readonly name: string;
  /** All tasks but those of `main.yml`, which only imports. */
  readonly tasks: readonly WrittenTask[];
  readonly imports: readonly WrittenTask[];
  readonly handlers: readonly WrittenTask[];
  /** Name → options, as `meta/argument_specs.yml` says. */
  readonly options: Readonly<Record<string, Data>>;
  readonly meta: Data;
}

/** A generated Ansible project, read back. */
export interface WrittenProject {
  readonly folder: string;
  readonly plays: readonly Data[];
  readonly roles: readonly WrittenRole[];
  /** The text of a file, empty when it is not there. */
  readonly text: (path: string) => string;
  readonly data: (path: string) => unknown;
}

/** `!unsafe` texts as they are. */
const schema = YAML11_SCHEMA.withTags(
  defineScalarTag("!", { matchByTagPrefix: true, resolve: (source) => source, identify: () => false }),
);

/** Reads a project from its folder. */
export function readProject(folder: string): WrittenProject {
  const text = (path: string): string => {
    const place = join(folder, path);
    return existsSync(place) ? readFileSync(place, "utf8") : "";
  };
  const data = (path: string): unknown => load(text(path) || "{}", { schema }) ?? {};
  const roles = foldersIn(join(folder, "roles")).map((name): WrittenRole => {
    const files = filesIn(join(folder, "roles", name, "tasks")).map((file) => `roles/${name}/tasks/${file}`);
    const tasksOf = (file: string): readonly WrittenTask[] =>
      listOf(data(file)).flatMap((task) => readTasks(file, task));
    const specs = data(`roles/${name}/meta/argument_specs.yml`) as {
      argument_specs?: { main?: { options?: Record<string, Data> } };
    };
    return {
      name,
      tasks: files.filter((file) => !file.endsWith("/main.yml")).flatMap(tasksOf),
      imports: tasksOf(`roles/${name}/tasks/main.yml`),
      handlers: tasksOf(`roles/${name}/handlers/main.yml`),
      options: specs.argument_specs?.main?.options ?? {},
      meta: data(`roles/${name}/meta/main.yml`) as Data,
    };
  });
  return { folder, plays: listOf(data("site.yml")), roles, text, data };
}

/** A value that ought to be a text; empty when it is anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A task, or the tasks of a block, which is none itself. */
function readTasks(file: string, task: Data): readonly WrittenTask[] {
  if (!Array.isArray(task["block"])) return [readTask(file, task)];
  return ["block", "rescue", "always"].flatMap((key) => listOf(task[key]).flatMap((inner) => readTasks(file, inner)));
}

/** A task with its module told from its keywords. */
export function readTask(file: string, task: Data): WrittenTask {
  const module = Object.keys(task).find((key) => key.includes(".")) ?? "";
  const args = task[module];
  const more = isRecord(task["args"]) ? task["args"] : {};
  const name = typeof task["name"] === "string" ? task["name"] : "";
  return { file, name, module, args: isRecord(args) ? args : { _: args, ...more }, task };
}

export function isRecord(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly Data[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The names in a keyword that is one text or a list of them. */
export function namesOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === "string");
}

function foldersIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function filesIn(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".yml")) : [];
}
