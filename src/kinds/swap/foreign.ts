import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('swap "/swapfile"'),
  ...wordsFor(["path", "file", "filename", "swapfile"], {
    help: 'take the line away: the path stands behind the kind, as in `swap "/swapfile"`',
  }),
  ...wordsFor(["maxsize", "max-size", "size-mb", "swap-size"], { help: "write `size = 2GB`", same: "size" }),
  ...wordsFor(["vm-swappiness"], { help: "write `swappiness = 10`", same: "swappiness" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["swapfile", "swap-file", "swapspace", "swappiness", "zram"], {
    help: 'write `swap "/swapfile" { size = 2GB }`; `swappiness = 10` in it says how eagerly it is used',
  }),
};
