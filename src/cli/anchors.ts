/**
 * Lines that stand exactly once in each of several texts, in the same order in all of them: places where large texts can
 * be cut, and the pieces compared one by one (the idea of Bram Cohen's patience diff). Each is given by its index in
 * every text. Empty when there are none.
 */
export function findAnchors(...texts: readonly (readonly string[])[]): readonly (readonly number[])[] {
  const places = texts.map(findUnique);
  let anchors: (readonly number[])[] = [...(places[0] ?? [])].flatMap(([line, first]) => {
    const all = [first, ...places.slice(1).map((place) => place.get(line))];
    return all.every((index) => index !== undefined) ? [all] : [];
  });
  for (let text = 1; text < texts.length; text++) anchors = longestRising(anchors, text);
  return anchors;
}

function findUnique(lines: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (found.has(line)) repeated.add(line);
    found.set(line, index);
  }
  for (const line of repeated) found.delete(line);
  return found;
}

/** The longest part of a list whose numbers at `key` rise (patience sorting, n log n). */
function longestRising(list: readonly (readonly number[])[], key: number): (readonly number[])[] {
  const at = (index: number): number => list[index]?.[key] ?? 0;
  const tops: number[] = [];
  const before: (number | undefined)[] = [];
  for (let index = 0; index < list.length; index++) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(tops[middle] ?? 0) < at(index)) low = middle + 1;
      else high = middle;
    }
    before.push(low === 0 ? undefined : tops[low - 1]);
    tops[low] = index;
  }
  const chain: (readonly number[])[] = [];
  for (let index = tops.at(-1); index !== undefined; index = before[index]) chain.push(list[index] ?? []);
  return chain.reverse();
}
