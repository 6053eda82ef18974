import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("npm pm2"),
  ...wordsFor(["global"], {
    help: "take the line away: it is installed for the whole machine",
    needless: ["true", "yes"],
  }),
  ...wordsFor(["path", "dir", "directory"], {
    help: "take the line away; what an application needs comes with `node-app`, from its `package-lock.json`",
  }),
  ...wordsFor(["registry"], { help: 'write `source = file("./vendor/tool-1.0.0.tgz")` for a package of your own' }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(["npm-package", "node-package", "npm-global", "yarn", "pnpm"], {
  help: 'write `npm pm2 { version = "5.4.2" }`',
  same: "npm",
});
