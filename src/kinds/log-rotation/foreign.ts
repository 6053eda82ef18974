import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

const example = 'log-rotation shop { paths = ["/var/log/shop/*.log"] }';

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("log-rotation shop"),
  ...wordsFor(["path", "files", "logs", "file"], { help: 'write `paths = ["/var/log/shop/*.log"]`', same: "paths" }),
  ...wordsFor(["frequency", "rotate-every", "interval", "daily", "weekly", "monthly"], {
    help: "write `every = week`",
  }),
  ...wordsFor(["rotate", "rotations", "count", "max-file"], { help: "write `keep = 14`", same: "keep" }),
  ...wordsFor(["size", "maxsize", "minsize"], { help: "write `max-size = 100MB`", same: "max-size" }),
  ...wordsFor(["su", "su-user", "owner"], { help: "write `user = shop`", same: "user" }),
  ...wordsFor(["postrotate", "reloads", "reload", "notify"], {
    help: "write `reload-after = [nginx]`: the service opens its log files anew",
  }),
  ...wordsFor(["create", "missingok", "notifempty", "delaycompress", "copytruncate", "sharedscripts", "options"], {
    help: "take the line away: missing and empty files are passed over, and a new file is made like the old one",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(["logrotate", "logrotate-app", "logrotate-rule", "log-rotate"], {
  help: `write \`${example}\``,
  same: "log-rotation",
});
