/** What to write when something shall not hold in one environment: nothing takes an attribute away, so it stands where it holds. */
import type { Entry, Segment } from "../parser/ast.ts";
import { ownEntry } from "./own-entry.ts";
import { listNames } from "./report.ts";
import { nameEntity } from "./scope.ts";
import type { Entity, Env, Thing } from "./state.ts";
import { isBareWord } from "./value-types.ts";

/** What people write to take an attribute away. */
const nothingWords: readonly string[] = ["none", "null", "nil", "off", "no", "nothing", "undefined"];

/** Whether a name was meant to say "nothing". */
export function meansNothing(name: string): boolean {
  return nothingWords.includes(name);
}

/**
 * How to give a thing an attribute in some environments only, as the help of a message; `value` is undefined where any
 * may stand. undefined where there is no other way than to give it: outside of environments, in a module, for what the
 * thing cannot do without.
 */
export function onlyWhereItHolds(thing: Thing, key: string, value: string | undefined, env: Env): string | undefined {
  const schema = ownEntry(thing.kind.attributes, key);
  if (schema === undefined || schema.required === true || env.name === undefined) return undefined;
  if (thing.layers.some((layer) => layer.instance !== undefined)) return undefined;
  const name = nameEntity(thing);
  const entry = `${key} = ${value ?? "…"}`;
  const others = [...env.project.environments.values()]
    .filter((one) => one.name !== env.name)
    .filter((one) => !one.nodes.some(({ body }) => body.entries.some((each) => goesWithout(each, key, value))))
    .map((one) => one.name);
  const where = others.length === 0 ? "the environments that have it" : listNames(others);
  const path = `${name.replace(" ", ".")}.${entry}`;
  return `take \`${entry}\` out of \`${name}\`, and write \`${path}\` where it holds, in ${where}`;
}

/** Help for a reference to something that the environment removes. */
export function adviseOnRemoved(entity: Entity, thing: Thing | undefined, key: string, env: Env): string | undefined {
  if (thing === undefined || thing.layers.some((layer) => layer.instance !== undefined)) return undefined;
  const user = nameEntity(thing);
  const only = onlyWhereItHolds(thing, key, isBareWord(entity.label) ? entity.label : undefined, env);
  const both = `\`remove ${user.replace(" ", ".")}\` here, too`;
  return only === undefined ? `${both}, or keep ${nameEntity(entity)}` : `${only}; or ${both}`;
}

/** Whether an entry of an environment says that an attribute, or what it names, is not there. */
function goesWithout(entry: Entry, key: string, value: string | undefined): boolean {
  if (entry.type === "remove") {
    const named = entry.label?.label === "word" ? entry.label.text : lastOf(entry.path.segments);
    return named === key || named === value;
  }
  if (entry.type !== "attribute" || lastOf(entry.key.segments) !== key) return false;
  return entry.value.type === "path" && meansNothing(lastOf(entry.value.path.segments) ?? "");
}

function lastOf(segments: readonly Segment[]): string | undefined {
  return segments.at(-1)?.text;
}
