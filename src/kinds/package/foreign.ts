import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("package nginx"),
  ...wordsFor(["pkg", "pkgs", "packages", "package"], {
    help: "take the line away: the name stands behind the kind, as in `package nginx` or `package [git, curl]`",
  }),
  ...wordsFor(["state", "ensure"], {
    help: 'take the line away: what is written shall be there. For one version write `version = "1.22.*"`; what shall be gone has `absent` in front: `absent package nginx`',
    needless: ["present", "installed"],
    gone: ["absent", "removed", "purged"],
  }),
  ...wordsFor(["update-cache", "cache-valid-time"], {
    help: "take the line away: the lists of packages are read again when that is needed",
    needless: ["true", "yes"],
  }),
  "install-recommends": {
    help: "write it once for the whole machine: `install-recommends = true` at the top, or in a `machine`",
  },
  ...wordsFor(["pin", "pinned", "held"], { help: "write `hold = true`", same: "hold" }),
  ...wordsFor(["repository", "repo", "ppa"], {
    help: "declare a block of its own: `repository nodesource { … }`; apt then finds the package",
  }),
  ...wordsFor(["notify", "restarts", "reloads"], {
    help: "write it on the service: `service nginx { restart-on = [package.nginx] }`",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["apt", "apt-get", "aptitude", "yum", "dnf", "apk", "pacman", "packages", "pkg", "install", "dpkg"], {
    help: "write `package nginx`, or `package [git, curl]` for several",
    same: "package",
  }),
  ...wordsFor(["brew", "homebrew", "snap", "flatpak", "zypper"], {
    help: "write `package nginx`: packages are those of Debian or Ubuntu, or of a `repository`",
  }),
  ...wordsFor(["apache", "apache2", "httpd"], {
    help: 'write `package apache2` and `service apache2`, and its configuration as `file "/etc/apache2/conf-enabled/shop.conf" { … reloads = [apache2] }`',
  }),
  caddy: {
    help: 'write `package caddy` and `service caddy`, and its configuration as `file "/etc/caddy/Caddyfile" { … reloads = [caddy] }`',
  },
};
