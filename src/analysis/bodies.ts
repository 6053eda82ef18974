import type { AttributeNode, BlockNode, Entry, SpreadNode } from "../parser/ast.ts";
import type { LayerEntries, Project } from "./state.ts";

/** What the body of a block says, read once per block. The first of two equal keys counts; the second was reported. */
export function readBody(project: Project, block: BlockNode): LayerEntries {
  const known = project.bodies.get(block);
  if (known !== undefined) return known;
  const entries = sortEntries(block.body?.entries ?? []);
  project.bodies.set(block, entries);
  return entries;
}

/** The same for entries that stand without a block (the implicit machine's attributes at the top level). */
export function sortEntries(all: readonly Entry[]): LayerEntries {
  const attributes = new Map<string, AttributeNode>();
  const blocks: BlockNode[] = [];
  const spreads: SpreadNode[] = [];
  for (const entry of all) {
    if (entry.type === "attribute") {
      const [key, ...rest] = entry.key.segments;
      if (key !== undefined && rest.length === 0 && !attributes.has(key.text)) attributes.set(key.text, entry);
    } else if (entry.type === "block") blocks.push(entry);
    else if (entry.type === "spread") spreads.push(entry);
  }
  return { attributes, blocks, spreads, inner: [] };
}

/** What a dotted patch says: one attribute, or one in a nested block. */
export function patchEntries(key: readonly string[], label: string | undefined, node: AttributeNode): LayerEntries {
  const [first, second] = key;
  const attributes = new Map<string, AttributeNode>();
  if (first !== undefined && second === undefined) attributes.set(first, node);
  const inner = first !== undefined && second !== undefined ? [{ block: first, label, key: second, node }] : [];
  return { attributes, blocks: [], spreads: [], inner };
}
