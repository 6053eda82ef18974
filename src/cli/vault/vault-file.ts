import { isFileSystemError } from "../../platform/file-system.ts";
import { folderOf, nameOf } from "../../platform/paths.ts";
import type { Platform } from "../../platform/platform.ts";
import type { UsageError } from "../usage-error.ts";
import { closeVault, type OpenedVault, openVault, type VaultProblem } from "./vault-format.ts";

/** More than this is no file of secrets. */
const limit = 1024 * 1024;

const problems: Readonly<Record<VaultProblem, string>> = {
  "not-a-vault": "is not an Ansible Vault: encrypt it with `ansible-vault encrypt`, or take it away",
  damaged: "is damaged: it begins like an Ansible Vault and goes on otherwise",
  "wrong-password": "cannot be opened: the password is another one, or the file was changed",
  "not-text": "holds no text",
};

/** The bytes of a vault file as they are; undefined when there is none. */
export function readVaultFile(platform: Platform, path: string, shown: string): Uint8Array | UsageError | undefined {
  const real = platform.files.resolve(path);
  if (real === undefined) {
    const broken = platform.files.inspect(path) !== undefined;
    return broken ? { usage: `\`${shown}\` is a link that leads nowhere.` } : undefined;
  }
  try {
    return platform.files.read(real, limit);
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    return { usage: `\`${shown}\` cannot be read (${error.code}).` };
  }
}

/** Opens a vault that was read, or says why not. */
export function openVaultFile(bytes: Uint8Array, password: string, shown: string): OpenedVault | UsageError {
  const opened = openVault(bytes, password);
  return typeof opened === "string" ? { usage: `\`${shown}\` ${problems[opened]}.` } : opened;
}

/**
 * Writes a vault in one step, for its owner's eyes only: a kill leaves the old one or the new one. When the file is not
 * `before` any more, somebody else has changed it meanwhile, and nothing is written.
 */
export function writeVaultFile(
  platform: Platform,
  path: string,
  shown: string,
  before: Uint8Array | undefined,
  vault: OpenedVault,
  password: string,
): UsageError | undefined {
  const { files } = platform;
  const bytes = closeVault(vault, password, platform.randomBytes(32));
  const real = files.resolve(path) ?? path;
  try {
    makeFolders(platform, folderOf(real));
    const temporary = `${folderOf(real)}/.${nameOf(real)}.${platform.uniqueName()}`;
    files.create(temporary, bytes, false, 0o600);
    const now = files.inspect(real) === undefined ? undefined : files.read(real, limit);
    if (Buffer.compare(now ?? Buffer.alloc(0), before ?? Buffer.alloc(0)) !== 0) {
      files.removeFile(temporary);
      return { usage: `\`${shown}\` was changed by somebody else meanwhile. Nothing was written; try again.` };
    }
    files.rename(temporary, real);
    return undefined;
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    return { usage: `The system refused to write \`${shown}\` (${error.code}).` };
  }
}

function makeFolders(platform: Platform, folder: string): void {
  if (platform.files.resolve(folder) !== undefined) return;
  makeFolders(platform, folderOf(folder));
  platform.files.makeDirectory(folder);
}
