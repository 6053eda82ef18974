import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("mysql db"),
  ...wordsFor(["mysql-user", "mariadb-user", "login-user", "username", "db-user"], {
    help: "write `user shop { password = db-password }`",
  }),
  ...wordsFor(["password", "mysql-password", "mariadb-password", "db-password", "login-password"], {
    help: "write it in the user's block: `user shop { password = db-password }`, with `secret db-password = generate(48)`",
  }),
  ...wordsFor(["root-password", "mysql-root-password", "mariadb-root-password"], {
    help: "take the line away: root comes in through the socket of the machine, without a password",
  }),
  ...wordsFor(["mysql-database", "mariadb-database", "db", "dbname", "db-name", "databases", "schema"], {
    help: "write `database shop { owner = shop }`",
  }),
  ...wordsFor(["users", "accounts"], { help: "write a `user NAME { … }` block for each" }),
  ...wordsFor(["grants", "priv", "privs", "privileges", "permissions"], {
    help: "write `grant reports { to = reader, database = shop, privileges = [select] }`",
  }),
  ...wordsFor(["bind", "bind-address", "host", "hostname"], {
    help: 'take the line away: it listens where a reference needs it; else write `listen = ["10.0.0.5"]`',
  }),
  ...wordsFor(["image", "container-name", "volumes", "volume", "healthcheck"], {
    help: "take the line away: containers get the official image, a named volume and a health check",
  }),
  ...wordsFor(["config", "conf", "options", "parameters", "my-cnf", "mysqld"], {
    help: "write `settings { innodb_buffer_pool_size = 1GB }`",
  }),
  ...wordsFor(["backups", "dump", "mysqldump", "snapshot"], { help: "write `backup { keep = 14 }`" }),
  ...wordsFor(["data-directory", "data-dir", "datadir"], {
    help: "take the line away: Debian keeps it in `/var/lib/mysql`; mount a disk there",
  }),
};

/** The same inside `user`. */
export const foreignUser: ForeignWords = {
  ...wordsFor(["pass", "passwd", "password-hash", "encrypted-password"], {
    help: "write `password = db-password`, a secret",
    same: "password",
  }),
  ...wordsFor(["host", "hosts", "from"], {
    help: "take the line away: a user comes from its machine and from the hosts that are given `db.url` or `db.host`",
  }),
  ...wordsFor(["priv", "privileges", "grants"], {
    help: "write `owner = shop` in the database, or a `grant` block",
  }),
};

/** The same inside `database`. */
export const foreignDatabase: ForeignWords = {
  ...wordsFor(["user", "username", "login"], { help: "write `owner = shop`", same: "owner" }),
  ...wordsFor(["encoding", "character-set"], {
    help: "write `charset = utf8mb4`, which holds anyway",
    same: "charset",
  }),
  ...wordsFor(["collate"], { help: "write `collation = utf8mb4_unicode_ci`", same: "collation" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["mariadb", "mysqld", "mariadb-server", "mysql-server", "mysql-db", "percona"], {
    help: "write `mysql db { user shop { password = db-password }, database shop { owner = shop } }`; it is MariaDB, which Debian and Ubuntu have for it",
    same: "mysql",
  }),
  ...wordsFor(["mysql-user", "mysql-database"], {
    help: "write it inside the server: `mysql db { user shop { … }, database shop { owner = shop } }`",
  }),
};
