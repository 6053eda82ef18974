import type { OsRelease } from "../../ir/os.ts";

/**
 * Where updates may come from, as unattended-upgrades matches them (its README, "Setup"): `${distro_codename}` is filled
 * in on the machine. The same as the packages of Debian and Ubuntu bring along, commented or not.
 */
const origins = {
  debian: {
    security: ["origin=Debian,codename=${distro_codename}-security,label=Debian-Security"],
    all: [
      "origin=Debian,codename=${distro_codename},label=Debian",
      "origin=Debian,codename=${distro_codename}-updates,label=Debian",
    ],
  },
  ubuntu: {
    security: [
      "origin=Ubuntu,archive=${distro_codename}-security",
      "origin=UbuntuESMApps,archive=${distro_codename}-apps-security",
      "origin=UbuntuESM,archive=${distro_codename}-infra-security",
    ],
    all: ["origin=Ubuntu,archive=${distro_codename}", "origin=Ubuntu,archive=${distro_codename}-updates"],
  },
} as const;

/** The patterns for a system: of security updates, or of all that the distribution releases. */
export function originsOf(os: OsRelease, all: boolean): readonly string[] {
  const known = origins[os.distribution];
  return all ? [...known.security, ...known.all] : known.security;
}
