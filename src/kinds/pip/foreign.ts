import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("pip httpie"),
  ...wordsFor(["virtualenv", "path"], { help: 'write `venv = "/opt/httpie"`', same: "venv" }),
  ...wordsFor(["requirements"], {
    help: "write a `pip` block for each tool; an application's requirements are installed by `python-app`",
  }),
  ...wordsFor(["executable", "virtualenv-command", "virtualenv-site-packages", "break-system-packages"], {
    help: "take the line away: packages go into the virtual environment `venv`, made with the system's Python",
  }),
  ...wordsFor(["index", "index-url"], {
    help: 'write `source = file("./vendor/tool-1.0.0-py3-none-any.whl")` for a package of your own',
  }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = wordsFor(
  ["pip3", "pip-package", "python-package", "pipx", "virtualenv", "venv"],
  {
    help: 'write `pip httpie { version = "3.2.4", venv = "/opt/httpie" }`',
    same: "pip",
  },
);
