import type { ForeignWords } from "../../ir/kind.ts";
import { editWords } from "../shared/edits.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...editWords("block aliases"),
  ...wordsFor(["block", "content", "lines", "value"], { help: 'write `text = """…"""`', same: "text" }),
  ...wordsFor(["marker", "marker-begin", "marker-end"], {
    help: 'take the line away: the markers are made from the name; `comment = ";"` says what a comment begins with',
  }),
  ...wordsFor(["insertafter", "insertbefore", "insert-after", "insert-before", "append-newline", "prepend-newline"], {
    help: "take the line away: a new block comes to the end of the file, and stays where it is afterwards",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(["blockinfile", "managed-block", "file-block", "snippet"], {
  help: 'write `block aliases { path = "/etc/bash.bashrc", text = """…""" }`',
  same: "block",
});
