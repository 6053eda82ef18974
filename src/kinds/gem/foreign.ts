import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("gem bundler"),
  ...wordsFor(["gem-source"], { help: 'write `source = file("./vendor/tool-1.0.0.gem")`', same: "source" }),
  ...wordsFor(["user-install", "include-doc", "norc", "pre-release"], {
    help: "take the line away: exactly the `version` is installed, for the whole machine and without documentation",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(["gems", "ruby-gem", "rubygem", "gem-package"], {
  help: 'write `gem bundler { version = "2.4.22" }`',
  same: "gem",
});
