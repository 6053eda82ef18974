import type { ForeignWords } from "../../ir/kind.ts";
import { pathWords, toolWords, triggerWords, wordsFor } from "../shared/foreign-words.ts";

const { permissions: _own, ...words } = pathWords('permissions "/etc/crontab"');

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('permissions "/etc/crontab"'),
  ...words,
  ...triggerWords,
  ...wordsFor(["recurse", "recursive"], {
    help: "write a `directory` with `recursive = true`: that is what everything below a folder belongs to",
  }),
  ...wordsFor(["follow"], { help: "take the line away: of a link, what it leads to is meant" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["chmod", "chown", "chgrp", "mode", "file-permissions", "acl", "file-attributes"],
  { help: 'write `permissions "/etc/crontab" { mode = 0600 }`', same: "permissions" },
);
