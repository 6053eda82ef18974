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
};

/** Extensions from PECL: the distribution's package has no version in its name (`php-redis`), a vendor's has. */
const pecl: ReadonlySet<string> = new Set(
  "amqp apcu ast ds gnupg igbinary imagick mailparse memcache memcached mongodb msgpack oauth pcov redis ssh2 uuid xdebug yaml zmq".split(
    " ",
  ),
);

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
