import type { OsRelease } from "../os.ts";

/** Every release that envc knows, oldest first within a distribution. */
export const osReleases: readonly OsRelease[] = [
  { id: "debian-11", family: "debian", distribution: "debian", version: "11", codename: "bullseye" },
  { id: "debian-12", family: "debian", distribution: "debian", version: "12", codename: "bookworm" },
  { id: "debian-13", family: "debian", distribution: "debian", version: "13", codename: "trixie" },
  { id: "ubuntu-22.04", family: "debian", distribution: "ubuntu", version: "22.04", codename: "jammy" },
  { id: "ubuntu-24.04", family: "debian", distribution: "ubuntu", version: "24.04", codename: "noble" },
];

/** The release with this id (`debian-12`), or undefined. */
export function findOsRelease(id: string): OsRelease | undefined {
  return osReleases.find((release) => release.id === id);
}
