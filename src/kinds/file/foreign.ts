import type { ForeignWords } from "../../ir/kind.ts";
import { pathWords, toolWords, triggerWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('file "/etc/motd"'),
  ...pathWords('file "/etc/motd"'),
  ...triggerWords,
  ...wordsFor(["src", "template", "local-file", "from"], {
    help: 'write `source = file("./motd")`, or `source = template("./motd")` for one with `$${names}` in it',
    same: "source",
  }),
  ...wordsFor(["content", "contents", "body", "line", "block"], {
    help: 'write `text = "…"`, or `source = file("./motd")` for a file of your project',
    same: "text",
  }),
  remote: {
    help: 'files come from your project; what is on the internet is a `download "/path" { url = "https://…", checksum = "…" }`',
  },
  encoding: { help: "take the line away: texts are UTF-8, and `file(…)` keeps every byte" },
  backup: { help: "take the line away: your project, in version control, is the backup" },
  force: { help: "take the line away: the file always gets this content", needless: ["true", "yes"] },
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["copy", "cookbook-file", "write-files", "write-file"], {
    help: 'write `file "/etc/motd" { source = file("./motd") }`, the path on the machine first',
    same: "file",
  }),
  template: {
    help: 'write `file "/etc/motd" { source = template("./motd") }`; in it `$${name}` stands for a value',
    same: "file",
  },
  ...wordsFor(["config", "conf", "configfile"], { help: 'write `file "/etc/…" { text = "…" }`' }),
};
