/** MariaDB's SQL and its client, the only place that writes them. Questions print `1` for yes. */

/** A text in single quotes, exact with and without NO_BACKSLASH_ESCAPES for texts without a backslash. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An identifier in backquotes. */
export function identifier(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}

/** `'shop'@'203.0.113.11'`. */
export function account(user: string, host: string): string {
  return `${literal(user)}@${literal(host)}`;
}

/** A script for `sh` that gives statements to the server, as root through the socket. */
export function runs(...lines: readonly string[]): string {
  return ["mariadb <<'SQL'", ...lines, "SQL", ""].join("\n");
}

/** A command for `sh` that succeeds when the query, line by line, gives `1`. */
export function asks(...query: readonly string[]): string {
  return [`test "$(mariadb -NB <<'SQL'`, ...query, "SQL", ')" = 1', ""].join("\n");
}

/** Whether a user may come from exactly these hosts. */
export function userIsSo(user: string, hosts: readonly string[]): readonly string[] {
  return [
    `SELECT COUNT(*) = ${hosts.length} AND SUM(Host IN (${hosts.map(literal).join(", ")})) = ${hosts.length}`,
    `  FROM mysql.user WHERE User = ${literal(user)};`,
  ];
}

/**
 * Makes a user for each host, and removes it for others. Until it has its password nobody gets in with it; one that never
 * gets one is for the account of that name on the machine.
 */
export function makeUser(user: string, hosts: readonly string[], password: boolean): string {
  const identified = password ? "IDENTIFIED VIA mysql_native_password USING 'invalid'" : "IDENTIFIED VIA unix_socket";
  return [
    "mariadb -NB <<'SQL' | mariadb",
    "SELECT CONCAT('DROP USER ', QUOTE(User), '@', QUOTE(Host), ';') FROM mysql.user",
    `  WHERE User = ${literal(user)} AND Host NOT IN (${hosts.map(literal).join(", ")});`,
    ...hosts.map((host) => `SELECT "CREATE USER IF NOT EXISTS ${account(user, host)} ${identified};";`),
    "SQL",
    "",
  ].join("\n");
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
export function setPassword(user: string, hosts: readonly string[]): string {
  const statements = hosts.map((host) => {
    const alter = literal(`ALTER USER ${account(user, host)} IDENTIFIED BY `);
    return `EXECUTE IMMEDIATE CONCAT(${alter}, QUOTE(@password));`;
  });
  return [
    passwordInHex,
    "mariadb <<SQL",
    "SET SESSION sql_log_off = 1;",
    "SET @password = CONVERT(X'$hex' USING utf8mb4);",
    ...statements,
    "SQL",
    "",
  ].join("\n");
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
  readonly hosts: readonly string[];
  readonly database: string;
  readonly privileges: readonly Privilege[];
}

/** In a grant a database's name is a pattern, where `_` stands for any character. */
function pattern(database: string): string {
  return database.replaceAll("_", "\\_");
}

/** Whether a user has the rights from every host. */
export function grantIsSo({ user, hosts, database, privileges: wanted }: Grant): readonly string[] {
  const columns = wanted.map((one) => `${privileges[one][1]}_priv = 'Y'`);
  return [
    `SELECT COUNT(*) = ${hosts.length} FROM mysql.db WHERE User = ${literal(user)}`,
    `  AND REPLACE(Db, CHAR(92), '') = ${literal(database)} AND Host IN (${hosts.map(literal).join(", ")})`,
    ...columns.map((column) => `  AND ${column}`),
    ";",
  ];
}

/** Gives a user the rights from every host. */
export function giveGrant({ user, hosts, database, privileges: wanted }: Grant): readonly string[] {
  const words =
    wanted.length === allPrivileges.length
      ? "ALL PRIVILEGES"
      : allPrivileges
          .filter((one) => wanted.includes(one))
          .map((one) => privileges[one][0])
          .join(", ");
  return hosts.map((host) => `GRANT ${words} ON ${identifier(pattern(database))}.* TO ${account(user, host)};`);
}
