import { isFileSystemError } from "../../platform/file-system.ts";
import { joinPath } from "../../platform/paths.ts";
import type { Platform } from "../../platform/platform.ts";
import { printable } from "../../diagnostics/display-text.ts";
import type { UsageError } from "../usage-error.ts";

/** Where the password may be, besides a question in the terminal: as Ansible has it. */
export const passwordVariable = "ANSIBLE_VAULT_PASSWORD_FILE";

/** Whether a password can be had without asking. */
export function hasPasswordFile(platform: Platform, given: string | undefined): boolean {
  return (given ?? platform.environment[passwordVariable] ?? "") !== "";
}

/**
 * The password of a vault: from the file that was named, from the one that `ANSIBLE_VAULT_PASSWORD_FILE` names, or
 * asked for without showing it (twice for a new vault). A file that is executable is run and prints the password, as
 * with Ansible. White space around it is dropped, as Ansible does. undefined when the question was left.
 */
export async function readVaultPassword(
  platform: Platform,
  given: string | undefined,
  isNew: boolean,
): Promise<string | UsageError | undefined> {
  const named = given ?? platform.environment[passwordVariable] ?? "";
  if (named !== "") return readPasswordFile(platform, named);
  if (!platform.terminal.inputIsTerminal)
    return {
      usage: `There is nobody to ask for the vault's password. Name a file that holds it: --vault-password-file FILE, or ${passwordVariable}.`,
    };
  const password = await platform.terminal.askSecret(isNew ? "A password for the new vault" : "The vault's password");
  if (password === undefined) return undefined;
  if (password.trim() === "") return { usage: "A vault needs a password." };
  if (!isNew) return password.trim();
  const again = await platform.terminal.askSecret("The same again");
  if (again === undefined) return undefined;
  return again === password ? password.trim() : { usage: "The two are not the same. Nothing was written." };
}

function readPasswordFile(platform: Platform, named: string): string | UsageError {
  const home = platform.environment["HOME"];
  const whole = named.startsWith("~/") && home !== undefined ? `${home}${named.slice(1)}` : named;
  const path = joinPath(platform.workingFolder, whole.replaceAll("\\", "/"));
  const real = platform.files.resolve(path) ?? path;
  const info = platform.files.inspect(real);
  const shown = `\`${printable(named)}\``;
  if (info?.kind !== "file") return { usage: `The vault's password cannot be read: there is no file ${shown}.` };
  let text: string | undefined;
  try {
    text = info.executable ? platform.runForOutput(real) : new TextDecoder().decode(platform.files.read(real, 65_536));
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    return { usage: `The vault's password cannot be read from ${shown} (${error.code}).` };
  }
  if (text === undefined) return { usage: `${shown} is a program, and it failed: there is no password.` };
  return text.trim() === "" ? { usage: `${shown} holds no password.` } : text.trim();
}
