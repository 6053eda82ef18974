/** MariaDB's SQL and its client, the only place that writes them. Questions print `1` for yes. */

/** A text in single quotes, exact with and without NO_BACKSLASH_ESCAPES for texts without a backslash. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An identifier in backquotes. */
export function identifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** The variable that holds the addresses of the hosts which use the server, with spaces between them. */
export const clientsVariable = "CLIENTS";

/** From where a user may come: words for `sh`, each a host, or {@link clientsVariable}. */
export type HostWords = readonly string[];

/** In a statement that is made for each host, the place of the host. */
const hostPlace = "EACH_HOST";

/** `'shop'@'EACH_HOST'`. */
function account(user: string): string {
  return `${literal(user)}@${literal(hostPlace)}`;
}

/** Lines for `sh` that print a statement once for each host. */
function forEachHost(hosts: HostWords, statement: string): readonly string[] {
  return [`for host in ${hosts.join(" ")}; do`, `  sed "s/${hostPlace}/$host/" <<'SQL'`, statement, "SQL", "done"];
}

/** A command for `sh` that gives the server what these lines print. */
function runsPrinted(...lines: readonly string[]): string {
  return ["{", ...lines, "} | mariadb", ""].join("\n");
}

/** The client with the list of the hosts in `@hosts`, for FIND_IN_SET. */
function clientKnowing(hosts: HostWords): string {
  const words = hosts.join(" ");
  const list = words.includes("$") ? `$(echo ${words} | tr ' ' ',')` : hosts.join(",");
  return `mariadb -NB --init-command="SET @hosts = '${list}'"`;
}

/** How many hosts there are in `@hosts`. */
const hostCount = "1 + LENGTH(@hosts) - LENGTH(REPLACE(@hosts, ',', ''))";

/** A script for `sh` that gives statements to the server, as root through the socket. */
export function runs(...lines: readonly string[]): string {
  return ["mariadb <<'SQL'", ...lines, "SQL", ""].join("\n");
}

/** A command for `sh` that succeeds when the query, line by line, gives `1`. */
export function asks(...query: readonly string[]): string {
  return asksThrough("mariadb -NB", query);
}

/** The same for a query that uses `@hosts`. */
function asksKnowing(hosts: HostWords, ...query: readonly string[]): string {
  return asksThrough(clientKnowing(hosts), query);
}

function asksThrough(client: string, query: readonly string[]): string {
  return [`test "$(${client} <<'SQL'`, ...query, "SQL", ')" = 1', ""].join("\n");
}

/** A command for `sh`: whether a user may come from exactly these hosts. */
export function userIsSo(user: string, hosts: HostWords): string {
  return asksKnowing(
    hosts,
    `SELECT COUNT(*) = ${hostCount} AND MIN(FIND_IN_SET(Host, @hosts)) > 0`,
    `  FROM mysql.user WHERE User = ${literal(user)};`,
  );
}

/**
 * Makes a user for each host, and removes it for others. Until it has its password nobody gets in with it; one that never
 * gets one is for the account of that name on the machine.
 */
export function makeUser(user: string, hosts: HostWords, password: boolean): string {
  const identified = password ? "IDENTIFIED VIA mysql_native_password USING 'invalid'" : "IDENTIFIED VIA unix_socket";
  return runsPrinted(
    `${clientKnowing(hosts)} <<'SQL'`,
    "SELECT CONCAT('DROP USER ', QUOTE(User), '@', QUOTE(Host), ';') FROM mysql.user",
    `  WHERE User = ${literal(user)} AND NOT FIND_IN_SET(Host, @hosts);`,
    "SQL",
    ...forEachHost(hosts, `CREATE USER IF NOT EXISTS ${account(user)} ${identified};`),
  );
}

/** The password of the variable NEW_PASSWORD as hexadecimal digits, which need no quotes anywhere. */
const passwordInHex = `hex=$(printf %s "$NEW_PASSWORD" | od -An -v -tx1 | tr -d ' \\n')`;

/** A command for `sh`: whether a user has the password of NEW_PASSWORD from everywhere. */
export function hasPassword(user: string): string {
  return [
    passwordInHex,
    'test "$(mariadb -NB <<SQL',
    "SET SESSION sql_log_off = 1;",
    `SELECT MIN(authentication_string = PASSWORD(CONVERT(X'$hex' USING utf8mb4))) FROM mysql.user`,
    `  WHERE User = ${literal(user)};`,
    "SQL",
    ')" = 1',
    "",
  ].join("\n");
}

/**
 * Gives a user the password of NEW_PASSWORD. The client reads it from its input, so that it is in no command line; and
 * the log of all statements, where there is one, is off for it.
 */
export function setPassword(user: string, hosts: HostWords): string {
  const alter = literal(`ALTER USER ${account(user)} IDENTIFIED BY `);
  return runsPrinted(
    passwordInHex,
    "cat <<SQL",
    "SET SESSION sql_log_off = 1;",
    "SET @password = CONVERT(X'$hex' USING utf8mb4);",
    "SQL",
    ...forEachHost(hosts, `EXECUTE IMMEDIATE CONCAT(${alter}, QUOTE(@password));`),
  );
}

/** A database as it should be. */
export interface WantedDatabase {
  readonly name: string;
  readonly charset: string;
  readonly collation: string;
}

/** Whether there is a database whose new tables have this character set and collation. */
export function databaseIsSo({ name, charset, collation }: WantedDatabase): readonly string[] {
  return [
    `SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ${literal(name)}`,
    `  AND DEFAULT_CHARACTER_SET_NAME = ${literal(charset)} AND DEFAULT_COLLATION_NAME = ${literal(collation)};`,
  ];
}

/** Makes a database, or changes what its new tables have. */
export function makeDatabase({ name, charset, collation }: WantedDatabase): readonly string[] {
  return [
    `CREATE DATABASE IF NOT EXISTS ${identifier(name)};`,
    `ALTER DATABASE ${identifier(name)} CHARACTER SET ${charset} COLLATE ${collation};`,
  ];
}

/** Rights in a database: as a spec writes them → as SQL does; the column of mysql.db is the word with `_priv`. */
const privileges = {
  select: ["SELECT", "Select"],
  insert: ["INSERT", "Insert"],
  update: ["UPDATE", "Update"],
  delete: ["DELETE", "Delete"],
  create: ["CREATE", "Create"],
  drop: ["DROP", "Drop"],
  alter: ["ALTER", "Alter"],
  index: ["INDEX", "Index"],
  references: ["REFERENCES", "References"],
  "create-view": ["CREATE VIEW", "Create_view"],
  "show-view": ["SHOW VIEW", "Show_view"],
  "create-routine": ["CREATE ROUTINE", "Create_routine"],
  "alter-routine": ["ALTER ROUTINE", "Alter_routine"],
  execute: ["EXECUTE", "Execute"],
  event: ["EVENT", "Event"],
  trigger: ["TRIGGER", "Trigger"],
  "create-temporary-tables": ["CREATE TEMPORARY TABLES", "Create_tmp_table"],
  "lock-tables": ["LOCK TABLES", "Lock_tables"],
} as const;

/** A right in a database. */
export type Privilege = keyof typeof privileges;

/** Every right in a database. */
export const allPrivileges = Object.keys(privileges) as readonly Privilege[];

/** Rights of a user in a database. */
export interface Grant {
  readonly user: string;
  readonly hosts: HostWords;
  readonly database: string;
  readonly privileges: readonly Privilege[];
}

/** In a grant a database's name is a pattern, where `_` stands for any character. */
function pattern(database: string): string {
  return database.replaceAll("_", "\\_");
}

/** A command for `sh`: whether a user has the rights from every host. */
export function grantIsSo({ user, hosts, database, privileges: wanted }: Grant): string {
  const columns = wanted.map((one) => `${privileges[one][1]}_priv = 'Y'`);
  return asksKnowing(
    hosts,
    `SELECT COUNT(*) = ${hostCount} FROM mysql.db WHERE User = ${literal(user)}`,
    `  AND REPLACE(Db, CHAR(92), '') = ${literal(database)} AND FIND_IN_SET(Host, @hosts)`,
    ...columns.map((column) => `  AND ${column}`),
    ";",
  );
}

/** A command for `sh` that gives a user the rights from every host. */
export function giveGrant({ user, hosts, database, privileges: wanted }: Grant): string {
  const words =
    wanted.length === allPrivileges.length
      ? "ALL PRIVILEGES"
      : allPrivileges
          .filter((one) => wanted.includes(one))
          .map((one) => privileges[one][0])
          .join(", ");
  return runsPrinted(
    ...forEachHost(hosts, `GRANT ${words} ON ${identifier(pattern(database))}.* TO ${account(user)};`),
  );
}
