import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";
import { hostWords } from "../shared/nginx/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...hostWords("static-site shop"),
  ...wordsFor(["src", "files", "folder", "directory", "content", "dist"], {
    help: 'write `source = "./public"`, a folder of your project',
    same: "source",
  }),
  ...wordsFor(["root", "document-root"], {
    help: "take the line away: it is copied to `/var/www/` and the site's name. A folder that is on the machine already is shown by a `site`",
  }),
  ...wordsFor(["build", "build-command", "command"], {
    help: "build it before `envc build`, in your CI: the finished folder is what is copied",
  }),
  ...wordsFor(["try-files", "spa", "single-page"], { help: 'write `fallback = "/index.html"`' }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["static", "static-website", "static-files", "html", "spa", "jamstack", "github-pages", "netlify"], {
    help: 'write `static-site shop { source = "./public", domain = "shop.example.com" }`',
    same: "static-site",
  }),
};
