import type { Resource } from "../../ir/model.ts";
import { knownText } from "../../ir/read-value.ts";
import { type Value, unwrapValue, variableOf } from "../../ir/value.ts";

/** The value of an attribute without its binding; undefined when it is not given or only hosts give it. */
export function readValue(resource: Resource, attribute: string): Value | undefined {
  return unwrapValue(resource.attributes[attribute]?.value);
}

/** The attribute as characters (text, name of a reference, number); undefined when it is not given. */
export function readText(resource: Resource, attribute: string): string | undefined {
  return knownText(resource.attributes[attribute]?.value);
}

/** The attribute as a number: a number, or the seconds of a duration. */
export function readNumber(resource: Resource, attribute: string): number | undefined {
  const value = readValue(resource, attribute);
  if (value?.is === "number") return value.value;
  return value?.is === "duration" ? value.seconds : undefined;
}

/** The bytes of a size. */
export function readSize(resource: Resource, attribute: string): number | undefined {
  const value = readValue(resource, attribute);
  return value?.is === "size" ? value.bytes : undefined;
}

/** The attribute as true or false. */
export function readBool(resource: Resource, attribute: string): boolean | undefined {
  const value = readValue(resource, attribute);
  return value?.is === "bool" ? value.value : undefined;
}

/** The items of a list attribute; a single value counts as a list of one; none when it is not given. */
export function readList(resource: Resource, attribute: string): readonly Value[] {
  const value = readValue(resource, attribute);
  if (value === undefined) return [];
  return value.is === "list" ? value.items : [value];
}

/** The items of a list attribute as characters. */
export function readTexts(resource: Resource, attribute: string): readonly string[] {
  return readList(resource, attribute).flatMap((item) => knownText(item) ?? []);
}

/** The numbers of a list attribute. */
export function readNumbers(resource: Resource, attribute: string): readonly number[] {
  return readList(resource, attribute).flatMap((item) => {
    const value = unwrapValue(item);
    return value?.is === "number" ? [value.value] : [];
  });
}

/** Whether somebody wrote the attribute (in the block, in a patch, as an argument), so that it is not a default. */
export function isWritten(resource: Resource, attribute: string): boolean {
  const origin = resource.attributes[attribute]?.origin;
  return origin !== undefined && origin !== "default";
}

/** The fields of an op that a variable gives as a whole: attribute name → field path in, field path → variable out. */
export function readBindings(
  resource: Resource,
  fields: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const bindings: Record<string, string> = {};
  for (const [attribute, field] of Object.entries(fields)) {
    const variable = variableOf(resource.attributes[attribute]?.value);
    if (variable !== undefined) bindings[field] = variable;
  }
  return bindings;
}
