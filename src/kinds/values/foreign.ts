import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["env", "vars", "variables", "variable", "var", "locals", "defaults", "set-fact"], {
    help: 'a value with a name is `let domain = "shop.example.com"`; several for `env` blocks are `values common-env { NODE_ENV = "production" }`',
  }),
};
