import { nearestName } from "../text/edit-distance.ts";
import type { ForeignWord, ForeignWords } from "../ir/kind.ts";
import { findForeign } from "./foreign-word.ts";
import type { LayerEntries } from "./state.ts";

/**
 * Whether something in a body was meant to be this attribute and was reported as such: a key that is nearly it and is
 * not known, a word that another tool has for something, or the attribute without its equals sign. Then that it is
 * missing is no second mistake.
 */
export function isMisspelt(
  key: string,
  entries: LayerEntries,
  isKnown: (key: string) => boolean,
  foreign?: ForeignWords,
): boolean {
  if (entries.blocks.some((block) => block.kind.text === key)) return true;
  for (const written of entries.attributes.keys())
    if (!isKnown(written) && (nearestName(written, [key]) === key || leadsTo(key, findForeign(written, foreign))))
      return true;
  return entries.blocks.some((block) => !isKnown(block.kind.text) && nearestName(block.kind.text, [key]) === key);
}

/** Whether what is said about a foreign word is to write this attribute. */
function leadsTo(key: string, word: ForeignWord | undefined): boolean {
  return word !== undefined && (word.same === key || word.help.includes(`\`${key} = `));
}
