/**
 * The official images that stand for each release, and what they bring. The tags move with security updates. A digest
 * can only be known by asking a registry, which a compiler that gives the same bytes for the same input does not do:
 * the image is therefore a build argument, and the README says how to pin it.
 */
import type { OsRelease } from "../../ir/os.ts";

/**
 * The image to start from: Debian's slim flavour (the usual one without manual pages), Ubuntu's only one
 * (hub.docker.com/_/debian, hub.docker.com/_/ubuntu).
 */
export function baseImageOf(os: OsRelease): string {
  return os.distribution === "debian" ? `debian:${os.codename}-slim` : `ubuntu:${os.version}`;
}

/** Files that the container's engine puts in place itself when a container starts; what an image holds there is hidden. */
export const engineFiles: Readonly<Record<string, string>> = {
  "/etc/hosts": 'write `hosts-entry "db.internal" { address = "10.0.0.5" }`, which becomes an entry of `extra_hosts`',
  "/etc/hostname": "write `hostname = …` in the machine",
  "/etc/resolv.conf": "set `dns:` in a compose override file",
};
