import type { Attribute, NestedBlock, Resource } from "../../../ir/model.ts";
import { knownText } from "../../../ir/read-value.ts";
import { type Value, unwrapValue } from "../../../ir/value.ts";

/** The nested blocks of one name, in the order they are written. */
export function blocksOf(resource: Resource, name: string): readonly NestedBlock[] {
  return resource.blocks[name] ?? [];
}

/** The labels of the nested blocks of one name. */
export function labelsOf(resource: Resource, name: string): readonly string[] {
  return blocksOf(resource, name).flatMap((block) => block.label ?? []);
}

/** A value of a nested block; undefined when it is not given or only hosts give it. */
export function valueIn(block: NestedBlock | undefined, attribute: string): Value | undefined {
  return unwrapValue(attributeIn(block, attribute)?.value);
}

/** An attribute of a nested block with its place. */
export function attributeIn(block: NestedBlock | undefined, attribute: string): Attribute | undefined {
  return block?.attributes[attribute];
}

/** The attribute as characters. */
export function textIn(block: NestedBlock | undefined, attribute: string): string | undefined {
  return knownText(attributeIn(block, attribute)?.value);
}

/** The attribute as true or false; false when it is not given. */
export function boolIn(block: NestedBlock | undefined, attribute: string): boolean {
  const value = valueIn(block, attribute);
  return value?.is === "bool" && value.value;
}

/** The attribute as a number. */
export function numberIn(block: NestedBlock | undefined, attribute: string): number | undefined {
  const value = valueIn(block, attribute);
  return value?.is === "number" ? value.value : undefined;
}

/** The items of a list as characters. */
export function textsIn(block: NestedBlock | undefined, attribute: string): readonly string[] {
  const value = valueIn(block, attribute);
  return value?.is === "list" ? value.items.flatMap((item) => knownText(item) ?? []) : [];
}
