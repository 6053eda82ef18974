import type { Hole, Text } from "./text.ts";
import { type Value, unwrapValue } from "./value.ts";

/**
 * The characters of a value when all of them are known while compiling: a text whose variables have a value, the name
 * of a reference, a number as it is written. undefined for anything else.
 */
export function knownText(value: Value | undefined): string | undefined {
  const inner = unwrapValue(value);
  if (inner === undefined) return undefined;
  if (inner.is === "text") return resolveKnown(inner.text);
  if (inner.is === "ref") return inner.name;
  if (inner.is === "number") return String(inner.value);
  return undefined;
}

/** A text with every variable's value in place, or undefined when a part is known to the host or the target only. */
export function resolveKnown(text: Text): string | undefined {
  let result = "";
  for (const part of text) {
    if (typeof part === "string") result += part;
    else if (part.hole === "variable" && part.value !== undefined && part.encoding === "plain") result += part.value;
    else return undefined;
  }
  return result;
}

/** The holes of a value, however deep, whose content is not known while compiling; `bound` values without one count too. */
export function unknownParts(value: Value): readonly (Hole | { readonly hole: "bound"; readonly name: string })[] {
  switch (value.is) {
    case "text":
      return value.text.filter(
        (part): part is Hole => typeof part !== "string" && !(part.hole === "variable" && part.value !== undefined),
      );
    case "list":
      return value.items.flatMap(unknownParts);
    case "map":
      return Object.values(value.entries).flatMap(unknownParts);
    case "bound":
      return value.value === undefined ? [{ hole: "bound", name: value.variable }] : unknownParts(value.value);
    case "number":
    case "bool":
    case "duration":
    case "size":
    case "file":
    case "folder":
    case "ref":
    case "secret":
      return [];
  }
}
