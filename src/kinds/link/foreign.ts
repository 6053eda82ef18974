import type { ForeignWords } from "../../ir/kind.ts";
import { pathWords, toolWords, triggerWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('link "/etc/nginx/sites-enabled/shop"'),
  ...pathWords('link "/etc/nginx/sites-enabled/shop"'),
  ...triggerWords,
  ...wordsFor(["src", "source", "target", "points-to"], {
    help: 'write `to = "/etc/nginx/sites-available/shop"`',
    same: "to",
  }),
  ...wordsFor(
    [
      "mode",
      "permissions",
      "permission",
      "perm",
      "perms",
      "chmod",
      "owner",
      "chown",
      "user",
      "uid",
      "group",
      "chgrp",
      "gid",
    ],
    { help: "take the line away: a link has no rights of its own, those of what it leads to count" },
  ),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["symlink", "ln", "softlink"], {
    help: 'write `link "/path/of/the/link" { to = "/where/it/leads" }`',
    same: "link",
  }),
};
