import type { ForeignWords } from "../../ir/kind.ts";
import { pathWords, toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('tmpfiles "/run/shop"'),
  ...pathWords('tmpfiles "/run/shop"'),
  ...wordsFor(["type", "argument"], {
    help: "take the line away: it is a folder; a file or a link is written as `file` or `link`",
  }),
  ...wordsFor(["max-age", "cleanup", "older-than"], { help: "write `age = 7d`", same: "age" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["tmpfile", "tmpfiles-d", "runtime-directory", "systemd-tmpfiles", "tmpreaper"],
  { help: 'write `tmpfiles "/run/shop" { owner = www-data }`', same: "tmpfiles" },
);
