import type { ForeignWords } from "../../ir/kind.ts";
import { pathWords, toolWords, triggerWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('directory "/srv/www"'),
  ...pathWords('directory "/srv/www"'),
  ...triggerWords,
  ...wordsFor(["src", "copy", "from"], {
    help: 'write `source = "./public"`, a folder of your project',
    same: "source",
  }),
  ...wordsFor(["recurse", "recursively"], { help: "write `recursive = true`", same: "recursive" }),
  ...wordsFor(["directory-mode", "dir-mode"], { help: "write `mode = 0755`", same: "mode" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["folder", "dir", "mkdir"], { help: 'write `directory "/srv/www"`', same: "directory" }),
  ...wordsFor(["synchronize", "rsync", "sync", "upload"], {
    help: 'write `directory "/srv/www" { source = "./public" }`, with a folder of your project',
  }),
};
