import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

const example = 'checkout "/srv/shop" { repository = "https://example.com/shop.git", ref = "v1.2.0", owner = shop }';

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('checkout "/srv/shop"'),
  ...wordsFor(["repo", "url", "source", "remote", "uri"], {
    help: 'write `repository = "https://example.com/shop.git"`',
    same: "repository",
  }),
  ...wordsFor(["version", "revision", "tag", "commit", "branch", "reference"], {
    help: 'write `ref = "v1.2.0"`',
    same: "ref",
  }),
  ...wordsFor(["user", "become-user"], { help: "write `owner = shop`", same: "owner" }),
  ...wordsFor(["dest", "path", "destination"], { help: "take the line away: the path stands behind the kind" }),
  ...wordsFor(["recursive", "track-submodules", "enable-submodules"], {
    help: "write `submodules = true`",
    same: "submodules",
  }),
  ...wordsFor(["force", "update", "clone", "depth", "single-branch", "accept-hostkey", "accept-newhostkey"], {
    help: "take the line away: what is there already is looked at first, and what was changed by hand stops it",
  }),
  ...wordsFor(["key-file", "deploy-key", "ssh-key", "ssh-opts"], {
    help: "take the line away: give the user a key, as `file` with a secret in the folder `.ssh` of its home",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["git", "git-repo", "vcsrepo", "git-clone", "git-repository", "clone", "subversion"],
  {
    help: `write \`${example}\``,
    same: "checkout",
  },
);
