/** What the nginx of each release can, by the version that its distribution ships (packages.debian.org, packages.ubuntu.com). */
import type { OsRelease } from "../../../ir/os.ts";

const versions: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  "debian-11": [1, 18],
  "debian-12": [1, 22],
  "debian-13": [1, 26],
  "ubuntu-22.04": [1, 18],
  "ubuntu-24.04": [1, 24],
};

function isAtLeast(os: OsRelease, minor: number): boolean {
  return (versions[os.id]?.[1] ?? 0) >= minor;
}

/** `http2 on;` came with 1.25.1, which calls the parameter of `listen` outdated. */
export function hasHttp2Directive(os: OsRelease): boolean {
  return isAtLeast(os, 26);
}

/** `ssl_reject_handshake on;` came with 1.19.4: a name that nobody serves gets no certificate at all. */
export function canRejectHandshake(os: OsRelease): boolean {
  return isAtLeast(os, 20);
}
