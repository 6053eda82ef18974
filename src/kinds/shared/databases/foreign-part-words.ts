/** What people who know the databases' own words, Ansible or Compose write in the blocks that databases share. */
import type { ForeignWords } from "../../../ir/kind.ts";
import { wordsFor } from "../foreign-words.ts";

/** For `grant`; `privileges` are some that the server knows. */
export function grantWords(privileges: string): ForeignWords {
  return {
    ...wordsFor(["user", "role", "grantee", "username"], { help: "write `to = reader`", same: "to" }),
    ...wordsFor(["users", "roles"], { help: "write a `grant` for each, with `to = reader`" }),
    ...wordsFor(["db", "dbname"], { help: "write `database = shop`", same: "database" }),
    ...wordsFor(["on", "objects"], { help: "write `database = shop`: rights hold for all tables of it" }),
    ...wordsFor(["privs", "priv", "permissions", "rights", "privilege"], {
      help: `write \`privileges = [${privileges}]\``,
    }),
    ...wordsFor(["tables", "table", "objs"], {
      help: "take the line away: rights hold for all tables, also for those that are made later",
    }),
    ...wordsFor(["password", "pass"], { help: "write it in the user's block: `user reader { password = … }`" }),
  };
}

/** For `backup`. */
export const backupWords: ForeignWords = {
  ...wordsFor(["time", "when"], { help: 'write `at = "02:30"`, a time of day', same: "at" }),
  ...wordsFor(["every", "hour", "minute", "schedule", "cron", "daily", "interval", "frequency"], {
    help: 'take the line away: it is made every day, at `at = "02:30"`',
  }),
  ...wordsFor(["retention", "keep-last", "rotate", "keep-days", "days", "backups", "count", "max-backups"], {
    help: "write `keep = 14`, the number of backups",
  }),
  ...wordsFor(["dir", "folder", "destination", "dest", "path", "location", "to"], {
    help: 'write `directory = "/srv/backups"`',
    same: "directory",
  }),
  ...wordsFor(["databases", "database"], { help: "take the line away: everything that the block keeps is in it" }),
  ...wordsFor(["compress", "compression", "gzip"], { help: "take the line away: backups are compressed anyway" }),
  ...wordsFor(["enabled", "enable"], {
    help: "take the line away: a backup that is written is made",
    needless: ["true", "yes"],
  }),
};
