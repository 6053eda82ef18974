import type { Attribute, Resource } from "../../ir/model.ts";
import { knownText } from "../../ir/read-value.ts";

/** A setting of a PHP application's block `ini`; undefined when it is not written there. */
export function iniAttribute(app: Resource, name: string): Attribute | undefined {
  return (app.blocks["ini"] ?? []).flatMap((block) => block.attributes[name] ?? []).at(-1);
}

/** A size of a block `ini` in bytes; undefined when it is not written, not known while compiling, or no size of PHP. */
export function iniBytes(app: Resource, name: string): number | undefined {
  const text = knownText(iniAttribute(app, name)?.value);
  return text === undefined ? undefined : phpBytes(text);
}

/** The bytes of a size as PHP reads it: digits, and K, M or G (php.net, "shorthand bytes"); undefined for anything else. */
export function phpBytes(text: string): number | undefined {
  const [, digits, unit = ""] = /^\s*(-?\d+)\s*([KMG]?)\s*$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * 1024 ** " KMG".indexOf(unit === "" ? " " : unit.toUpperCase());
}

/** Whole megabytes that hold a file of so many bytes and the rest of the form that it is sent with: a tenth more. */
export function roomForUpload(bytes: number): number {
  return Math.ceil((bytes * 1.1) / 1024 ** 2);
}
