import { literalOf } from "../../ir/text.ts";
import { unwrapValue } from "../../ir/value.ts";
import type { Value } from "../../ir/value.ts";

/**
 * A host's value for a `let` as the text that stands in a hole: texts as they are, numbers and booleans as they are
 * written. undefined for what cannot stand in a text (lists, secrets, texts with references) and for a missing value.
 */
export function hostValueText(given: Value | undefined): string | undefined {
  const value = unwrapValue(given);
  switch (value?.is) {
    case "text":
      return literalOf(value.text);
    case "number":
    case "bool":
      return String(value.value);
    default:
      return undefined;
  }
}
