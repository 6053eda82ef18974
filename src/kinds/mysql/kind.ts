import type { Kind } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
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
import { textValue } from "../shared/types.ts";
import { checkMysql } from "./check.ts";
import { lowerMysqlInCompose } from "./container.ts";
import { alsoCalled, foreign, foreignDatabase, foreignUser } from "./foreign.ts";
import { lowerMysql, unit } from "./lower.ts";
import { allPrivileges } from "./sql.ts";
import { stopped } from "../shared/stopped.ts";

/** The server MariaDB, which speaks as MySQL does, with what is inside it. */
export const kind: Kind = {
  name: "mysql",
  doc: "A MariaDB server (what Debian and Ubuntu have for MySQL) with its users, databases and backups.",
  label: { presence: "required", scope: "file", ...unitName, example: "db" },
  attributes: {
    ...versionAttributes("11.8", "mariadb"),
    port: portAttribute(3306),
    listen: listenAttribute("its users come from those hosts only"),
  },
  blocks: {
    user: {
      doc: "A user of the server. It comes from the machine itself and from the hosts of machines that use the server.",
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
      },
      properties: { name: nameProperty("db.user.shop.name", "user") },
      foreign: foreignUser,
    },
    database: {
      doc: "A database. The first one is what `db.url` leads to.",
      example: "database shop { owner = shop }",
      labelled: true,
      stays: stays.database,
      attributes: {
        owner: {
          ...nameType,
          doc: "The user who may do everything in it.",
          example: "shop",
          default: { describe: "the only `user` of the block", reason: "most servers have one application" },
        },
        charset: {
          type: { type: "enum", values: ["utf8mb4", "utf8mb3", "latin1", "ascii"] },
          doc: "Which characters its new tables hold.",
          example: "utf8mb4",
          default: { value: textValue("utf8mb4"), reason: "it holds every character" },
        },
        collation: {
          ...nameType,
          doc: "By which rules its new tables sort and compare texts.",
          example: "utf8mb4_german2_ci",
          default: { describe: "the charset's `_unicode_ci`", reason: "every version has it, and sorts by it alike" },
        },
      },
      properties: { name: nameProperty("db.database.shop.name", "database"), url: oneDatabaseUrl("mysql") },
      foreign: foreignDatabase,
    },
    grant: {
      doc: "Rights of a user in a database that is not its own.",
      example: "grant reports { to = reader, database = shop, privileges = [select] }",
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
        privileges: {
          type: { type: "list", of: { type: "enum", values: allPrivileges } },
          required: true,
          doc: "What it may do there.",
          example: "[select]",
        },
      },
      foreign: grantWords("select"),
    },
    settings: settingsBlock(
      "the section `[mysqld]`",
      "innodb_buffer_pool_size = 1GB",
      /^[a-z][a-z0-9_-]*$/,
      "lower-case letters, digits, `_` and `-`",
    ),
    backup: backupBlock,
    ...dropBlocks,
  },
  properties: { url: firstDatabaseUrl("mysql") },
  absent: false,
  remains: () => [stopped("mariadb")],
  addressable: true,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a database and the program that uses it",
      source: `envspec 1

os = "debian-12"

secret db-password = generate(48)

mysql db {
  user shop { password = db-password }
  database shop { owner = shop }
  settings { innodb_buffer_pool_size = 512MB, max_connections = 200 }
  backup { keep = 30 }
}

process api {
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  env { DATABASE_URL = db.url }
}
`,
    },
  ],
  check: checkMysql,
  brings: () => ({ packages: ["mariadb-server"] }),
  primaryOp: () => opId("service", unit),
  targets: {
    ansible:
      "The package, a file of settings, and a task for each user, database and right that asks first, through the socket.",
    dockerfile:
      "The official image as a Compose service with a named volume, a health check and passwords as secret files; published on 127.0.0.1 only where it listens to more than its own machine. A job named after it makes what is inside, at every `docker compose up`, and what needs it waits for that. It makes no backup by itself: the build says at the line which commands dump and restore.",
    "cloud-init": "The same as on a machine that Ansible sets up.",
  },
  byHand: (resource) => serverByHand(resource, "mariadb DATABASE", "DATABASE-TIME.sql.gz"),
  lower: lowerMysql,
  lowerContainer: lowerMysqlInCompose,
};
