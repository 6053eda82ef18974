/** What each environment says of one thing, and what most of them say. */
import type { Program } from "../../../ir/program.ts";

/** A thing per environment, by the environment's place among the programs; one that lacks it has no entry. */
export type ByEnvironment<T> = ReadonlyMap<number, T>;

/** The environment's name in the project: that of its inventory. */
export function environmentName(program: Program): string {
  return program.environment ?? "default";
}

/** Gives each environment something; undefined results are left out. */
export function perEnvironment<T, R>(
  of: ByEnvironment<T>,
  map: (value: T, environment: number) => R | undefined,
): Map<number, R> {
  const result = new Map<number, R>();
  for (const [environment, value] of of) {
    const mapped = map(value, environment);
    if (mapped !== undefined) result.set(environment, mapped);
  }
  return result;
}

/** Environments that say the same, in the order of their first member. */
export interface Agreement<T> {
  readonly value: T;
  readonly environments: readonly number[];
}

/** Groups environments by what they say; `keyOf` tells when two say the same. */
export function agreements<T>(of: ByEnvironment<T>, keyOf: (value: T) => string): readonly Agreement<T>[] {
  const groups = new Map<string, { readonly value: T; readonly environments: number[] }>();
  for (const [environment, value] of of) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { value, environments: [environment] });
    else group.environments.push(environment);
  }
  return [...groups.values()];
}

/** The same for things that are better compared than turned into a key. There are few environments. */
export function agreementsBy<T>(of: ByEnvironment<T>, same: (a: T, b: T) => boolean): readonly Agreement<T>[] {
  const groups: { readonly value: T; readonly environments: number[] }[] = [];
  for (const [environment, value] of of) {
    const group = groups.find((each) => same(each.value, value));
    if (group === undefined) groups.push({ value, environments: [environment] });
    else group.environments.push(environment);
  }
  return groups;
}

/**
 * What is the default of a thing that differs: what most environments say; when that is even, what the one that is
 * declared last says (people write dev before prod). undefined for nothing at all.
 */
export function usual<T>(groups: readonly Agreement<T>[]): Agreement<T> | undefined {
  let best: Agreement<T> | undefined;
  for (const group of groups) {
    const more = group.environments.length - (best?.environments.length ?? 0);
    const later = Math.max(...group.environments) > Math.max(...(best?.environments ?? [-1]));
    if (more > 0 || (more === 0 && later)) best = group;
  }
  return best;
}
