import type { OsRelease } from "../os.ts";
import { phpVersionOf } from "./php-version.ts";

/**
 * Names that people write for a package which is called otherwise, by distribution. Only names under which the
 * distribution has no package of that purpose are here: a package's own name is never redirected.
 */
const packageNames: Readonly<Record<string, string | { readonly debian: string; readonly ubuntu: string }>> = {
  apache: "apache2",
  httpd: "apache2",
  node: "nodejs",
  postgres: "postgresql",
  mariadb: "mariadb-server",
  // Debian ships MariaDB as its MySQL; only Ubuntu has MySQL itself.
  mysql: { debian: "default-mysql-server", ubuntu: "mysql-server" },
  "mysql-server": { debian: "default-mysql-server", ubuntu: "mysql-server" },
  "mysql-client": { debian: "default-mysql-client", ubuntu: "mysql-client" },
  // The package called `docker` is a dock applet for window managers.
  docker: "docker.io",
  sshd: "openssh-server",
  crond: "cron",
  cronie: "cron",
  python: "python3",
  pip: "python3-pip",
  pip3: "python3-pip",
  java: "default-jre-headless",
  jre: "default-jre-headless",
  jdk: "default-jdk",
  go: "golang",
  netcat: "netcat-openbsd",
  nc: "netcat-openbsd",
  dig: "bind9-dnsutils",
  nslookup: "bind9-dnsutils",
  dnsutils: "bind9-dnsutils",
  ifconfig: "net-tools",
  chromium: { debian: "chromium", ubuntu: "chromium-browser" },
};

/** The distribution's own name of a package. */
export function packageNameOn(os: OsRelease, name: string): string {
  const entry = Object.hasOwn(packageNames, name) ? packageNames[name] : undefined;
  if (entry === undefined) return name;
  return typeof entry === "string" ? entry : entry[os.distribution];
}

/** Names of services that are an alias on the family or a habit from elsewhere; `systemctl enable` refuses an alias. */
const serviceNames: Readonly<Record<string, string>> = {
  sshd: "ssh",
  apache: "apache2",
  httpd: "apache2",
  redis: "redis-server",
  crond: "cron",
  postgres: "postgresql",
  bind9: "named",
  chronyd: "chrony",
  syslog: "rsyslog",
  journald: "systemd-journald",
  timesyncd: "systemd-timesyncd",
  resolved: "systemd-resolved",
};

const unitTypes = /\.(service|socket|timer|mount|automount|path|target|swap|slice)$/;

/** The full unit name for the label of a service: `nginx` → `nginx.service`, `sshd` → `ssh.service`, `php-fpm` → `php8.2-fpm.service`. */
export function unitNameOn(os: OsRelease, label: string): string {
  const suffix = unitTypes.exec(label)?.[0] ?? ".service";
  const bare = label.endsWith(suffix) ? label.slice(0, -suffix.length) : label;
  if (suffix !== ".service") return label;
  if (bare === "php-fpm") return `php${phpVersionOf(os.id)}-fpm.service`;
  return `${Object.hasOwn(serviceNames, bare) ? serviceNames[bare] : bare}.service`;
}
