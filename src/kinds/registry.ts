import type { KindRegistry } from "../ir/kind.ts";
import { allKinds } from "./all-kinds.generated.ts";

/** Every kind of the vocabulary, by name; one folder each. */
export const kinds: KindRegistry = new Map(allKinds.map((kind) => [kind.name, kind]));
