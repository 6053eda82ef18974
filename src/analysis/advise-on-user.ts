import type { At } from "./context.ts";
import { quoteSegment } from "./scope.ts";
import type { Thing } from "./state.ts";

/**
 * What to type for a thing that runs as a user of its own where a user is wanted: the attribute of the same block that
 * takes such things, when it is not written yet (`of = shop`), else that user. undefined for other things and elsewhere.
 */
export function adviseOnUser(thing: Thing, wanted: readonly string[], at: At): string | undefined {
  if (!wanted.includes("user") || thing.kind.ownUser !== true) return undefined;
  const other = attributeFor(thing, at);
  return other === undefined
    ? `write \`${userOf(thing, at)}\`, the user that \`${thing.label}\` runs as`
    : `write \`${other} = ${quoteSegment(thing.label)}\`, and take \`${at.what}\` away: it runs as \`${thing.label}\` does`;
}

/** The attribute of the block that takes things of this kind alone; undefined when there is none, or it is written. */
function attributeFor(thing: Thing, at: At): string | undefined {
  const [found] = Object.entries(at.thing?.kind.attributes ?? {}).filter(
    ([name, { type }]) =>
      type.type === "ref" &&
      type.kinds.includes(thing.kind.name) &&
      at.thing?.layers.some((layer) => layer.entries.attributes.has(name)) === false,
  );
  return found?.[0];
}

/** As it is written in the thing, else its own name in quotes, for no block declares that user. */
function userOf(thing: Thing, at: At): string {
  const written = thing.layers.map((layer) => layer.entries.attributes.get("user")?.value.span).find(Boolean);
  const source = written === undefined ? undefined : at.env.project.sources.get(written.file);
  return written === undefined || source === undefined
    ? JSON.stringify(thing.name)
    : source.text.slice(written.start, written.end);
}
