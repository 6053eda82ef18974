/**
 * One sequence that holds every sequence: each item once, everybody's order kept. What only a later sequence has stands
 * behind what it stood behind there. undefined when two of them contradict each other. Linear in the number of items.
 */
export function mergeSequences(sequences: readonly (readonly string[])[]): readonly string[] | undefined {
  let merged: readonly string[] = sequences[0] ?? [];
  for (const sequence of sequences.slice(1)) {
    const place = new Map(merged.map((item, index) => [item, index]));
    const inserted = new Map<number, string[]>();
    let behind = -1;
    for (const item of sequence) {
      const at = place.get(item);
      if (at === undefined) inserted.set(behind, [...(inserted.get(behind) ?? []), item]);
      else if (at < behind) return undefined;
      else behind = at;
    }
    if (inserted.size === 0) continue;
    merged = [...(inserted.get(-1) ?? []), ...merged.flatMap((item, index) => [item, ...(inserted.get(index) ?? [])])];
  }
  return merged;
}
