import { type Text, literalText } from "../../../ir/text.ts";
import type { AppPlaces } from "./language.ts";

/**
 * A command line whose program has its full path: one of `known`, a path of the source, or a bare name, which is then
 * one of the programs in `tools` that the dependencies bring, or without any of the system. A full path stays.
 */
export function resolveProgram(
  words: readonly Text[],
  places: Pick<AppPlaces, "current">,
  tools: string | undefined,
  known: Readonly<Record<string, string>>,
): readonly Text[] {
  const [first = [], ...rest] = words;
  const [name] = first;
  if (first.length !== 1 || typeof name !== "string" || name.startsWith("/")) return words;
  const own = Object.hasOwn(known, name) ? known[name] : undefined;
  const folder = tools === undefined ? "/usr/bin" : `${places.current}/${tools}`;
  const found = name.includes("/") ? `${places.current}/${name.replace(/^(\.\/)+/, "")}` : `${folder}/${name}`;
  return [literalText(own ?? found), ...rest];
}
