import type { Kind, KindRegistry } from "../ir/kind.ts";
import { allKinds } from "./all-kinds.generated.ts";
import { LazyMap } from "./lazy-map.ts";

/** Every kind of the vocabulary, by name; one folder each. The built program evaluates a kind when it is first asked for. */
export const kinds: KindRegistry = new LazyMap<Kind>(new Map(Object.entries(allKinds)));
