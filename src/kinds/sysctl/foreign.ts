import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords('sysctl "net.core.somaxconn"'),
  ...wordsFor(["val", "setting"], { help: 'write `value = "4096"`', same: "value" }),
  ...wordsFor(["key"], {
    help: 'take the line away: the key stands behind the kind, as in `sysctl "net.core.somaxconn"`',
  }),
  ...wordsFor(["sysctl-file", "reload", "sysctl-set"], {
    help: "take the line away: it is written to a file below `/etc/sysctl.d` and loaded",
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["kernel", "kernel-parameter"], { help: 'write `sysctl "net.core.somaxconn" { value = "4096" }`' }),
};
