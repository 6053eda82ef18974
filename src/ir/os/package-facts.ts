import type { OsRelease } from "../os.ts";
import { phpVersionOf } from "./php-version.ts";

/** What a package of the distribution brings along, as far as a spec may name it. */
export interface PackageFacts {
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  /** Unit names without `.service`; other unit types in full. */
  readonly services?: readonly string[];
  /** Further names of these services (`Alias=` in their units): systemctl enables none under such a name. */
  readonly aliases?: readonly string[];
  /** Directories which belong to the package: what is written below them is written after the package is installed. */
  readonly directories?: readonly string[];
  /** Directories below those that the package makes, so that nobody needs to. */
  readonly folders?: readonly string[];
  /** Absolute paths of programs that others name: shells, interpreters. */
  readonly programs?: readonly string[];
  /** Other packages that are always installed with it (hard dependencies), whose facts count too. */
  readonly brings?: readonly string[];
}

const facts: Readonly<Record<string, PackageFacts>> = {
  nginx: {
    folders: [
      "/etc/nginx/conf.d",
      "/etc/nginx/sites-available",
      "/etc/nginx/sites-enabled",
      "/etc/nginx/snippets",
      "/var/www",
    ],
    services: ["nginx"],
    directories: ["/etc/nginx", "/var/www/html"],
    brings: ["nginx-common"],
  },
  "nginx-light": { brings: ["nginx"] },
  "nginx-core": { brings: ["nginx"] },
  "nginx-extras": { brings: ["nginx"] },
  "nginx-full": { brings: ["nginx"] },
  apache2: {
    folders: [
      "/etc/apache2/conf-available",
      "/etc/apache2/conf-enabled",
      "/etc/apache2/sites-available",
      "/etc/apache2/sites-enabled",
      "/etc/apache2/mods-available",
      "/etc/apache2/mods-enabled",
      "/var/www",
    ],
    services: ["apache2"],
    directories: ["/etc/apache2", "/var/www/html"],
  },
  caddy: { services: ["caddy"], users: ["caddy"], groups: ["caddy"], directories: ["/etc/caddy"] },
  haproxy: { services: ["haproxy"], users: ["haproxy"], groups: ["haproxy"], directories: ["/etc/haproxy"] },
  varnish: { services: ["varnish"], users: ["varnish", "vcache"], groups: ["varnish"], directories: ["/etc/varnish"] },
  squid: { services: ["squid"], directories: ["/etc/squid"] },
  "mariadb-server": {
    folders: ["/etc/mysql/conf.d", "/etc/mysql/mariadb.conf.d"],
    services: ["mariadb"],
    aliases: ["mysql", "mysqld"],
    users: ["mysql"],
    groups: ["mysql"],
    directories: ["/etc/mysql"],
  },
  "default-mysql-server": { brings: ["mariadb-server"] },
  "mysql-server": {
    folders: ["/etc/mysql/conf.d", "/etc/mysql/mysql.conf.d"],
    services: ["mysql"],
    users: ["mysql"],
    groups: ["mysql"],
    directories: ["/etc/mysql"],
  },
  postgresql: {
    services: ["postgresql"],
    users: ["postgres"],
    groups: ["postgres", "ssl-cert"],
    directories: ["/etc/postgresql", "/var/lib/postgresql"],
  },
  "redis-server": {
    services: ["redis-server"],
    aliases: ["redis"],
    users: ["redis"],
    groups: ["redis"],
    directories: ["/etc/redis"],
  },
  redis: { brings: ["redis-server"] },
  "valkey-server": { services: ["valkey-server"], users: ["valkey"], groups: ["valkey"], directories: ["/etc/valkey"] },
  memcached: {
    services: ["memcached"],
    users: ["memcache"],
    groups: ["memcache"],
    directories: ["/etc/memcached.conf"],
  },
  "rabbitmq-server": {
    services: ["rabbitmq-server"],
    users: ["rabbitmq"],
    groups: ["rabbitmq"],
    directories: ["/etc/rabbitmq"],
  },
  "openssh-server": {
    folders: ["/etc/ssh/sshd_config.d"],
    services: ["ssh", "ssh.socket"],
    users: ["sshd"],
    directories: ["/etc/ssh"],
  },
  ssh: { brings: ["openssh-server"] },
  sudo: { directories: ["/etc/sudoers.d"], programs: ["/usr/bin/sudo"] },
  cron: { services: ["cron"], groups: ["crontab"], directories: ["/etc/cron.d"] },
  rsyslog: { services: ["rsyslog"], directories: ["/etc/rsyslog.d"] },
  fail2ban: {
    folders: ["/etc/fail2ban/jail.d", "/etc/fail2ban/filter.d", "/etc/fail2ban/action.d"],
    services: ["fail2ban"],
    directories: ["/etc/fail2ban"],
  },
  ufw: { services: ["ufw"], directories: ["/etc/ufw"] },
  nftables: { services: ["nftables"] },
  "unattended-upgrades": { services: ["unattended-upgrades"] },
  needrestart: { directories: ["/etc/needrestart"] },
  chrony: {
    services: ["chrony"],
    aliases: ["chronyd"],
    users: ["_chrony"],
    groups: ["_chrony"],
    directories: ["/etc/chrony"],
  },
  ntpsec: { services: ["ntpsec"], users: ["ntpsec"], groups: ["ntpsec"], directories: ["/etc/ntpsec"] },
  "systemd-timesyncd": { services: ["systemd-timesyncd"], users: ["systemd-timesync"], groups: ["systemd-timesync"] },
  "systemd-resolved": { services: ["systemd-resolved"], users: ["systemd-resolve"], groups: ["systemd-resolve"] },
  postfix: {
    services: ["postfix"],
    users: ["postfix"],
    groups: ["postfix", "postdrop"],
    directories: ["/etc/postfix"],
  },
  exim4: { brings: ["exim4-daemon-light"] },
  "exim4-daemon-heavy": {
    services: ["exim4"],
    users: ["Debian-exim"],
    groups: ["Debian-exim"],
    directories: ["/etc/exim4"],
  },
  "exim4-daemon-light": {
    services: ["exim4"],
    users: ["Debian-exim"],
    groups: ["Debian-exim"],
    directories: ["/etc/exim4"],
  },
  "dovecot-core": {
    folders: ["/etc/dovecot/conf.d"],
    services: ["dovecot"],
    users: ["dovecot", "dovenull"],
    groups: ["dovecot", "dovenull"],
    directories: ["/etc/dovecot"],
  },
  bind9: { services: ["named"], aliases: ["bind9"], users: ["bind"], groups: ["bind"], directories: ["/etc/bind"] },
  dnsmasq: { services: ["dnsmasq"], users: ["dnsmasq"], directories: ["/etc/dnsmasq.d"] },
  "docker.io": {
    services: ["docker", "docker.socket"],
    groups: ["docker"],
    directories: ["/etc/docker"],
    brings: ["containerd"],
  },
  "docker-ce": {
    services: ["docker", "docker.socket", "containerd"],
    groups: ["docker"],
    directories: ["/etc/docker"],
  },
  containerd: { services: ["containerd"], directories: ["/etc/containerd"] },
  podman: {
    services: ["podman", "podman.socket", "podman-auto-update", "podman-clean-transient", "podman-restart"],
  },
  supervisor: { folders: ["/etc/supervisor/conf.d"], services: ["supervisor"], directories: ["/etc/supervisor"] },
  prometheus: {
    services: ["prometheus"],
    users: ["prometheus"],
    groups: ["prometheus"],
    directories: ["/etc/prometheus"],
  },
  "prometheus-node-exporter": { services: ["prometheus-node-exporter"], users: ["prometheus"], groups: ["prometheus"] },
  grafana: { services: ["grafana-server"], users: ["grafana"], groups: ["grafana"], directories: ["/etc/grafana"] },
  logrotate: { services: ["logrotate", "logrotate.timer"] },
  certbot: { services: ["certbot", "certbot.timer"], directories: ["/etc/letsencrypt"] },
  auditd: { services: ["auditd"], directories: ["/etc/audit"] },
  sysstat: { services: ["sysstat"], directories: ["/etc/sysstat"] },
  tor: { services: ["tor"], users: ["debian-tor"], groups: ["debian-tor"], directories: ["/etc/tor"] },
  vsftpd: { services: ["vsftpd"], users: ["ftp"], groups: ["ftp"] },
  "proftpd-core": { services: ["proftpd"], users: ["proftpd", "ftp"], directories: ["/etc/proftpd"] },
  polkitd: { services: ["polkit"], users: ["polkitd"], groups: ["polkitd"] },
  systemd: { directories: ["/etc/systemd"] },
  nodejs: { programs: ["/usr/bin/node", "/usr/bin/nodejs"] },
  npm: { programs: ["/usr/bin/npm", "/usr/bin/npx"], brings: ["nodejs"] },
  yarnpkg: { programs: ["/usr/bin/yarnpkg"], brings: ["nodejs"] },
  "php-cli": { programs: ["/usr/bin/php"], directories: ["/etc/php"] },
  php: { brings: ["php-cli"] },
  composer: { programs: ["/usr/bin/composer"], brings: ["php-cli"] },
  python3: { programs: ["/usr/bin/python3"] },
  "python3-venv": { brings: ["python3"] },
  "python3-pip": { brings: ["python3"], programs: ["/usr/bin/pip3", "/usr/bin/pip"] },
  gunicorn: { programs: ["/usr/bin/gunicorn"], brings: ["python3"] },
  ruby: { programs: ["/usr/bin/ruby", "/usr/bin/gem"] },
  bundler: { programs: ["/usr/bin/bundle"], brings: ["ruby"] },
  "default-jre-headless": { programs: ["/usr/bin/java"] },
  "default-jre": { brings: ["default-jre-headless"] },
  "default-jdk": { brings: ["default-jre-headless"] },
  golang: { programs: ["/usr/bin/go"] },
  git: { programs: ["/usr/bin/git"] },
  openssl: { programs: ["/usr/bin/openssl"], folders: ["/etc/ssl"] },
  curl: { programs: ["/usr/bin/curl"] },
  wget: { programs: ["/usr/bin/wget"] },
  rsync: { services: ["rsync"], programs: ["/usr/bin/rsync"] },
  socat: { programs: ["/usr/bin/socat"] },
  zsh: { programs: ["/usr/bin/zsh", "/bin/zsh"] },
  fish: { programs: ["/usr/bin/fish", "/bin/fish"] },
  tmux: { programs: ["/usr/bin/tmux"] },
};

/** Units that a booted system of the family has without any package of the spec. */
const baseServices: ReadonlySet<string> = new Set([
  "systemd-journald",
  "systemd-logind",
  "systemd-networkd",
  "systemd-resolved",
  "systemd-timesyncd",
  "systemd-udevd",
  "systemd-tmpfiles-clean.timer",
  "apt-daily.timer",
  "apt-daily-upgrade.timer",
  "dpkg-db-backup.timer",
  "fstrim.timer",
  "e2scrub_all.timer",
  "dbus",
  "getty@tty1",
  "tmp.mount",
]);

/** Units of packages that are on every server image: openssh-server, and a package of priority "important". */
const serverUnits: ReadonlySet<string> = new Set(["ssh", "ssh.socket", "cron"]);

/** Further units of a booted server that nobody asks for by name: of systemd, of packages of the base system, of cloud images. */
const systemUnits: ReadonlySet<string> = new Set([
  "apt-daily",
  "apt-daily-upgrade",
  "cloud-config",
  "cloud-final",
  "cloud-init",
  "console-getty",
  "debug-shell",
  "dpkg-db-backup",
  "e2scrub_all",
  "emergency",
  "fstrim",
  "hwclock",
  "ifupdown",
  "initrd-cleanup",
  "kmod",
  "ldconfig",
  "logrotate",
  "man-db",
  "networking",
  "polkit",
  "procps",
  "rc-local",
  "rescue",
  "rsyslog",
  "snapd",
  "sshd",
  "sudo",
  "syslog",
  "udev",
  "unattended-upgrades",
]);

/** Users and groups that systemd adds on a booted system. */
const systemdAccounts: ReadonlySet<string> = new Set([
  "systemd-network",
  "systemd-resolve",
  "systemd-timesync",
  "systemd-journal",
  "systemd-coredump",
  "messagebus",
]);

/** What a package brings, its hard dependencies included; undefined for a package that the table does not know. */
export function factsOfPackage(name: string, os: OsRelease): Required<Omit<PackageFacts, "brings">> | undefined {
  const php = /^php(\d+\.\d+)?-fpm$/.exec(name);
  const own: PackageFacts | undefined =
    php === null
      ? facts[name]
      : { services: [`php${php[1] ?? phpVersionOf(os.id)}-fpm`], directories: ["/etc/php"], brings: ["php-cli"] };
  if (own === undefined) return undefined;
  const all: readonly PackageFacts[] = [own, ...(own.brings ?? []).map((other) => factsOfPackage(other, os) ?? {})];
  const gather = (field: keyof Omit<PackageFacts, "brings">): readonly string[] => [
    ...new Set(all.flatMap((one) => one[field] ?? [])),
  ];
  return {
    users: gather("users"),
    groups: gather("groups"),
    services: gather("services"),
    aliases: gather("aliases"),
    directories: gather("directories"),
    folders: gather("folders"),
    programs: gather("programs"),
  };
}

/** Names of all packages that the table knows. */
export function packagesOfFacts(): readonly string[] {
  return [...Object.keys(facts), "php-fpm"];
}

/** A package that brings a unit (given without `.service`), the first that the table has; undefined when it knows none. */
export function packageOfService(unit: string, os: OsRelease): string | undefined {
  if (/^php\d+\.\d+-fpm$/.test(unit)) return unit === `php${phpVersionOf(os.id)}-fpm` ? "php-fpm" : unit;
  const own = facts[unit]?.services?.includes(unit) === true ? unit : undefined;
  return own ?? Object.keys(facts).find((name) => facts[name]?.services?.includes(unit) === true);
}

/** Whether the base system of a booted machine has this unit (given without `.service`). */
export function isBaseService(name: string): boolean {
  return baseServices.has(name) || /^(getty|serial-getty|user)@/.test(name);
}

/**
 * Whether a unit (given without `.service`) is one of a server's own: of the base system, of what every server image has
 * besides that, or in the names that systemd and cloud-init keep for themselves.
 */
export function isSystemUnit(name: string): boolean {
  return (
    isBaseService(name) ||
    isOnEveryServer(name) ||
    systemUnits.has(name) ||
    /^(?:systemd|cloud-init|dbus-org)[-.]/.test(name)
  );
}

/** Whether every server image of the family has this unit, although the base system does not: how one gets in, and cron. */
export function isOnEveryServer(name: string): boolean {
  return serverUnits.has(name);
}

/** Whether systemd itself adds this user or group on a booted system. */
export function isSystemdAccount(name: string): boolean {
  return systemdAccounts.has(name);
}
