import { editFile, printEdited } from "../../shared/edited-text.ts";
import type { ProvisionFunction } from "../provision-functions.ts";
import type { ShellFunction } from "../target.ts";

/** Changes of a part of a file that something else owns. */
export const edits = {
  make_missing_file: {
    text: `\
# make_missing_file PATH: an empty one, where there is none.
make_missing_file() {
  [ -e "$1" ] || {
    : >"$1"
    mark_changed
  }
}`,
    needs: ["mark_changed"],
  },
  print_edited: { text: printEdited },
  edit_file: { text: editFile("units_changed"), needs: ["print_edited", "units_changed"] },
  set_given_attributes: {
    text: `\
# set_given_attributes PATH OWNER GROUP MODE: an empty one stays as it is.
set_given_attributes() {
  set_attributes "$1" "\${2:-$(stat --dereference --format=%U -- "$1")}" \\
    "\${3:-$(stat --dereference --format=%G -- "$1")}" "\${4:-$(stat --dereference --format=%04a -- "$1")}"
}`,
    needs: ["set_attributes"],
  },
} as const satisfies Partial<Record<ProvisionFunction, ShellFunction<ProvisionFunction>>>;
