/** A release that the lab can boot, by its code name. */
export type Suite = "bookworm" | "trixie" | "bullseye" | "jammy" | "noble";

/** The two that a run takes unless `--suite` names others: the Debian versions of today. */
export const DEFAULT_SUITES: readonly Suite[] = ["bookworm", "trixie"];

/** What the lab has to know of a release. */
export interface Release {
  /** What `os` says in a spec. */
  readonly os: string;
  /** The official image that a generated Dockerfile starts from. */
  readonly official: string;
  readonly distribution: "debian" | "ubuntu";
}

/** Every release that the compiler knows, so that each can be asked for. */
export const RELEASES: Readonly<Record<Suite, Release>> = {
  bookworm: { os: "debian-12", official: "debian:bookworm-slim", distribution: "debian" },
  trixie: { os: "debian-13", official: "debian:trixie-slim", distribution: "debian" },
  bullseye: { os: "debian-11", official: "debian:bullseye-slim", distribution: "debian" },
  jammy: { os: "ubuntu-22.04", official: "ubuntu:22.04", distribution: "ubuntu" },
  noble: { os: "ubuntu-24.04", official: "ubuntu:24.04", distribution: "ubuntu" },
};

export const SUITES = Object.keys(RELEASES) as readonly Suite[];
