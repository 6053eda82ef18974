import { nearestName } from "../text/edit-distance.ts";
import type { LayerEntries } from "./state.ts";

/**
 * Whether something in a body was meant to be this attribute and was reported as such: a key that is nearly it and is
 * not known, or the attribute without its equals sign. Then that it is missing is no second mistake.
 */
export function isMisspelt(key: string, entries: LayerEntries, isKnown: (key: string) => boolean): boolean {
  if (entries.blocks.some((block) => block.kind.text === key)) return true;
  for (const written of entries.attributes.keys())
    if (!isKnown(written) && nearestName(written, [key]) === key) return true;
  return entries.blocks.some((block) => !isKnown(block.kind.text) && nearestName(block.kind.text, [key]) === key);
}
