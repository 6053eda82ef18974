/**
 * The database servers that a release's own packages bring, by release id (packages.debian.org, packages.ubuntu.com):
 * versions are part of paths, unit names and package names.
 */
interface DatabaseVersions {
  readonly postgresql: string;
  readonly mariadb: string;
  readonly redis: string;
}

const versions: Readonly<Record<string, DatabaseVersions>> = {
  "debian-11": { postgresql: "13", mariadb: "10.5", redis: "6.0" },
  "debian-12": { postgresql: "15", mariadb: "10.11", redis: "7.0" },
  "debian-13": { postgresql: "17", mariadb: "11.8", redis: "8.0" },
  "ubuntu-22.04": { postgresql: "14", mariadb: "10.6", redis: "6.0" },
  "ubuntu-24.04": { postgresql: "16", mariadb: "10.11", redis: "7.0" },
};

const newest: DatabaseVersions = { postgresql: "17", mariadb: "11.8", redis: "8.0" };

/** The version of a server in a release; the newest known one for a release that has no row. */
export function databaseVersionOf(server: keyof DatabaseVersions, osId: string): string {
  return (versions[osId] ?? newest)[server];
}
