import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("postgres db"),
  ...wordsFor(["postgres-user", "postgresql-user", "login-user", "username", "db-user"], {
    help: "write `user shop { password = db-password }`",
  }),
  ...wordsFor(["password", "postgres-password", "db-password", "login-password"], {
    help: "write it in the user's block: `user shop { password = db-password }`, with `secret db-password = generate(48)`",
  }),
  ...wordsFor(["postgres-db", "db", "dbname", "db-name", "databases", "schema"], {
    help: "write `database shop { owner = shop }`",
  }),
  ...wordsFor(["users", "roles", "role"], { help: "write a `user NAME { … }` block for each" }),
  ...wordsFor(["grants", "privs", "privileges", "permissions"], {
    help: "write `grant reports { to = reader, database = shop, privileges = [connect, select] }`",
  }),
  ...wordsFor(["listen-addresses", "bind", "bind-address", "host", "hostname"], {
    help: 'take the line away: it listens where a reference needs it; else write `listen = ["10.0.0.5"]`',
  }),
  ...wordsFor(["image", "container-name", "volumes", "volume", "healthcheck"], {
    help: "take the line away: containers get the official image, a named volume and a health check",
  }),
  ...wordsFor(["config", "conf", "options", "parameters", "postgresql-conf"], {
    help: "write `settings { shared_buffers = 256MB }`",
  }),
  ...wordsFor(["pg-hba", "hba", "allowed-hosts", "allow"], {
    help: "take the line away: who is given `db.url` or `db.host` gets in, and nobody else",
  }),
  ...wordsFor(["backups", "dump", "pg-dump", "snapshot"], { help: "write `backup { keep = 14 }`" }),
  ...wordsFor(["data-directory", "data-dir", "pgdata"], {
    help: "take the line away: Debian keeps it in `/var/lib/postgresql`; mount a disk there",
  }),
  ...wordsFor(["extensions", "extension"], {
    help: "write it in the database: `database shop { extensions = [pg_trgm] }`",
  }),
};

/** The same inside `user`. */
export const foreignUser: ForeignWords = {
  ...wordsFor(["pass", "passwd", "password-hash", "encrypted-password"], {
    help: "write `password = db-password`, a secret",
    same: "password",
  }),
  ...wordsFor(["superuser-role", "admin", "is-superuser"], { help: "write `superuser = true`", same: "superuser" }),
  ...wordsFor(["create-db", "create-database"], { help: "write `createdb = true`", same: "createdb" }),
  ...wordsFor(["create-role", "create-user"], { help: "write `createrole = true`", same: "createrole" }),
  ...wordsFor(["login", "can-login"], { help: "take the line away: every user may log in", needless: ["true"] }),
  ...wordsFor(["role-attr-flags", "attributes", "options"], { help: "write `createdb = true` and the like" }),
  ...wordsFor(["host", "hosts"], { help: "take the line away: who is given `db.url` gets in from its hosts" }),
};

/** The same inside `database`. */
export const foreignDatabase: ForeignWords = {
  ...wordsFor(["user", "username", "login"], { help: "write `owner = shop`", same: "owner" }),
  ...wordsFor(["lc-collate", "lc-ctype", "collation", "collate"], {
    help: 'write `locale = "de_DE.UTF-8"`',
    same: "locale",
  }),
  ...wordsFor(["charset", "character-set"], { help: "write `encoding = UTF8`, which holds anyway", same: "encoding" }),
  ...wordsFor(["extension"], { help: "write `extensions = [pg_trgm]`" }),
  ...wordsFor(["template"], { help: "take the line away: databases are made from `template0`" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(
    ["postgresql", "pg", "postgresql-db", "postgresql-database", "postgresql-server", "rds", "database-server"],
    {
      help: "write `postgres db { user shop { password = db-password }, database shop { owner = shop } }`",
      same: "postgres",
    },
  ),
  ...wordsFor(["postgresql-user", "postgresql-privs", "postgresql-ext", "database"], {
    help: "write it inside the server: `postgres db { user shop { … }, database shop { owner = shop } }`",
  }),
};
