import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

const example = "limit shop-files { user = shop, item = nofile, hard = 65536 }";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("limit shop-files"),
  ...wordsFor(["limit-item", "resource", "type", "limit"], { help: "write `item = nofile`", same: "item" }),
  ...wordsFor(["value", "max", "hard-limit"], { help: "write `hard = 65536`", same: "hard" }),
  ...wordsFor(["soft-limit"], { help: "write `soft = 4096`", same: "soft" }),
  ...wordsFor(["limit-type"], { help: "write `soft = …` and `hard = …`; `hard` alone is for both" }),
  ...wordsFor(["domain"], { help: "write `user = shop` or `group = developers`; neither is everybody but root" }),
  ...wordsFor(["nofile", "nproc", "memlock", "core"], { help: "write `item = nofile` and `hard = 65536`" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["limits", "ulimit", "ulimits", "pam-limits", "limits-conf", "rlimit", "limit-nofile"],
  { help: `write \`${example}\``, same: "limit" },
);
