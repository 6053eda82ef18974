import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineScalarTag, load, YAML11_SCHEMA } from "js-yaml";

type Data = Readonly<Record<string, unknown>>;

interface Option {
  readonly type: string;
  readonly required: boolean;
  readonly default?: unknown;
}

/** `!unsafe` texts as they are. */
const schema = YAML11_SCHEMA.withTags(
  defineScalarTag("!", { matchByTagPrefix: true, resolve: (source) => source, identify: () => false }),
);

/**
 * Whether an Ansible project says the same of its variables everywhere: each role's defaults, argument specs and README,
 * the project's README, and the values in the inventories. A message per disagreement.
 */
export function checkVariables(project: string): readonly string[] {
  const read = (path: string): string => {
    const place = join(project, path);
    return existsSync(place) ? readFileSync(place, "utf8") : "";
  };
  const data = (path: string): Data => (load(read(path) || "{}", { schema }) ?? {}) as Data;
  const problems: string[] = [];
  const options = new Map<string, Option>();
  const overview = tableOf(read("README.md"));
  for (const role of foldersIn(join(project, "roles"))) {
    const specs = data(`roles/${role}/meta/argument_specs.yml`) as {
      argument_specs: { main: { options: Record<string, Option> } };
    };
    const own = specs.argument_specs.main.options;
    const defaults = data(`roles/${role}/defaults/main.yml`);
    const table = tableOf(read(`roles/${role}/README.md`));
    const withDefault = Object.keys(own).filter((name) => own[name]?.default !== undefined);
    compare(problems, `${role}: defaults and argument specs`, Object.keys(defaults), withDefault);
    compare(problems, `${role}: README and argument specs`, [...table.keys()], Object.keys(own));
    for (const [name, option] of Object.entries(own)) {
      options.set(name, option);
      const shown = JSON.stringify(option.default) ?? (option.required ? "required" : "none");
      if (!name.startsWith(`${role}_`)) problems.push(`${name} has not the prefix of its role`);
      if (JSON.stringify(defaults[name]) !== JSON.stringify(option.default)) problems.push(`${name}: another default`);
      if (option.required && option.default !== undefined) problems.push(`${name} is required and has a default`);
      for (const [where, cell] of [
        ["the role's README", table.get(name)],
        ["the README", overview.get(name)],
      ] as const)
        if (cell !== shown.replaceAll("|", "\\|"))
          problems.push(`${name}: ${where} says ${cell ?? "nothing"}, not ${shown}`);
    }
  }
  const playbook = read("site.yml");
  for (const inventory of foldersIn(join(project, "inventories"))) {
    const values = valuesOf(join(project, "inventories", inventory));
    // The way to a host is made from what the hosts in between say of themselves.
    const lookedUp = JSON.stringify(values);
    for (const [name, value] of values) {
      const option = options.get(name);
      const isForeign =
        /^(?:ansible|vault)_/.test(name) || playbook.includes(name) || lookedUp.includes(`]['${name}']`);
      if (option === undefined && !isForeign) problems.push(`${inventory}: nothing uses ${name}`);
      if (option !== undefined && !hasType(value, option.type))
        problems.push(`${inventory}: ${name} is no ${option.type}`);
    }
  }
  return problems;
}

function compare(problems: string[], what: string, found: readonly string[], wanted: readonly string[]): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    problems.push(`${what}: ${found.join(", ")} / ${wanted.join(", ")}`);
}

function hasType(value: unknown, type: string): boolean {
  if (typeof value === "string" && value.includes("{{")) return true;
  if (type === "list") return Array.isArray(value);
  return typeof value === { str: "string", int: "number", float: "number", bool: "boolean" }[type];
}

function foldersIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** The rows of the table of variables: name and default. */
function tableOf(readme: string): ReadonlyMap<string, string> {
  const rows = readme.split("\n").flatMap((line) => {
    const match = /^\| `(\w+)` \| [\w ]+ \| (?:(`+) ?(.*?) ?\2|(\w+)) \| /.exec(line);
    return match === null ? [] : [[match[1] ?? "", match[3] ?? match[4] ?? ""] as const];
  });
  return new Map(rows);
}

/** Every variable that an inventory gives a value for. */
function valuesOf(inventory: string): readonly (readonly [string, unknown])[] {
  const found: (readonly [string, unknown])[] = [];
  const groups = join(inventory, "group_vars");
  for (const group of foldersIn(groups))
    for (const file of readdirSync(join(groups, group))) {
      const text = readFileSync(join(groups, group, file), "utf8");
      // What a vault holds, only its password tells.
      if (!text.startsWith("$ANSIBLE_VAULT;")) found.push(...Object.entries(load(text, { schema }) as Data));
    }
  const list = readdirSync(inventory).find((name) => name.startsWith("hosts.")) ?? "hosts.yml";
  const hosts = load(readFileSync(join(inventory, list), "utf8"), { schema }) as {
    all: { children: Record<string, { vars?: Data; hosts?: Record<string, Data> }> };
  };
  for (const { vars = {}, hosts: own = {} } of Object.values(hosts.all.children))
    for (const values of [vars, ...Object.values(own)]) found.push(...Object.entries(values));
  return found;
}
