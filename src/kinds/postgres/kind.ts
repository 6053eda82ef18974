import { opId } from "../../ir/op-id.ts";
import type { AttributeSchema, Kind, NestedBlockSchema } from "../../ir/kind.ts";
import { backupBlock } from "../shared/databases/backup.ts";
import { grantWords } from "../shared/databases/foreign-part-words.ts";
import { serverByHand } from "../shared/databases/by-hand.ts";
import {
  dropBlocks,
  firstDatabaseUrl,
  listenAttribute,
  nameProperty,
  nameType,
  oneDatabaseUrl,
  portAttribute,
  settingsBlock,
  versionAttributes,
  stays,
} from "../shared/databases/schema.ts";
import { unitName } from "../shared/names.ts";
import { readNumber } from "../shared/read.ts";
import { bool, boolValue, textValue } from "../shared/types.ts";
import { checkPostgres } from "./check.ts";
import { examples } from "./examples.ts";
import { lowerPostgresInCompose } from "./container.ts";
import { alsoCalled, foreign, foreignDatabase, foreignUser } from "./foreign.ts";
import { databasePrivileges, tablePrivileges } from "./grants.ts";
import { lowerPostgres, unitOf, versionOf } from "./lower.ts";
import { stopped } from "../shared/stopped.ts";

function right(doc: string, reason: string): AttributeSchema {
  return { type: bool, doc, example: "true", default: { value: boolValue(false), reason } };
}

const userBlock: NestedBlockSchema = {
  doc: "A user of the server (PostgreSQL says role). It logs in with its password.",
  example: "user shop { password = db-password }",
  labelled: true,
  stays: stays.user,
  attributes: {
    password: {
      type: { type: "secret" },
      sensitive: true,
      doc: "Its password. Without one only the machine's own account of that name gets in, through the socket.",
      example: "db-password",
    },
    superuser: right("May do everything.", "an application that may do everything may lose everything"),
    createdb: right("May make databases.", "databases are described here"),
    createrole: right("May make users.", "users are described here"),
    replication: right("May copy the whole server.", "an application has no use for it"),
  },
  properties: { name: nameProperty("db.user.shop.name", "user") },
  foreign: foreignUser,
};

const databaseBlock: NestedBlockSchema = {
  doc: "A database. The first one is what `db.url` leads to.",
  example: "database shop { owner = shop }",
  labelled: true,
  stays: stays.database,
  attributes: {
    owner: {
      ...nameType,
      doc: "The user to whom it belongs: who may do everything inside it.",
      example: "shop",
      default: { describe: "the only `user` of the block", reason: "most servers have one application" },
    },
    encoding: {
      type: { type: "enum", values: ["UTF8", "LATIN1", "LATIN9", "SQL_ASCII"] },
      doc: "How characters are kept. Cannot be changed later.",
      example: "UTF8",
      default: { value: textValue("UTF8"), reason: "it holds every character" },
    },
    locale: {
      type: { type: "text" },
      doc: "By which language's rules texts are sorted. Cannot be changed later.",
      example: '"de_DE.UTF-8"',
      default: {
        describe: "the machine's `locale`, else `C.UTF-8`",
        reason: "it is there, and sorts alike everywhere",
      },
    },
    extensions: {
      type: { type: "list", of: { type: "name" } },
      doc: "Extensions that it has. Those that are no part of PostgreSQL need their `package`, too, and in a container an `image` that has them.",
      example: "[pg_trgm, unaccent]",
    },
  },
  properties: { name: nameProperty("db.database.shop.name", "database"), url: oneDatabaseUrl("postgresql") },
  foreign: foreignDatabase,
};

const grantBlock: NestedBlockSchema = {
  doc: "Rights of a user in a database that is not its own.",
  example: "grant reports { to = reader, database = shop, privileges = [connect, select] }",
  labelled: true,
  stays: stays.grant,
  attributes: {
    to: { ...nameType, required: true, doc: "The user who gets them.", example: "reader" },
    database: {
      ...nameType,
      doc: "The database that they are for.",
      example: "shop",
      default: { describe: "the first `database` of the block", reason: "most servers have one" },
    },
    schema: {
      ...nameType,
      doc: "The schema whose tables they are for.",
      example: "public",
      default: { value: textValue("public"), reason: "that is where tables are unless a program says otherwise" },
    },
    privileges: {
      type: { type: "list", of: { type: "enum", values: [...databasePrivileges, ...tablePrivileges] } },
      required: true,
      doc: "What it may do: `connect`, `create` and `temporary` are about the database, the others about the tables of the schema, also about those that its owner makes later.",
      example: "[connect, select]",
    },
  },
  foreign: grantWords("connect, select"),
};

/** The server PostgreSQL with what is inside it. */
export const kind: Kind = {
  name: "postgres",
  doc: "A PostgreSQL server with its users, databases and backups.",
  label: { presence: "required", scope: "file", ...unitName, example: "db" },
  attributes: {
    ...versionAttributes("17", "pgdg"),
    port: portAttribute(5432),
    listen: listenAttribute("only those hosts get in"),
    image: {
      type: { type: "text" },
      doc: "The image of a container, in the place of the official one: of the same version, with an extension that is no part of PostgreSQL.",
      example: '"postgis/postgis:15-3.4"',
      default: {
        describe: "the official one of the version",
        reason: "it is looked after by those who look after Docker's images",
      },
    },
  },
  blocks: {
    user: userBlock,
    database: databaseBlock,
    grant: grantBlock,
    settings: settingsBlock(
      "postgresql.conf",
      "shared_buffers = 256MB",
      /^[a-z_][a-z0-9_.]*$/,
      "lower-case letters, digits, `_` and `.`",
    ),
    backup: backupBlock,
    ...dropBlocks,
  },
  properties: { url: firstDatabaseUrl("postgresql") },
  absent: false,
  remains: () => [stopped("postgresql")],
  addressable: true,
  foreign,
  alsoCalled,
  examples,
  check: checkPostgres,
  brings: (os, resource) => ({
    packages: [`postgresql-${versionOf(resource, os.id)}`],
  }),
  primaryOp: (_name, os, resource) => opId("service", unitOf(versionOf(resource, os.id))),
  targets: {
    ansible:
      "The package, drop-ins in `conf.d`, who may log in from where, and a task for each user, database and right that asks first.",
    dockerfile:
      "The official image as a Compose service with a named volume, a health check and passwords as secret files; published on 127.0.0.1 only where it listens to more than its own machine. A job named after it makes what is inside, at every `docker compose up`, and what needs it waits for that. It makes no backup by itself: the build says at the line which commands dump and restore.",
    "cloud-init": "The same as on a machine that Ansible sets up.",
  },
  byHand: (resource) =>
    serverByHand(
      resource,
      `runuser -u postgres -- psql --port=${readNumber(resource, "port") ?? 5432} DATABASE`,
      "DATABASE-TIME.dump",
    ),
  lower: lowerPostgres,
  lowerContainer: lowerPostgresInCompose,
};
