import type { ForeignWords } from "../../ir/kind.ts";
import { programWords, toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("command install-modules"),
  ...programWords('"npm ci"'),
  ...wordsFor(["not-if", "notif"], { help: 'write `unless = "test -e /srv/shop/.done"`', same: "unless" }),
  ...wordsFor(["onlyif"], { help: 'write `only-if = "test -e /srv/shop/package.json"`', same: "only-if" }),
  ...wordsFor(["refresh-only", "refreshonly", "subscribe", "triggers", "watch"], {
    help: 'write `on-change = [file."/etc/aliases"]`',
  }),
  ...wordsFor(["changed-when", "failed-when", "ignore-errors"], {
    help: "take the line away: a guard (`creates`, `unless`, `only-if`, `on-change`) says when it runs, and a failure always stops",
  }),
  ...wordsFor(["notify", "handlers", "restarts", "reloads"], {
    help: 'write it into the command: `run = "… && systemctl restart nginx"`',
  }),
  removes: { help: 'write `only-if = "test -e /path"`' },
  ...wordsFor(["executable"], {
    help: "take the line away: `run` is for `sh`; for another shell write `run = \"bash -c '…'\"`",
  }),
  ...wordsFor(["run-once", "delegate-to"], {
    help: 'on one host only is `once = true`; what shows that it was done is `creates = "/path"` or `unless = "…"`',
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["exec", "shell", "run", "script", "execute", "bash", "sh", "runcmd", "bootcmd", "powershell"], {
    help: 'write `command NAME { run = "…", creates = "/path" }`, with a guard that says when it is needed',
  }),
  ...wordsFor(["bundler", "bundle", "cargo"], {
    help: 'write a `command` that runs it in the project\'s folder, with a guard: `creates = "/srv/shop/vendor"`',
  }),
};
