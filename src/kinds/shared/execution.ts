import type { LowerContext, Resource } from "../../ir/model.ts";
import type { EnvironmentVariable } from "../../ir/environment-variable.ts";
import type { Execution } from "../../ir/ops.ts";
import type { Text } from "../../ir/text.ts";
import { primaryGroupOf, groupName } from "./accounts.ts";
import { readList, readText } from "./read.ts";

/** The `env` blocks of a resource, sorted by name; a name written twice has its last value. */
export function environmentOf(resource: Resource, context: LowerContext): readonly EnvironmentVariable[] {
  const variables = new Map<string, Text>();
  for (const block of resource.blocks["env"] ?? [])
    for (const [name, attribute] of Object.entries(block.attributes))
      variables.set(name, context.text(attribute.value) ?? []);
  return [...variables].map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The program of a process or a schedule: words, user, group, directory, environment. */
export function executionOf(resource: Resource, context: LowerContext): Execution {
  const user = readText(resource, "user") ?? "root";
  return {
    argv: wordsOf(resource, "run", context),
    user,
    group: groupName(resource, "group", context) ?? primaryGroupOf(user, context),
    directory: readText(resource, "directory") ?? "/",
    environment: environmentOf(resource, context),
  };
}

/** A list of words, each a text that may hold references. */
export function wordsOf(resource: Resource, attribute: string, context: LowerContext): readonly Text[] {
  return readList(resource, attribute).map((value) => context.text(value) ?? []);
}
