/**
 * The shell functions of the provisioning script: POSIX sh (dash). Each looks first and changes only what differs, so
 * the script may run again at any time. A script contains only the functions that it uses.
 */
import { accounts } from "./functions/accounts.ts";
import { edits } from "./functions/edits.ts";
import { events } from "./functions/events.ts";
import { packages } from "./functions/packages.ts";
import { paths } from "./functions/paths.ts";
import { secrets } from "./functions/secrets.ts";
import { system } from "./functions/system.ts";
import { units } from "./functions/units.ts";
import type { ShellFunction } from "./target.ts";

/** Names of the functions, in the order in which they are printed. */
export type ProvisionFunction =
  | "step"
  | "mark_changed"
  | "notify"
  | "repeat"
  | "apt_get"
  | "refresh_lists"
  | "install_packages"
  | "remove_packages"
  | "hold_package"
  | "lists_changed"
  | "add_group"
  | "remove_group"
  | "add_user"
  | "lock_password"
  | "set_password"
  | "remove_user"
  | "set_attributes"
  | "units_changed"
  | "make_parents"
  | "make_directory"
  | "own_tree"
  | "put_file"
  | "fetch_secret"
  | "print_parts"
  | "fill_file"
  | "put_secret_file"
  | "make_link"
  | "remove_path"
  | "make_missing_file"
  | "print_edited"
  | "edit_file"
  | "set_given_attributes"
  | "set_locale"
  | "keep_package"
  | "load_sysctl"
  | "ask_systemd"
  | "mask_unit"
  | "unmask_unit"
  | "enable_unit"
  | "disable_unit"
  | "start_unit"
  | "refresh_unit"
  | "stop_unit"
  | "run_as"
  | "run"
  | "keep_trying"
  | "run_patiently"
  | "clear_variables"
  | "fill_variable"
  | "run_secretly_as"
  | "run_secretly"
  | "run_secretly_and_patiently"
  | "is_due"
  | "mark_done";

/** All functions, in the order in which they are printed. */
export const provisionFunctions: Readonly<Record<ProvisionFunction, ShellFunction<ProvisionFunction>>> = {
  ...events,
  ...packages,
  ...accounts,
  ...paths,
  ...edits,
  ...system,
  ...units,
  ...secrets,
};
