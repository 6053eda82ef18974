/** Rights inside a database, as SQL: what is asked and what is granted. */
import { identifier, literal } from "./sql.ts";

/** Rights on a database. */
export const databasePrivileges = ["connect", "create", "temporary"] as const;
/** Rights on the tables of a schema. */
export const tablePrivileges = ["select", "insert", "update", "delete", "truncate", "references", "trigger"] as const;

/** One `grant` block, its names known. */
export interface Grant {
  readonly to: string;
  readonly database: string;
  /** Who makes the tables: the owner of the database. */
  readonly owner: string;
  readonly schema: string;
  readonly privileges: readonly string[];
}

/** What of the privileges is about the database, and what about the tables of the schema. */
function split(grant: Grant): { readonly database: readonly string[]; readonly tables: readonly string[] } {
  const of = (all: readonly string[]): readonly string[] =>
    all.filter((one) => grant.privileges.includes(one)).map((one) => one.toUpperCase());
  return { database: of(databasePrivileges), tables: of(tablePrivileges) };
}

/** Whether every right is there: on the database, the schema, its tables and those that its owner makes later. */
export function grantIsSo(grant: Grant): readonly string[] {
  const { database, tables } = split(grant);
  const to = literal(grant.to);
  const schema = literal(grant.schema);
  const conditions = database.map(
    (privilege) => `has_database_privilege(${to}, ${literal(grant.database)}, ${literal(privilege)})`,
  );
  if (tables.length > 0) conditions.push(`has_schema_privilege(${to}, ${schema}, 'USAGE')`);
  for (const privilege of tables)
    conditions.push(
      ...hasOnAll(grant, "'r', 'p', 'v', 'm', 'f'", "table", privilege),
      ...hasOnLater(grant, "r", privilege),
    );
  if (tables.includes("INSERT"))
    conditions.push(...hasOnAll(grant, "'S'", "sequence", "USAGE"), ...hasOnLater(grant, "S", "USAGE"));
  // What begins with spaces goes on with the condition before it.
  return [
    "SELECT 1 WHERE",
    ...conditions.map((one, index) => `  ${index === 0 || one.startsWith(" ") ? "" : "AND "}${one}`),
  ];
}

/** A server may ask about rights before it looks at the kind of a thing, and a table has none of a sequence: hence CASE. */
function hasOnAll(grant: Grant, relkinds: string, what: "table" | "sequence", privilege: string): readonly string[] {
  return [
    `NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = ${literal(grant.schema)}::regnamespace`,
    `  AND CASE WHEN relkind IN (${relkinds})`,
    `    THEN NOT has_${what}_privilege(${literal(grant.to)}, oid, ${literal(privilege)}) ELSE false END)`,
  ];
}

function hasOnLater(grant: Grant, type: "r" | "S", privilege: string): readonly string[] {
  return [
    `EXISTS (SELECT FROM pg_default_acl, aclexplode(defaclacl) WHERE defaclrole = ${literal(grant.owner)}::regrole`,
    `  AND defaclnamespace = ${literal(grant.schema)}::regnamespace AND defaclobjtype = '${type}'`,
    `  AND grantee = ${literal(grant.to)}::regrole AND privilege_type = ${literal(privilege)})`,
  ];
}

/** Gives the rights, also on what the owner of the database makes later. Who may insert may count its sequences on. */
export function giveGrant(grant: Grant): readonly string[] {
  const { database, tables } = split(grant);
  const to = identifier(grant.to);
  const schema = identifier(grant.schema);
  const later = `ALTER DEFAULT PRIVILEGES FOR ROLE ${identifier(grant.owner)} IN SCHEMA ${schema}`;
  const lines: string[] = [];
  if (database.length > 0)
    lines.push(`GRANT ${database.join(", ")} ON DATABASE ${identifier(grant.database)} TO ${to};`);
  if (tables.length > 0)
    lines.push(
      `GRANT USAGE ON SCHEMA ${schema} TO ${to};`,
      `GRANT ${tables.join(", ")} ON ALL TABLES IN SCHEMA ${schema} TO ${to};`,
      `${later} GRANT ${tables.join(", ")} ON TABLES TO ${to};`,
    );
  if (tables.includes("INSERT"))
    lines.push(
      `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${to};`,
      `${later} GRANT USAGE ON SEQUENCES TO ${to};`,
    );
  return lines;
}
