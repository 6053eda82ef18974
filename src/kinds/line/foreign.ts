import type { ForeignWords } from "../../ir/kind.ts";
import { editWords } from "../shared/edits.ts";
import { wordsFor } from "../shared/foreign-words.ts";

const example = 'line umask { path = "/etc/login.defs", text = "UMASK 027" }';

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...editWords("line umask"),
  ...wordsFor(["line", "value", "content", "replace", "string"], { help: 'write `text = "UMASK 027"`', same: "text" }),
  ...wordsFor(["regexp", "regex", "pattern", "search", "search-string"], {
    help: 'write `match = "^#?UMASK"`',
    same: "match",
  }),
  ...wordsFor(["insertafter", "insert-before", "insertbefore", "below"], {
    help: 'write `insert-after = "^# Authentication"`: the line comes after the last one that this fits',
  }),
  ...wordsFor(["backrefs", "firstmatch"], {
    help: "take the line away: the last line that `match` fits becomes exactly `text`",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["lineinfile", "file-line", "replace", "replace-or-add", "append-if-no-line", "delete-lines", "sed"], {
    help: `write \`${example}\``,
    same: "line",
  }),
  ...wordsFor(["augeas"], {
    help: `write \`${example}\`, or \`ini-key\` for a file of sections and keys`,
  }),
};
