import type { Text } from "./text.ts";

/** A file of the project, read while compiling. */
export interface LocalFile {
  /** Path relative to the root file's folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A folder of the project, read while compiling. */
export interface LocalFolder {
  /** Path relative to the root file's folder. */
  readonly path: string;
  /** Every file below it, path relative to the folder, sorted by path (code unit order). */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array; readonly executable: boolean }[];
  /** Every directory below it, sorted; empty ones too. */
  readonly directories: readonly string[];
}

/** Names one resource of the Model: its qualified name, for example `file."/etc/motd"` or `acme.process.app`. */
export type ResourceId = string;

/**
 * A checked value of the Model. What comes from a `let`, a `param` or another reference that differs by environment
 * or host stays wrapped in `bound` (any type) or is a hole (inside a text).
 */
export type Value =
  /** Every type that is written as characters: text, path, url, domain, email, ip, cidr, time, mode (four digits), version, regex, enum, name. */
  | { readonly is: "text"; readonly text: Text }
  /** int, number, port, percent (85 for 85%). */
  | { readonly is: "number"; readonly value: number }
  | { readonly is: "bool"; readonly value: boolean }
  | { readonly is: "duration"; readonly seconds: number }
  | { readonly is: "size"; readonly bytes: number }
  /** `file("./x")`, where content is wanted. */
  | { readonly is: "file"; readonly file: LocalFile }
  /** `"./public"`, where a folder of the project is wanted. */
  | { readonly is: "folder"; readonly folder: LocalFolder }
  | { readonly is: "list"; readonly items: readonly Value[] }
  | { readonly is: "map"; readonly entries: Readonly<Record<string, Value>> }
  /** A reference to a declared resource, or (declared false) to something that the OS or a package provides. */
  | { readonly is: "ref"; readonly kind: string; readonly name: string; readonly resource: ResourceId | undefined }
  | { readonly is: "secret"; readonly name: string }
  /** A value given by the variable `variable`; `value` is what it is in this environment (undefined when each host gives its own). */
  | { readonly is: "bound"; readonly variable: string; readonly value: Value | undefined };

/** Where a value comes from. */
export type Origin = "written" | "default" | "patch" | "argument" | "derived";

/** The value inside `bound` wrappers; undefined when only hosts give it. */
export function unwrapValue(value: Value | undefined): Value | undefined {
  let inner = value;
  while (inner?.is === "bound") inner = inner.value;
  return inner;
}

/** The variable a value is bound to as a whole, or undefined. */
export function variableOf(value: Value | undefined): string | undefined {
  return value?.is === "bound" ? value.variable : undefined;
}
