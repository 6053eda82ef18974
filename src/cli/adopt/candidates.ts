import type { TextEdit } from "../../diagnostics/diagnostic.ts";
import {
  findWritten,
  setInBlock,
  setInEnvironment,
  spellBlock,
  type SpecFiles,
  type Spelling,
  spellValue,
} from "../../edit/set-value.ts";
import type { CheckResult } from "../../index.ts";
import type { Attribute, Model, Variable } from "../../ir/model.ts";
import { knownText } from "../../ir/read-value.ts";
import { unwrapValue, type Value } from "../../ir/value.ts";
import type { ValueType } from "../../ir/value-type.ts";
import type { Span } from "../../text/span.ts";
import type { ValueFile } from "./value-files.ts";

/** A changed value of the output, as far as its place says what it is. */
export interface NamedChange {
  /** The variable's name in the output: `web_acme_domain`. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly environment: string | undefined;
  readonly host: string | undefined;
  /** What the source map says of the line. */
  readonly places: readonly Span[];
}

/** Reads the path of a value: one of a host (`all.children.web.hosts.web-1.ansible_port`), or one at the top of its file. */
export function nameChange(
  keys: readonly string[],
  file: ValueFile,
): Pick<NamedChange, "name" | "host" | "environment"> | undefined {
  const { environment } = file;
  const hosts = keys.lastIndexOf("hosts");
  const [name, host] = hosts < 0 ? [keys[0], file.host] : [keys[hosts + 2], keys[hosts + 1]];
  if (name === undefined || keys.length !== (hosts < 0 ? 1 : hosts + 3)) return undefined;
  return { name, host, environment };
}

/** What an inventory calls the attributes of a host (docs.ansible.com, "Behavioral inventory parameters"). */
const hostAttributes: Readonly<Record<string, { readonly path: readonly string[]; readonly spelling: Spelling }>> = {
  ansible_host: { path: ["address"], spelling: "text" },
  ansible_port: { path: ["ssh", "port"], spelling: "number" },
  ansible_user: { path: ["ssh", "user"], spelling: "text" },
  ansible_ssh_private_key_file: { path: ["ssh", "key"], spelling: "text" },
};

/** An edit of the spec that may give a value. */
export interface Candidate {
  /** What the edit says anew, as the spec calls it: `mail-port`, `file./etc/motd.text`. */
  readonly subject: string;
  readonly edit: TextEdit;
}

/**
 * The edits of the spec that may give a value, the most likely first. They are guesses by name, value and source map:
 * only a build of the changed spec shows whether one is right.
 */
export function findCandidates(change: NamedChange, checked: CheckResult): readonly Candidate[] {
  const { host, environment } = change;
  if (host !== undefined) {
    const attribute = hostAttributes[change.name];
    if (attribute !== undefined) {
      const text = spellValue(attribute.spelling, change.after);
      const edit =
        text === undefined
          ? undefined
          : setInBlock(checked, { kind: "host", label: host, environment }, attribute.path, text);
      return present(edit).map((each) => ({ subject: [host, ...attribute.path].join("."), edit: each }));
    }
  }
  const models =
    environment === undefined ? checked.models : checked.models.filter((model) => model.environment === environment);
  const candidates = models.flatMap((model) => [
    ...variablesNamed(change, model).flatMap((variable) =>
      editsOfVariable(change, variable, checked).map((edit) => ({ subject: variable.name, edit })),
    ),
    ...(host === undefined ? findAttributes(change, model, checked) : []),
  ]);
  const seen = new Set<string>();
  return candidates
    .filter(({ edit }) => {
      const key = JSON.stringify(edit);
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, 6);
}

/** Letters, digits and underscores, as names of variables are made of names of the spec. */
function snake(name: string): string {
  return name
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}

/** Whether a variable of the output may be called after this name of the spec: behind the role's, a number behind it. */
function isNamedAfter(variable: string, name: string): boolean {
  const own = snake(name);
  return [variable, variable.replace(/_\d+$/, "")].some((each) => each === own || each.endsWith(`_${own}`));
}

/** The longest name first: `acme.domain` before `domain`. */
function variablesNamed(change: NamedChange, model: Model): readonly Variable[] {
  const own = (variable: Variable): Value | undefined =>
    change.host === undefined ? variable.value : valueOnHost(model, change.host, variable.name);
  return model.variables
    .filter((variable) => isNamedAfter(change.name, variable.name) && printed(own(variable)) === change.before)
    .sort((a, b) => b.name.length - a.name.length);
}

function valueOnHost(model: Model, host: string, variable: string): Value | undefined {
  const hosts = model.machines.flatMap((machine) => machine.hosts);
  return hosts.find((one) => one.name === host)?.values[variable];
}

function printed(value: Value | undefined): string | undefined {
  const inner = unwrapValue(value);
  return inner?.is === "bool" ? String(inner.value) : knownText(inner);
}

function editsOfVariable(change: NamedChange, variable: Variable, checked: CheckResult): readonly TextEdit[] {
  const { environment, host } = change;
  const written = findWritten(checked, variable.span);
  const text = spellValue(spellingOfType(variable.type) ?? written?.spelling ?? "text", change.after);
  if (text === undefined) return [];
  const path = variable.name.split(".");
  if (host !== undefined) return present(setInBlock(checked, { kind: "host", label: host, environment }, path, text));
  return editsInLayers(change, written, path, text, checked);
}

/**
 * Where a value is written decides where the new one goes: in its place, when that holds for the same environment; as a
 * patch into the environment, when the value is shared; for a param of a module, into the block of the instance.
 */
function editsInLayers(
  { environment, after }: NamedChange,
  written: ReturnType<typeof findWritten>,
  path: readonly string[],
  text: string,
  checked: SpecFiles & Pick<CheckResult, "environments">,
): readonly TextEdit[] {
  const block = written?.block === undefined ? undefined : spellBlock(written.block, after);
  const inPlace =
    written?.form === "literal"
      ? [...present(block), text].map((spelled) => ({ span: written.span, text: spelled }))
      : [];
  if (environment !== undefined)
    return written?.environment === environment ? inPlace : present(setInEnvironment(checked, environment, path, text));
  // What an environment says of its own holds for all of them only when there is no other.
  if (written?.environment !== undefined) return checked.environments.length < 2 ? inPlace : [];
  const [label, ...rest] = path;
  const inInstance =
    label === undefined || rest.length === 0
      ? []
      : present(setInBlock(checked, { kind: undefined, label, environment: undefined }, rest, text));
  return written?.module === undefined ? [...inPlace, ...inInstance] : [...inInstance, ...inPlace];
}

/** Attributes with the value that the line had: those that the source map names for it, and those of its name. */
function findAttributes(change: NamedChange, model: Model, checked: CheckResult): readonly Candidate[] {
  const found: Candidate[] = [];
  const add = (attribute: Attribute, path: readonly string[], names: readonly string[], mapped: boolean): void => {
    if (attribute.secret || printed(attribute.value) !== change.before) return;
    if (!mapped && !names.some((name) => isNamedAfter(change.name, name))) return;
    const written = attribute.origin === "default" ? undefined : findWritten(checked, attribute.span);
    const plain = attribute.value.is === "bool" || attribute.value.is === "number" ? attribute.value.is : "text";
    const text = spellValue(written?.spelling ?? plain, change.after);
    if (text === undefined) return;
    const subject = path.join(".");
    found.push(...editsInLayers(change, written, path, text, checked).map((edit) => ({ subject, edit })));
  };
  for (const machine of model.machines)
    for (const [key, attribute] of Object.entries(machine.attributes)) {
      const path = machine.implicit ? [key] : ["machine", machine.name, key];
      add(attribute, path, machine.implicit ? [key] : [`${machine.name}.${key}`, key], false);
    }
  for (const resource of model.resources) {
    const mapped = change.places.some((place) => resource.spans.some((span) => sameStart(span, place)));
    for (const [key, attribute] of Object.entries(resource.attributes)) {
      const names = [
        `${resource.label}.${key}`,
        `${resource.kind}.${resource.label}.${key}`,
        `${resource.name}.${key}`,
      ];
      add(attribute, [resource.kind, resource.label, key], names, mapped);
    }
  }
  return found;
}

function sameStart(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start;
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

/** How values of a type are written, where the type alone says so. */
function spellingOfType({ type }: ValueType): Spelling | undefined {
  switch (type) {
    case "bool":
    case "mode":
      return type;
    case "int":
    case "number":
    case "port":
      return "number";
    case "duration":
    case "size":
    case "percent":
      return "quantity";
    case "enum":
    case "name":
      return "word";
    case "text":
    case "path":
    case "url":
    case "domain":
    case "email":
    case "ip":
    case "cidr":
    case "time":
    case "version":
    case "regex":
    case "content":
      return "text";
    case "ref":
    case "list":
    case "map":
    case "optional":
    case "secret":
    case "folder":
    case "setting":
    // A number or a percentage: the written value tells.
    case "portion":
      return undefined;
  }
}
