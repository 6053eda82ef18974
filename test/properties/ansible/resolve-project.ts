/**
 * What a project does on each host, found by reading its YAML as Ansible would: inventory, variables with their
 * precedence, conditions, files and templates. It had no part in writing any of it. Two projects that do the same give
 * the same, however they are divided into roles, files of tasks, lists and variables.
 */
import { defineScalarTag, load, YAML11_SCHEMA } from "js-yaml";
import type { OutputFile } from "../../../src/ir/backend.ts";
import { evaluate, fillIn, isUnsafe, type Variables } from "./jinja.ts";

/** What is done on a host. */
export interface HostWork {
  /** Its own way in: `ansible_host` and the like. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** What each task does, one text each, sorted. */
  readonly effects: readonly string[];
  /** Handlers that something notifies. */
  readonly handlers: readonly string[];
  /** The files of tasks in the order they are run. */
  readonly taskFiles: readonly string[];
  /** Tasks that do nothing here, because a condition does not hold or a list is empty: `FILE#INDEX`. */
  readonly idle: ReadonlySet<string>;
  /** Variables that a role asks for and the host does not have, and values that the inventory has for no role. */
  readonly missing: readonly string[];
}

type Data = Readonly<Record<string, unknown>>;

const schema = YAML11_SCHEMA.withTags(
  defineScalarTag("!", { matchByTagPrefix: true, resolve: (source) => ({ unsafe: source }), identify: () => false }),
);

/** Resolves a project for one inventory: what is done on each of its hosts. */
export function resolveProject(files: readonly OutputFile[], inventory: string): ReadonlyMap<string, HostWork> {
  const contents = new Map(files.map((file) => [file.path, file.content]));
  const read = (path: string): unknown => {
    const content = contents.get(path);
    return typeof content === "string" ? load(content, { schema }) : undefined;
  };
  const folder = `inventories/${inventory}`;
  const { all } = read(`${folder}/hosts.yml`) as {
    all: { children: Record<string, { vars?: Data; hosts?: Record<string, Data> }> };
  };
  const plays = read("site.yml") as { hosts: string; roles: { role: string }[] }[];
  const work = new Map<string, HostWork>();
  for (const [group, { vars = {}, hosts = {} }] of Object.entries(all.children))
    for (const [host, values] of Object.entries(hosts)) {
      const own = { ...vars, ...values };
      const roles = plays.filter((play) => play.hosts === group || play.hosts === "all").flatMap((play) => play.roles);
      const names = roles.map(({ role }) => role);
      const layers = [
        ...names.map((role) => read(`roles/${role}/defaults/main.yml`)),
        read(`${folder}/group_vars/all/main.yml`),
        read(`${folder}/group_vars/${group}/main.yml`),
        own,
        ...names.map((role) => read(`roles/${role}/vars/main.yml`)),
      ];
      const variables = new Map<string, unknown>([["inventory_hostname", host]]);
      for (const layer of layers)
        for (const [name, value] of Object.entries((layer ?? {}) as Data)) variables.set(name, value);
      work.set(host, resolveHost(names, variables, contents, read, own));
    }
  return work;
}

function resolveHost(
  roles: readonly string[],
  variables: Variables,
  contents: ReadonlyMap<string, OutputFile["content"]>,
  read: (path: string) => unknown,
  own: Data,
): HostWork {
  const handlers = new Map<string, string>();
  for (const role of roles)
    // Whether one goes on when it fails says only that others come behind it.
    for (const { ignore_errors: _goesOn, ...handler } of (read(`roles/${role}/handlers/main.yml`) ?? []) as Data[])
      for (const effect of effectsOf(handler, role, variables, contents))
        for (const name of namesOf(handler)) handlers.set(name, effect);
  const known = new Set<string>();
  const effects = new Set<string>();
  const notified = new Set<string>();
  const taskFiles: string[] = [];
  const idle = new Set<string>();
  const missing: string[] = [];
  for (const role of roles) {
    const specs = read(`roles/${role}/meta/argument_specs.yml`) as {
      argument_specs: { main: { options: Record<string, { required: boolean }> } };
    };
    for (const [name, { required }] of Object.entries(specs.argument_specs.main.options))
      if (!known.add(name) || (required && !variables.has(name))) missing.push(name);
    for (const each of read(`roles/${role}/tasks/main.yml`) as Data[]) {
      const path = `roles/${role}/tasks/${String(each["ansible.builtin.import_tasks"])}`;
      taskFiles.push(path);
      for (const [index, task] of (read(path) as Data[]).entries()) {
        const done = effectsOf(task, role, variables, contents);
        if (done.length === 0) idle.add(`${path}#${index}`);
        for (const effect of done) {
          const names = ((task["notify"] ?? []) as string[]).filter((name) => handlers.has(name) && !isQuestion(name));
          for (const name of names) notified.add(name);
          effects.add(`${effect} → ${JSON.stringify(names.sort())}`);
        }
      }
    }
  }
  for (const name of variables.keys())
    if (!known.has(name) && !/^(?:ansible_|inventory_|__)/.test(name)) missing.push(`${name} is nobody's`);
  const connection = Object.fromEntries(Object.entries(own).filter(([name]) => name.startsWith("ansible_")));
  return {
    connection,
    effects: [...effects].sort(),
    handlers: [...notified].map((name) => `${name}: ${handlers.get(name) ?? ""}`).sort(),
    taskFiles,
    idle,
    missing,
  };
}

/** What a handler is notified by; not the one behind all others, which only says whether they have failed. */
function namesOf({ name, listen }: Data): readonly string[] {
  const topics = name === "Stop when a handler has failed" ? [] : ((listen ?? []) as string[]);
  return [String(name), ...topics];
}

/** A question that a handler asks first; where it is asked more often than needed, nothing else is done. */
function isQuestion(name: string): boolean {
  return name.startsWith("Look whether there is a unit");
}

/** Names, comments and division are not what a task does; the last three are false when they are not written. */
const ignored: ReadonlySet<string> = new Set("name tags notify when register listen decrypt".split(" "));
const falseByDefault: ReadonlySet<string> = new Set("daemon_reload system allow_downgrade".split(" "));

/** What a task does: nothing where its conditions do not hold, several things when it is about a list. */
function effectsOf(
  task: Data,
  role: string,
  variables: Variables,
  contents: ReadonlyMap<string, OutputFile["content"]>,
): readonly string[] {
  if ("ansible.builtin.meta" in task || isQuestion(String(task["name"]))) return [];
  const conditions: string[] = [];
  for (const condition of [task["when"] ?? []].flat() as string[]) {
    const result = evaluate(condition, variables);
    if ("unknown" in result) conditions.push(condition);
    else if (result.value !== true) return [];
  }
  const kept = conditions.filter((condition) => !condition.includes("_status.rc"));
  const plain = Object.entries(task).filter(([key]) => !ignored.has(key));
  const filled = plain.map(([key, value]) => [key, resolve(value, variables)] as const);
  const body = Object.fromEntries(filled.map(([key, value]) => withContent(key, value, role, variables, contents)));
  return unroll(body).map((each) => normal({ ...each, when: kept }));
}

function resolve(value: unknown, variables: Variables): unknown {
  if (isUnsafe(value)) return value.unsafe;
  if (typeof value === "string") return fillIn(value, variables);
  if (Array.isArray(value)) return value.map((item) => resolve(item, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, variables)]));
}

/** Copies and templates by what they put in place. */
function withContent(
  key: string,
  value: unknown,
  role: string,
  variables: Variables,
  contents: ReadonlyMap<string, OutputFile["content"]>,
): readonly [string, unknown] {
  const isTemplate = key === "ansible.builtin.template";
  if (key !== "ansible.builtin.copy" && !isTemplate) return [key, value];
  const { src, content, decrypt: _decrypt, ...rest } = value as Record<string, unknown>;
  if (typeof src !== "string") return ["put", { ...rest, bytes: latin(String(content)) }];
  const path = `roles/${role}/${isTemplate ? "templates" : "files"}/${src}`;
  if (path.endsWith("/")) {
    const below = [...contents].filter(([each]) => each.startsWith(path));
    return ["put", { ...rest, tree: below.map(([each, bytes]) => [each.slice(path.length), latin(bytes)]) }];
  }
  const source = contents.get(path);
  if (source === undefined) throw new Error(`${path} is not there`);
  return ["put", { ...rest, bytes: latin(isTemplate ? String(fillIn(String(source), variables)) : source) }];
}

function latin(content: string | Uint8Array): string {
  return Buffer.from(content as string).toString("latin1");
}

/** One thing per item of a loop, or of a list of packages. */
function unroll(body: Record<string, unknown>): readonly Record<string, unknown>[] {
  const { loop, ...rest } = body;
  if (Array.isArray(loop)) {
    const text = JSON.stringify(rest);
    return loop.map(
      (item) => JSON.parse(text.replaceAll("{{ item }}", JSON.stringify(item).slice(1, -1))) as Record<string, unknown>,
    );
  }
  // The directories that are missing among those which the task before looked at: that one is unrolled.
  if (typeof loop === "string" && loop.includes(".results | rejectattr")) return [];
  const apt = body["ansible.builtin.apt"] as Record<string, unknown> | undefined;
  const names = apt?.["name"];
  if (!Array.isArray(names)) return [body];
  return names.map((name) => ({ ...body, "ansible.builtin.apt": { ...apt, name: name as unknown } }));
}

/** One text for what is the same: keys sorted, numbers and booleans as texts, names of registers without their role. */
function normal(value: unknown): string {
  const plain = (each: unknown): unknown => {
    if (typeof each === "number" || typeof each === "boolean") return String(each);
    if (typeof each === "string")
      return each.replace(/__(?:common|web|db|cache|main)_/g, "__").replace(/\b__parents_\d+/, "__parents");
    if (Array.isArray(each)) return each.map(plain);
    if (typeof each !== "object" || each === null) return each;
    const entries = Object.entries(each).filter(
      ([key, inner]) => inner !== undefined && !(falseByDefault.has(key) && inner === false),
    );
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, plain(inner)]));
  };
  return JSON.stringify(plain(value));
}
