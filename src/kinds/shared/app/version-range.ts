/**
 * What a project asks of its runtime's version, `>=22` or `^20 || >=22.1`: as much of it as npm
 * (docs.npmjs.com/cli/using-npm/semver) and Composer (getcomposer.org/doc/articles/versions.md) have in common.
 */

/** A version as three numbers. */
type Version = readonly [number, number, number];

/** From a version, with it, up to another one, without it. */
interface Interval {
  readonly from: Version;
  readonly to: Version;
}

const lowest: Version = [0, 0, 0];
const highest: Version = [Infinity, 0, 0];

/**
 * Whether a range allows any version that begins with the given numbers: `8.2` stands for all of 8.2. Undefined when the
 * range, or the version, has a form that is not known here.
 */
export function allowsVersion(range: string, version: string): boolean | undefined {
  const own = /^\d+(\.\d+){0,2}$/.test(version) ? spanOf(version) : undefined;
  const ranges = readRange(range);
  return own === undefined || ranges === undefined ? undefined : ranges.some((each) => meets(each, own));
}

/**
 * The first version that the newest alternative of a range allows, with as many numbers as a runtime's version has;
 * undefined where it is not known, and where any version will do.
 */
export function firstAllowed(range: string, numbers: number): string | undefined {
  const from = readRange(range)?.reduce((newest, each) =>
    larger(newest.from, each.from) === each.from ? each : newest,
  ).from;
  return from === undefined || from === lowest ? undefined : from.slice(0, numbers).join(".");
}

function readRange(range: string): readonly Interval[] | undefined {
  const all: Interval[] = [];
  for (const alternative of range.split(/\|\|?/)) {
    const words = alternative
      .trim()
      .replace(/(\d\S*)\s+-\s+(\d\S*)/g, ">=$1 <=$2")
      .replace(/([<>=~^])\s+/g, "$1")
      .split(/[\s,]+/)
      .filter((word) => word !== "");
    let whole: Interval = { from: lowest, to: highest };
    for (const word of words) {
      const one = readComparator(word);
      if (one === undefined) return undefined;
      whole = { from: larger(whole.from, one.from), to: larger(whole.to, one.to) === one.to ? whole.to : one.to };
    }
    all.push(whole);
  }
  return all;
}

function readComparator(word: string): Interval | undefined {
  if (/^(?:[*xX]|\*\.\*)$/.test(word)) return { from: lowest, to: highest };
  const [, sign = "", version = ""] = /^(>=|<=|>|<|=|\^|~|)v?(\d+(?:\.\d+){0,2})(?:\.[*xX]){0,2}$/.exec(word) ?? [];
  const own = version === "" ? undefined : spanOf(version);
  if (own === undefined) return undefined;
  const [major] = own.from;
  switch (sign) {
    case ">=":
      return { from: own.from, to: highest };
    case ">":
      // npm means by `>8.2` what is above all of 8.2, and Composer also 8.2.1: the wider one.
      return { from: own.from, to: highest };
    case "<":
      return { from: lowest, to: own.from };
    case "<=":
      return { from: lowest, to: own.to };
    case "^":
      // Of versions below 1 each counts as a major one.
      return major === 0 ? undefined : { from: own.from, to: [major + 1, 0, 0] };
    case "~":
      // npm's `~8.2` ends at 8.3, Composer's at 9.0: the wider one.
      return { from: own.from, to: version.split(".").length === 3 ? spanAbove(version) : [major + 1, 0, 0] };
    default:
      return own;
  }
}

/** All versions that begin with these numbers. */
function spanOf(version: string): Interval | undefined {
  const numbers = version.split(".").map(Number);
  const [major = 0, minor = 0, patch = 0] = numbers;
  if (!numbers.every(Number.isSafeInteger)) return undefined;
  const to: Version =
    numbers.length === 1 ? [major + 1, 0, 0] : numbers.length === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
  return { from: [major, minor, patch], to };
}

/** The end of what has the same first two numbers. */
function spanAbove(version: string): Version {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return [major, minor + 1, 0];
}

function larger(one: Version, other: Version): Version {
  for (const index of [0, 1, 2] as const)
    if (one[index] !== other[index]) return one[index] > other[index] ? one : other;
  return one;
}

function meets(one: Interval, other: Interval): boolean {
  const from = larger(one.from, other.from);
  const to = larger(one.to, other.to) === one.to ? other.to : one.to;
  return larger(from, to) === to && from.some((number, index) => number !== to[index]);
}
