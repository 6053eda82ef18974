import type { OsRelease } from "../../ir/os.ts";
import { phpVersionOf } from "../../ir/os/php-version.ts";

/** What every PHP of the family has in it or in `php-common` (php -m of php-cli alone). */
const builtIn: ReadonlySet<string> = new Set(
  "calendar core ctype date exif ffi fileinfo filter ftp gettext hash iconv libxml openssl opcache pcntl pcre pdo phar posix random readline reflection session shmop sockets sodium spl standard sysvmsg sysvsem sysvshm tokenizer zlib".split(
    " ",
  ),
);

/** Extensions whose package is called otherwise. */
const packageNames: Readonly<Record<string, string>> = {
  mysqli: "mysql",
  mysqlnd: "mysql",
  pdo_mysql: "mysql",
  pdo_pgsql: "pgsql",
  sqlite: "sqlite3",
  pdo_sqlite: "sqlite3",
  dom: "xml",
  simplexml: "xml",
  xmlreader: "xml",
  xmlwriter: "xml",
  xsl: "xml",
  pdo_odbc: "odbc",
  pdo_dblib: "sybase",
  pdo_firebird: "interbase",
};

/** Extensions that the package of another one brings along (Depends of Debian 12). */
const alongWith: Readonly<Record<string, readonly string[]>> = {
  mailparse: ["mbstring"],
  memcached: ["igbinary", "msgpack"],
  ps: ["gd"],
  redis: ["igbinary"],
  solr: ["curl", "xml"],
};

/** Extensions of PHP's own source that the family packages with the version in the name (`php8.2-gd`). */
const own: ReadonlySet<string> = new Set(
  "bcmath bz2 curl dba enchant gd gmp imap interbase intl json ldap mbstring mysql odbc pgsql pspell snmp soap sqlite3 sybase tidy xml xmlrpc zip".split(
    " ",
  ),
);

/** Extensions from PECL: the distribution's package has no version in its name (`php-redis`), a vendor's has. */
const pecl: ReadonlySet<string> = new Set(
  "amqp apcu ast ds excimer gearman geos gmagick gnupg http igbinary imagick inotify luasandbox mailparse maxminddb mcrypt memcache memcached mongodb msgpack oauth pcov pinba pq ps psr raphf redis remctl rrd smbclient solr ssh2 stomp tideways uopz uploadprogress uuid xdebug yac yaml zmq zstd".split(
    " ",
  ),
);

/** Extensions that only the vendor's repository (packages.sury.org/php) has. */
const vendors: ReadonlySet<string> = new Set(
  "decimal grpc lz4 openswoole protobuf rdkafka snappy swoole vips xhprof yaf".split(" "),
);

/** The releases of Debian whose own PHP has no package for an extension (its Packages files, main). */
const missing: Readonly<Record<string, readonly string[]>> = {
  imap: ["debian-13"],
  inotify: ["debian-11", "debian-12"],
  maxminddb: ["debian-11"],
  mcrypt: ["debian-11"],
  pinba: ["debian-13"],
  pq: ["debian-11", "debian-12"],
  smbclient: ["debian-11", "debian-12"],
  tideways: ["debian-13"],
  zstd: ["debian-11", "debian-12"],
};

/** The names of all extensions that have a package for some PHP. */
export function knownExtensions(): readonly string[] {
  return [...builtIn, ...Object.keys(packageNames), ...own, ...pecl, ...vendors];
}

/** Whether there is a package for an extension of this PHP version on a system, or PHP has it anyway. */
export function hasExtension(name: string, version: string, os: OsRelease): boolean {
  if (version !== phpVersionOf(os.id)) return knownExtensions().includes(name);
  return knownExtensions().includes(name) && !vendors.has(name) && !(missing[name] ?? []).includes(os.id);
}

/** Whether envc knows an extension of this name. */
export function isKnown(name: string): boolean {
  return knownExtensions().includes(name) || name === "json";
}

/** Whether an extension is there where these are installed: with one of them, in a package of theirs, or always. */
export function isBroughtBy(name: string, installed: readonly string[]): boolean {
  // The command line of PHP 7.4 depends on the package `json`, and later ones have it in the core.
  if (builtIn.has(name) || name === "json") return true;
  const packageOf = (each: string): string => packageNames[each] ?? each;
  return installed.some((each) => [each, ...(alongWith[each] ?? [])].some((one) => packageOf(one) === packageOf(name)));
}

/** The packages of these extensions for a PHP version on a system, each once; none for what is always there. */
export function extensionPackages(extensions: readonly string[], version: string, os: OsRelease): readonly string[] {
  const packages = extensions.flatMap((name) => {
    // In the core since PHP 8.0.
    if (builtIn.has(name) || (name === "json" && version !== "7.4")) return [];
    if (pecl.has(name) && version === phpVersionOf(os.id)) return [`php-${name}`];
    return [`php${version}-${packageNames[name] ?? name.replaceAll("_", "-")}`];
  });
  return [...new Set(packages)];
}
