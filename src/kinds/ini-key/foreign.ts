import type { ForeignWords } from "../../ir/kind.ts";
import { editWords } from "../shared/edits.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...editWords("ini-key journal-size"),
  ...wordsFor(["option", "setting"], { help: 'write `key = "SystemMaxUse"`', same: "key" }),
  ...wordsFor(["values", "val"], { help: 'write `value = "200M"`; a key stands once in its section', same: "value" }),
  ...wordsFor(["no-extra-spaces", "exclusive", "allow-no-value", "ignore-spaces", "modify-inactive-option"], {
    help: "take the line away: the line is `key=value`, and the key stands once in its section",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(["ini-file", "ini", "ini-setting", "ini-subsetting", "crudini"], {
  help: 'write `ini-key journal-size { path = "/etc/systemd/journald.conf", section = "Journal", key = "SystemMaxUse", value = "200M" }`',
  same: "ini-key",
});
