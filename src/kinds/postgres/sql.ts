/** PostgreSQL's SQL and psql(1), the only place that writes them. Questions print `1` for yes. */

/** An identifier in double quotes (SQL syntax, "Identifiers and Key Words"). */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in single quotes; exact with `standard_conforming_strings`, which is on since PostgreSQL 9.1. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A psql script for `sh` that stops at the first mistake; what it is told to run is a here-document. */
export function psqlScript(database: string | undefined, ...lines: readonly string[]): string {
  return [`psql -Xq -v ON_ERROR_STOP=1${inDatabase(database)} <<'SQL'`, ...lines, "SQL", ""].join("\n");
}

/** A command for `sh` that succeeds when the query, line by line, gives `1`. */
export function psqlAsks(database: string | undefined, ...query: readonly string[]): string {
  return [`test "$(psql -XAtq${inDatabase(database)} <<'SQL'`, ...query, "SQL", ')" = 1', ""].join("\n");
}

function inDatabase(database: string | undefined): string {
  return database === undefined ? "" : ` -d ${database}`;
}

/** Runs a statement when the condition holds (`\gexec` runs what the query prints). */
export function runIf(statement: string, condition: string): string {
  return `SELECT ${literal(statement)} WHERE ${condition} \\gexec`;
}

/** What a role may do besides logging in: SQL word → catalogue column. */
const roleOptions = {
  superuser: "rolsuper",
  createdb: "rolcreatedb",
  createrole: "rolcreaterole",
  replication: "rolreplication",
} as const;

/** A right of a user that is given to the whole server. */
export type RoleOption = keyof typeof roleOptions;

/** Every right, in the order it is written. */
export const allRoleOptions = Object.keys(roleOptions) as readonly RoleOption[];

/** Whether a role is as it should be. */
export function roleIsSo(name: string, options: readonly RoleOption[]): readonly string[] {
  const conditions = allRoleOptions.map((one) => `${options.includes(one) ? "" : "NOT "}${roleOptions[one]}`);
  return [
    `SELECT 1 FROM pg_roles WHERE rolname = ${literal(name)}`,
    `  AND rolcanlogin AND ${conditions.join(" AND ")}`,
  ];
}

/** Makes a role, or gives one that is there its rights. */
export function makeRole(name: string, options: readonly RoleOption[]): readonly string[] {
  const words = allRoleOptions.map((one) => `${options.includes(one) ? "" : "NO"}${one.toUpperCase()}`);
  return [
    runIf(`CREATE ROLE ${identifier(name)}`, `NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(name)})`),
    `ALTER ROLE ${identifier(name)} LOGIN ${words.join(" ")};`,
  ];
}

/**
 * Gives a role the password of the variable PGPASSWORD. printenv hands it to psql, which quotes it, so that it is in no
 * command line; and whatever the server is told to log, not this.
 */
export function setPassword(name: string): readonly string[] {
  return [
    "SET log_statement = 'none';",
    "SET log_min_duration_statement = -1;",
    "SET log_min_error_statement = 'panic';",
    "SET password_encryption = 'scram-sha-256';",
    "\\set password `printenv PGPASSWORD`",
    `ALTER ROLE ${identifier(name)} PASSWORD :'password';`,
  ];
}

/** A command for `sh` that logs in with the password of PGPASSWORD, as an application would. */
export function logsIn(name: string): string {
  return `psql -Xqw -h 127.0.0.1 -U ${name} -d postgres -c ''`;
}

/** A database as it should be. */
export interface WantedDatabase {
  readonly name: string;
  readonly owner: string;
  readonly encoding: string;
  readonly locale: string;
}

/** Whether there is a database with this owner, encoding and locale. */
export function databaseIsSo(wanted: WantedDatabase): readonly string[] {
  return [
    `SELECT 1 FROM pg_database WHERE datname = ${literal(wanted.name)}`,
    `  AND ${hasForm(wanted)}`,
    `  AND pg_get_userbyid(datdba) = ${literal(wanted.owner)}`,
  ];
}

function hasForm(wanted: WantedDatabase): string {
  return `pg_encoding_to_char(encoding) = ${literal(wanted.encoding)} AND datcollate = ${literal(wanted.locale)}`;
}

/** Makes a database, or gives one that is there its owner; one with another encoding or locale is an error. */
export function makeDatabase(wanted: WantedDatabase): readonly string[] {
  const { name, owner, encoding, locale } = wanted;
  return [
    "SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L LOCALE %L',",
    `  ${[name, owner, encoding, locale].map(literal).join(", ")})`,
    `WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}) \\gexec`,
    "DO $$ BEGIN",
    `  IF NOT EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}`,
    `    AND ${hasForm(wanted)}) THEN`,
    `    RAISE EXCEPTION 'the database ${name} has another encoding or locale, which cannot be changed:`,
    "      dump it, drop it, and restore it';",
    "  END IF;",
    "END $$;",
    `ALTER DATABASE ${identifier(name)} OWNER TO ${identifier(owner)};`,
  ];
}

/** Whether a database has an extension. */
export function hasExtension(name: string): string {
  return `SELECT 1 FROM pg_extension WHERE extname = ${literal(name)}`;
}
