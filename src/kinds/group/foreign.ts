import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("group deployers"),
  id: { help: "write `gid = 2500`", same: "gid" },
  ...wordsFor(["members", "users"], { help: "write it in each user: `user anna { groups = [deployers] }`" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["groupadd", "addgroup", "groups"], { help: "write `group deployers`", same: "group" }),
};
