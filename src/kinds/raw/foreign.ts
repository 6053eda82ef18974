import type { ForeignWords } from "../../ir/kind.ts";
import { wordsFor } from "../shared/foreign-words.ts";

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["role", "roles", "playbook", "task", "tasks", "recipe", "state", "component"], {
    help: "what is used several times is a module of yours: `module client-site { … }`, used as `client-site acme { … }`",
  }),
  ...wordsFor(["include", "include-role", "include-tasks", "import", "import-tasks", "import-playbook", "require"], {
    help: 'write `use "./other.envspec"` at the top of the file',
  }),
  ...wordsFor(["handler", "handlers", "notify"], {
    help: "write `reloads = [nginx]` or `restarts = [nginx]` in the `file` whose change it follows",
  }),
  ...wordsFor(["password", "vault"], { help: 'write `secret db-password = env("DB_PASSWORD")`' }),
  ...wordsFor(["if", "when", "for", "foreach", "each", "loop"], {
    help: "there are no conditions and no loops: what differs is written in an `environment`, several equal things are a list of names: `package [git, curl]`",
  }),
};
