import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('composer "squizlabs/php_codesniffer"'),
  ...wordsFor(["working-dir", "directory", "path", "folder", "composer-home", "home"], {
    help: 'write `project = "/opt/phpcs"`',
    same: "project",
  }),
  ...wordsFor(["global", "global-command"], {
    help: 'take the line away and write `project = "/opt/phpcs"`: it is for all users of the machine',
  }),
  ...wordsFor(["dev", "no-dev", "optimize-autoloader", "prefer-dist", "no-scripts"], {
    help: "take the line away: what the package needs while it is developed is left out, and no script is run",
  }),
  ...wordsFor(["plugins", "allow-plugins", "no-plugins"], {
    help: "take the line away: no plugin may run as root; what needs one is installed by a `command`, or with its application by `php-app`",
  }),
  ...wordsFor(["extensions", "php-extensions"], {
    help: "write a block for the packages with the extensions: `package [php-xml, php-mbstring]`",
  }),
  ...wordsFor(["repositories", "repository-url"], {
    help: 'write `source = file("./vendor/tool-1.0.0.zip")` for a package of your own',
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["composer-package", "composer-global", "php-package", "php-tool", "packagist", "pear", "pecl"],
  {
    help: 'write `composer "squizlabs/php_codesniffer" { version = "3.7.2", project = "/opt/phpcs" }`; an extension of PHP is a package: `package php-redis`',
    same: "composer",
  },
);
