import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("alternative editor"),
  ...wordsFor(["value", "target", "program", "dest", "to"], {
    help: 'write `path = "/usr/bin/vim.basic"`',
    same: "path",
  }),
  ...wordsFor(["link", "priority", "subcommands"], {
    help: "take the line away: the package registers its programs, the machine only chooses one of them",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(["alternatives", "update-alternatives", "default-program"], {
  help: 'write `alternative editor { path = "/usr/bin/vim.basic" }`',
  same: "alternative",
});
