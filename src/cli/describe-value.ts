import { printable } from "../diagnostics/display-text.ts";
import type { Attribute } from "../ir/model.ts";
import type { Hole, Text } from "../ir/text.ts";
import type { Value } from "../ir/value.ts";
import type { ValueType } from "../ir/value-type.ts";

/** Longer texts are cut; the whole is in `build --emit model`. */
const longest = 60;

/** A value as one would write it in a spec, on one line. Secrets are named, never shown. */
export function describeValue(value: Value): string {
  switch (value.is) {
    case "text":
      return shorten(describeText(value.text));
    case "number":
      return String(value.value);
    case "bool":
      return value.value ? "true" : "false";
    case "duration":
      return describeDuration(value.seconds);
    case "size":
      return describeSize(value.bytes);
    case "file":
      return `file("./${printable(value.file.path)}") (${value.file.bytes.length} bytes)`;
    case "folder":
      return `"./${printable(value.folder.path)}" (${value.folder.files.length} files)`;
    case "list":
      return `[${value.items.map(describeValue).join(", ")}]`;
    case "map":
      return `{ ${Object.entries(value.entries)
        .map(([key, entry]) => `${printable(key)} = ${describeValue(entry)}`)
        .join(", ")} }`;
    case "ref":
      return printable(value.name);
    case "secret":
      return `secret ${printable(value.name)}`;
    case "bound":
      return value.value === undefined
        ? `${printable(value.variable)} (each host gives its own)`
        : `${describeValue(value.value)} (${printable(value.variable)})`;
  }
}

function describeText(text: Text): string {
  return `"${text.map((part) => (typeof part === "string" ? escapeText(part) : describeHole(part))).join("")}"`;
}

function escapeText(text: string): string {
  return printable(
    text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("${", "\\${").replaceAll("\n", "\\n"),
  );
}

function describeHole(hole: Hole): string {
  switch (hole.hole) {
    case "variable":
    case "secret":
      return `\${${hole.name}}`;
    case "host":
      return `\${this.host.${hole.property}}`;
    case "address": {
      // A reference is written without the kind, and inside its module: `acme.mysql.db` is `db` there.
      const name = hole.of === undefined ? hole.machine : hole.of.replace(/^.*\.(?=[^."]+$)/, "");
      return `\${${printable(name)}.host}`;
    }
  }
}

function describeDuration(seconds: number): string {
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
  ] as const;
  const unit = units.find(([, size]) => seconds >= size && seconds % size === 0);
  return unit === undefined ? `${seconds}s` : `${seconds / unit[1]}${unit[0]}`;
}

function describeSize(bytes: number): string {
  const units = [
    ["TB", 1024 ** 4],
    ["GB", 1024 ** 3],
    ["MB", 1024 ** 2],
    ["KB", 1024],
  ] as const;
  const unit = units.find(([, size]) => bytes >= size && bytes % size === 0);
  return unit === undefined ? `${bytes}B` : `${bytes / unit[1]}${unit[0]}`;
}

function shorten(text: string): string {
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join("")}…`;
}

/** Where a value comes from, in words: `written`, `default: …why…`, `patched`. */
export function describeOrigin(attribute: Pick<Attribute, "origin" | "reason">): string {
  switch (attribute.origin) {
    case "written":
      return "written";
    case "default":
      return attribute.reason === undefined ? "default" : `default: ${printable(attribute.reason)}`;
    case "patch":
      return "patched";
    case "argument":
      return "given to the module";
    case "derived":
      return attribute.reason === undefined ? "derived" : `derived: ${printable(attribute.reason)}`;
  }
}

/** A type as it is written in a spec: `list(ref(service))`. */
export function describeType(type: ValueType): string {
  switch (type.type) {
    case "enum":
      return type.values.join(" | ");
    case "ref":
      return `ref(${type.kinds.join(" | ")})`;
    case "list":
    case "map":
    case "optional":
      return `${type.type}(${describeType(type.of)})`;
    case "int":
    case "number":
      return `${type.type}${describeRange(type.min, type.max)}`;
    default:
      return type.type;
  }
}

function describeRange(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` from ${min}`;
  return max === undefined ? "" : ` up to ${max}`;
}
