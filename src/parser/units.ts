/** The units a number may carry: time, size, share. */
export const units: readonly string[] = ["s", "min", "h", "d", "KB", "MB", "GB", "TB", "%"];

/** What people write for them. A lone `m` is not here: it could be minutes or megabytes. */
const aliases: Readonly<Record<string, string>> = {
  sec: "s",
  secs: "s",
  second: "s",
  seconds: "s",
  mins: "min",
  minute: "min",
  minutes: "min",
  hr: "h",
  hrs: "h",
  hour: "h",
  hours: "h",
  day: "d",
  days: "d",
  k: "KB",
  kib: "KB",
  kb: "KB",
  mib: "MB",
  mb: "MB",
  g: "GB",
  gb: "GB",
  gib: "GB",
  t: "TB",
  tb: "TB",
  tib: "TB",
  percent: "%",
  pct: "%",
};

/** The unit that somebody who wrote `written` meant: itself, the right spelling of it, or undefined. */
export function nearestUnit(written: string): string | undefined {
  if (units.includes(written)) return written;
  const lower = written.toLowerCase();
  return Object.hasOwn(aliases, lower) ? aliases[lower] : units.find((unit) => unit.toLowerCase() === lower);
}

/** Units of other systems, which exist but not here: they are told apart from words such as `7zip`. */
export function isForeignUnit(written: string): boolean {
  return /^(?:ms|us|ns|w|wk|week|weeks|month|months|y|yr|year|years|b|bytes?|bits?|pb|pib|px|mbit|gbit|mbps|hz|ghz)$/i.test(
    written,
  );
}
