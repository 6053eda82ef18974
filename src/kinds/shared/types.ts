import type { AttributeSchema, NestedBlockSchema } from "../../ir/kind.ts";
import type { Value } from "../../ir/value.ts";
import type { ValueType } from "../../ir/value-type.ts";

/** A text. */
export const text: ValueType = { type: "text" };
/** True or false. */
export const bool: ValueType = { type: "bool" };
/** A path on the machine. */
export const path: ValueType = { type: "path" };
/** A mode, four octal digits. */
export const mode: ValueType = { type: "mode" };
/** A list of texts. */
export const texts: ValueType = { type: "list", of: text };
/** A list of paths on the machine. */
export const paths: ValueType = { type: "list", of: path };
/** A user by name; a reference, or a quoted text that is taken as it is. */
export const userRef: ValueType = { type: "ref", kinds: ["user"] };
/** A group by name; the name of a user means that user's own group. */
export const groupRef: ValueType = { type: "ref", kinds: ["group", "user"] };

/** A text value of literal characters, for defaults. */
export function textValue(characters: string): Value {
  return { is: "text", text: characters === "" ? [] : [characters] };
}

/** A true or false, for defaults. */
export function boolValue(value: boolean): Value {
  return { is: "bool", value };
}

/** A reference to something that the OS provides, for defaults. */
export function providedRef(kind: string, name: string): Value {
  return { is: "ref", kind, name, resource: undefined };
}

/** `owner` of everything that lies on a disk. */
export const ownerAttribute: AttributeSchema = {
  type: userRef,
  doc: "The user it belongs to.",
  example: "deploy",
  default: {
    value: providedRef("user", "root"),
    reason: "what belongs to root cannot be changed by a program that was broken into",
  },
};

/** `group` of everything that lies on a disk. */
export const groupAttribute: AttributeSchema = {
  type: groupRef,
  doc: "The group it belongs to.",
  example: "www-data",
  default: { describe: "the owner's own group", reason: "that is what a file gets when its owner makes it" },
};

/** `restarts`: what is restarted after a change. */
export const restartsAttribute: AttributeSchema = {
  type: { type: "list", of: { type: "ref", kinds: ["service", "process"] } },
  doc: "Services and processes that are restarted when this changes.",
  example: "[nginx]",
};

/** `reloads`: what reads its configuration again after a change. */
export const reloadsAttribute: AttributeSchema = {
  type: { type: "list", of: { type: "ref", kinds: ["service"] } },
  doc: "Services that read their configuration again when this changes, without dropping visitors.",
  example: "[nginx]",
};

/** `env { KEY = "value" }` of everything that runs a program. */
export const envBlock: NestedBlockSchema = {
  doc: "Environment variables of the program.",
  example: 'env { NODE_ENV = "production" }',
  attributes: {},
  map: {
    value: text,
    key: {
      pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
      describe: "letters, digits and `_`, not beginning with a digit",
    },
    sensitive: true,
    late: true,
  },
};

/** Kinds that change a part of a file. */
export const editKinds = ["line", "block", "ini-key", "permissions"] as const;

/** The kinds that fetch something from elsewhere. */
export const fetchKinds = ["checkout", "download"] as const;

/** `restart-on` and `reload-on`: what a change is looked for in. */
export function changesAttribute(doc: string, example: string): AttributeSchema {
  const things = ["file", "directory", "link", "package", "user", "group", "repository", "sysctl"];
  const kinds = [...things, ...fetchKinds, ...editKinds];
  return { type: { type: "list", of: { type: "ref", kinds } }, doc, example };
}
