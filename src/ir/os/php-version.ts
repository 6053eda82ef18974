/** The PHP that a release's own packages bring, by release id: it is part of paths and unit names (`php8.2-fpm`). */
const phpVersions: Readonly<Record<string, string>> = {
  "debian-11": "7.4",
  "debian-12": "8.2",
  "debian-13": "8.4",
  "ubuntu-22.04": "8.1",
  "ubuntu-24.04": "8.3",
};

/** The PHP version of a release; the newest known one for a release that has no row. */
export function phpVersionOf(osId: string): string {
  return phpVersions[osId] ?? "8.4";
}
