import type { LowerContext, NestedBlock, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { EnvironmentVariable } from "../../ir/environment-variable.ts";
import type { ExecOp, OpId } from "../../ir/ops.ts";
import { isBuiltInLocale } from "../../ir/os/locales.ts";
import { knownText } from "../../ir/read-value.ts";
import { type Text, literalText } from "../../ir/text.ts";
import { runCommand } from "../shared/build-ops.ts";
import { attributeIn, blocksOf, boolIn, labelsOf, textIn, textsIn } from "../shared/databases/read-blocks.ts";
import { type Grant, giveGrant, grantIsSo } from "./grants.ts";
import * as sql from "./sql.ts";

/** Users, databases, extensions and rights, in the order in which they need each other. */
export function insideOps(resource: Resource, context: LowerContext, port: Text, server: OpId): readonly ExecOp[] {
  const name = (...parts: readonly string[]): string => [resource.name, ...parts].join("-");
  const portVariable: readonly EnvironmentVariable[] =
    knownText({ is: "text", text: port }) === "5432" ? [] : [{ name: "PGPORT", value: port }];
  const ask = (
    id: string,
    title: string,
    run: string,
    unless: string,
    environment: readonly EnvironmentVariable[] = [],
    after: readonly OpId[] = [],
  ): ExecOp =>
    runCommand(resource, id, title, literalText(run), {
      unless: literalText(unless),
      environment: [...environment, ...portVariable].sort((a, b) => (a.name < b.name ? -1 : 1)),
      after: [server, ...after],
      user: "postgres",
    });
  const users = blocksOf(resource, "user").flatMap((block) => {
    const user = block.label ?? "";
    const options = sql.allRoleOptions.filter((one) => boolIn(block, one));
    const made = ask(
      name("user", user),
      `Create the PostgreSQL user ${user}`,
      sql.psqlScript(undefined, ...sql.makeRole(user, options)),
      sql.psqlAsks(undefined, ...sql.roleIsSo(user, options)),
    );
    const password = context.text(attributeIn(block, "password")?.value);
    if (password === undefined) return [made];
    return [
      made,
      ask(
        name("password", user),
        `Set the password of the PostgreSQL user ${user}`,
        sql.psqlScript(undefined, ...sql.setPassword(user)),
        sql.logsIn(user),
        [{ name: "PGPASSWORD", value: password }],
        [made.id],
      ),
    ];
  });
  const usersDone = users.map((op) => op.id);
  const databases = blocksOf(resource, "database").flatMap((block) => {
    const wanted = wantedDatabase(block, resource, context);
    const made = ask(
      name("database", wanted.name),
      `Create the PostgreSQL database ${wanted.name}`,
      sql.psqlScript(undefined, ...sql.makeDatabase(wanted)),
      sql.psqlAsks(undefined, ...sql.databaseIsSo(wanted)),
      [],
      usersDone,
    );
    const extensions = textsIn(block, "extensions").map((extension) =>
      ask(
        name("extension", wanted.name, extension),
        `Add the extension ${extension} to the PostgreSQL database ${wanted.name}`,
        sql.psqlScript(wanted.name, `CREATE EXTENSION IF NOT EXISTS ${sql.identifier(extension)} CASCADE;`),
        sql.psqlAsks(wanted.name, sql.hasExtension(extension)),
        [],
        [made.id],
      ),
    );
    return [made, ...extensions];
  });
  const databasesDone = databases.map((op) => op.id);
  const grants = blocksOf(resource, "grant").map((block) => {
    const grant = grantOf(block, resource);
    return ask(
      name("grant", block.label ?? ""),
      `Give the PostgreSQL user ${grant.to} its rights in ${grant.database}`,
      sql.psqlScript(grant.database, ...giveGrant(grant)),
      sql.psqlAsks(grant.database, ...grantIsSo(grant)),
      [],
      [...usersDone, ...databasesDone],
    );
  });
  const droppedDatabases = labelsOf(resource, "drop-database").map((database) =>
    ask(
      name("drop-database", database),
      `Drop the PostgreSQL database ${database}`,
      sql.psqlScript(undefined, `DROP DATABASE IF EXISTS ${sql.identifier(database)};`),
      sql.psqlAsks(undefined, `SELECT count(*) + 1 FROM pg_database WHERE datname = ${sql.literal(database)}`),
    ),
  );
  const droppedUsers = labelsOf(resource, "drop-user").map((user) =>
    ask(
      name("drop-user", user),
      `Drop the PostgreSQL user ${user}`,
      sql.psqlScript(undefined, `DROP ROLE IF EXISTS ${sql.identifier(user)};`),
      sql.psqlAsks(undefined, `SELECT count(*) + 1 FROM pg_roles WHERE rolname = ${sql.literal(user)}`),
      [],
      [...databasesDone, ...grants.map((op) => op.id), ...droppedDatabases.map((op) => op.id)],
    ),
  );
  return [...users, ...databases, ...grants, ...droppedDatabases, ...droppedUsers];
}

/** The op that gives a database an extension. */
export function extensionOp(resource: Resource, database: string, extension: string): OpId {
  return opId("exec", [resource.name, "extension", database, extension].join("-"));
}

/** A `database` block with its defaults filled in. */
export function wantedDatabase(block: NestedBlock, resource: Resource, context: LowerContext): sql.WantedDatabase {
  return {
    name: block.label ?? "",
    owner: ownerOf(block, resource),
    encoding: textIn(block, "encoding") ?? "UTF8",
    locale: inImage(textIn(block, "locale") ?? localeOf(context), context),
  };
}

/** The official image has the locales of the C library alone. */
function inImage(locale: string, context: LowerContext): string {
  return context.form === "machine" || isBuiltInLocale(locale) ? locale : "C.UTF-8";
}

/** Who owns a database: who it says, else the only user of the block, else the server's own. */
export function ownerOf(block: NestedBlock | undefined, resource: Resource): string {
  const users = labelsOf(resource, "user");
  return textIn(block, "owner") ?? (users.length === 1 ? users[0] : undefined) ?? "postgres";
}

/** The machine's locale; what is there without one is C.UTF-8. */
function localeOf(context: LowerContext): string {
  return knownText(context.machine.attributes["locale"]?.value) ?? "C.UTF-8";
}

/** A `grant` block with its defaults filled in. */
export function grantOf(block: NestedBlock, resource: Resource): Grant {
  const database = textIn(block, "database") ?? labelsOf(resource, "database")[0] ?? "postgres";
  const target = blocksOf(resource, "database").find((one) => one.label === database);
  return {
    to: textIn(block, "to") ?? "",
    database,
    owner: ownerOf(target, resource),
    schema: textIn(block, "schema") ?? "public",
    privileges: textsIn(block, "privileges"),
  };
}
