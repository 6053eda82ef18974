import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";
import { hostWords } from "../shared/nginx/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...hostWords("site shop"),
  ...wordsFor(["document-root", "documentroot", "webroot", "folder", "directory", "path"], {
    help: 'write `root = "/srv/shop/public"`',
    same: "root",
  }),
  ...wordsFor(["directory-index", "directoryindex"], { help: 'write `index = ["index.html"]`', same: "index" }),
  ...wordsFor(["try-files", "spa", "single-page", "rewrite-to-index", "fallback-resource"], {
    help: 'write `fallback = "/index.html"`',
  }),
  ...wordsFor(["fastcgi-pass", "php-fpm", "php-version"], {
    help: "write `php = app`, the name of a `php-app`",
  }),
  ...wordsFor(["source", "files", "content"], {
    help: 'a folder of your project is `static-site shop { source = "./public" … }`, or a `directory` with `source` that `root` names',
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(
    [
      "nginx",
      "vhost",
      "virtual-host",
      "virtualhost",
      "nginx-site",
      "nginx-vhost",
      "server-block",
      "website",
      "web",
      "webserver",
      "apache-vhost",
    ],
    {
      help: 'a folder under a domain is `site shop { domain = "shop.example.com", root = "/srv/shop" }`; an application behind nginx is a `proxy`; nginx alone is `package nginx`',
      same: "site",
    },
  ),
};
