import { bundleCases } from "./bundles.ts";
import type { LabCase } from "./cases.ts";
import type { Suite } from "./suites.ts";

/** What `--only` and `--part` may say. */
export interface Selection {
  /** Names of specs, each alone, and of bundles; undefined: everything, bundles where there are some. */
  readonly only: readonly string[] | undefined;
  /** `2/3`: the second of three parts, which together are all of it. */
  readonly part: string | undefined;
}

/** The cases to try, by name; or the words of the selection that mean nothing, with the names there are. */
export function selectCases(
  all: readonly LabCase[],
  selection: Selection,
  folder: string,
): { readonly cases: readonly LabCase[] } | { readonly unknown: readonly string[]; readonly names: readonly string[] } {
  const bundled = bundleCases(all, folder);
  const every = [...new Map([...all, ...bundled].map((each) => [each.name, each])).values()];
  const { only, part } = selection;
  const names = every.map((each) => each.name).sort();
  const unknown = (only ?? []).filter((name) => !names.includes(name));
  const [index = 1, count = 1] = part === undefined ? [1, 1] : part.split("/").map(Number);
  if (!(index >= 1 && index <= count)) unknown.push(`--part ${part}`);
  if (unknown.length > 0) return { unknown, names };
  const wanted = only === undefined ? bundled : every.filter((each) => only.includes(each.name));
  const sorted = wanted.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return { cases: sorted.filter((_case, position) => position % count === index - 1) };
}

/**
 * Each case with each release that it is for. `spread`: with one of them, the next case with the next one, so that a
 * short run still sees every spec and every release.
 */
export function suitesFor(
  cases: readonly LabCase[],
  suites: readonly Suite[],
  spread: boolean,
): readonly { readonly labCase: LabCase; readonly suite: Suite }[] {
  return cases.flatMap((labCase, position) => {
    const possible = suites.filter((suite) => labCase.settings.suites?.includes(suite) ?? true);
    const chosen = spread ? possible.slice(position % Math.max(possible.length, 1)).slice(0, 1) : possible;
    return chosen.map((suite) => ({ labCase, suite }));
  });
}
