import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("kernel-module br_netfilter"),
  ...wordsFor(["params", "parameters", "arguments", "args"], {
    help: 'write `options = "max_loop=16"`',
    same: "options",
  }),
  ...wordsFor(["blacklist", "blacklisted", "denylist", "disabled", "disable"], {
    help: "write `blocked = true`",
    same: "blocked",
  }),
  ...wordsFor(["persistent", "on-boot", "boot"], {
    help: "take the line away: a module that is written is loaded now and at every boot",
    needless: ["present", "true", "yes"],
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["modprobe", "kmod", "module-load", "modules-load", "kernel-modules", "kernel-blacklist"], {
    help: "write `kernel-module br_netfilter`; one that shall never be loaded has `blocked = true`",
    same: "kernel-module",
  }),
};
