import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

const example = 'environment-variable EDITOR { value = "vim" }';

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("environment-variable EDITOR"),
  ...wordsFor(["val", "content", "text", "to"], { help: 'write `value = "vim"`', same: "value" }),
  ...wordsFor(["for", "services", "where"], { help: "write `scope = everywhere`" }),
  ...wordsFor(["path", "dest", "file", "profile"], {
    help: "take the line away: sessions read `/etc/environment`, services a file of systemd",
  }),
  ...wordsFor(["user", "owner"], {
    help: "take the line away: it is for everybody; a program gets its own in its `env { … }` block",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["env-var", "environment-variables", "env-variable", "etc-environment", "setenv", "export", "profile-d"],
  { help: `write \`${example}\``, same: "environment-variable" },
);
