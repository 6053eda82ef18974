import type { LowerContext, Resource } from "../../../ir/model.ts";
import { knownText } from "../../../ir/read-value.ts";
import { type Text, literalText } from "../../../ir/text.ts";
import { type Value, unwrapValue } from "../../../ir/value.ts";
import { blocksOf } from "./read-blocks.ts";

/** A setting with its value as the server reads it. */
export interface Setting {
  readonly name: string;
  readonly value: Text;
}

/** How a server writes values: sizes, lengths of time, yes and no, and any other text. */
export interface SettingForms {
  readonly size: (bytes: number) => string;
  readonly duration: (seconds: number) => string;
  readonly bool: (value: boolean) => string;
  readonly text: (text: string) => string;
}

/** The `settings` of a resource, sorted by name. A number of a variable stays open: nothing in it needs quotes. */
export function settingsOf(resource: Resource, context: LowerContext, forms: SettingForms): readonly Setting[] {
  return blocksOf(resource, "settings")
    .flatMap((block) =>
      Object.entries(block.attributes).map(([name, { value }]) => ({ name, value: textOf(value, context, forms) })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function textOf(value: Value, context: LowerContext, forms: SettingForms): Text {
  const inner = unwrapValue(value);
  switch (inner?.is) {
    case "size":
      return literalText(forms.size(inner.bytes));
    case "duration":
      return literalText(forms.duration(inner.seconds));
    case "bool":
      return literalText(forms.bool(inner.value));
    case "number":
      return context.text(value) ?? [];
    default:
      return literalText(forms.text(knownText(inner) ?? ""));
  }
}

/** A size in the largest unit that divides it; `units` are those for bytes, 1024 bytes, and so on. */
export function sizeIn(bytes: number, units: readonly string[]): string {
  for (let power = units.length - 1; power > 0; power--)
    if (bytes > 0 && bytes % 1024 ** power === 0) return `${bytes / 1024 ** power}${units[power] ?? ""}`;
  return `${bytes}${units[0] ?? ""}`;
}
