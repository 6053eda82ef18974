import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("repository nodesource"),
  ...wordsFor(["url", "baseurl", "repo", "mirror"], {
    help: 'write `uri = "https://deb.nodesource.com/node_20.x"`',
    same: "uri",
  }),
  ...wordsFor(["gpgkey", "gpg-key", "signed-by", "keyfile", "key-url", "keyring"], {
    help: 'put the key into your project and write `key = file("./keys/nodesource.asc")`',
  }),
  ...wordsFor(["dist", "distribution", "release", "codename"], { help: 'write `suite = "bookworm"`', same: "suite" }),
  ...wordsFor(["arch", "architecture"], { help: 'write `architectures = ["amd64"]`' }),
  component: { help: 'write `components = ["main"]`' },
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(
    [
      "apt-repository",
      "apt-repo",
      "repo",
      "source",
      "sources",
      "sources-list",
      "deb822-repository",
      "ppa",
      "apt-key",
      "yum-repository",
    ],
    {
      help: "write `repository nodesource { … }`, with the signing key as a file of your project; `envc explain repository` shows one",
    },
  ),
};
