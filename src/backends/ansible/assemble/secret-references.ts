/** Where the project reads its secrets from: expressions, never values. */
import type { Secret } from "../../../ir/model.ts";
import type { Program } from "../../../ir/program.ts";
import { secretNames, vaultVariables } from "../../../ir/secret-names.ts";
import type { LocalFile } from "../../../ir/value.ts";
import { shellCommand } from "../../shared/shell.ts";
import { argumentString } from "../jinja.ts";
import { environmentName } from "../merge/environments.ts";
import { mirrorPath } from "../names.ts";
import { vaultFile } from "../target/project.ts";
import type { EncryptedFile } from "../target/project.ts";

/** An expression, what to say about it, and the variable of the vault that holds the value. */
export interface SecretReference {
  readonly text: string;
  readonly comment: string;
  readonly secretIn?: string;
}

/** Where a secret of an environment is read from when the play runs. */
export function secretReference(secret: Secret, program: Program): SecretReference {
  const { source } = secret;
  const environment = environmentName(program);
  const name = secretNames(program.secrets).get(secret.name) ?? secret.name;
  const inVault = vaultVariables(program.secrets).get(secret.name) ?? name;
  const file = `secrets/${environment}/${name}`;
  switch (source.from) {
    case "env":
      return {
        text: `{{ lookup('ansible.builtin.env', '${source.variable}', default=undef()) }}`,
        comment: `Read from ${source.variable} in the environment of the machine that runs Ansible.`,
      };
    case "generate":
      return {
        text: `{{ lookup('ansible.builtin.password', playbook_dir ~ '/${file}', length=${source.length}, chars=['ascii_letters', 'digits']) }}`,
        comment: `Made by the first run and kept in ${file}; keep that file safe and out of version control.`,
      };
    case "file":
      return {
        text: `{{ lookup('ansible.builtin.file', playbook_dir ~ '/${file}') }}`,
        comment: `Read from ${file}: put ${source.path} there, and keep it out of version control.`,
      };
    case "sops": {
      const path = encryptedPath(source.file, environment);
      const words = ["sops", "--decrypt", "--extract", source.key.map(extractStep).join("")];
      return {
        text: decryption(shellCommand(words), path),
        comment: `Decrypted by sops on the computer that runs Ansible: ${source.key.join(".")} in ${path}.`,
      };
    }
    case "age": {
      const path = encryptedPath(source.file, environment);
      return {
        text: decryption(`age --decrypt --identity ${ageIdentity}`, path),
        comment: `Decrypted by age on the computer that runs Ansible: ${path}.`,
      };
    }
    case "vault":
    case "none":
    // Asked for here but not in every environment: a play cannot ask in some of them only.
    case "ask":
      return { text: `{{ ${inVault} }}`, secretIn: inVault, comment: `Encrypted in ${vaultFile}.` };
  }
}

/** The encrypted files that these secrets of an environment are read from; each once, sorted by path. */
export function encryptedFiles(program: Program, secrets: readonly Secret[]): readonly EncryptedFile[] {
  const environment = environmentName(program);
  const files = new Map<string, Uint8Array>();
  for (const { source } of secrets) {
    if (source.from === "sops" || source.from === "age")
      files.set(encryptedPath(source.file, environment), source.file.bytes);
    if ((source.from === "vault" || source.from === "none") && program.vault !== undefined)
      files.set(`inventories/${environment}/${vaultFile}`, program.vault.bytes);
  }
  return [...files].map(([path, content]) => ({ path, content })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Beside the inventories, not in them: Ansible takes every file of an inventory's folder for a part of it. */
function encryptedPath(file: LocalFile, environment: string): string {
  return `encrypted/${environment}/${mirrorPath(file.path)}`;
}

/** The identities that sops uses for age (getsops.io, "Encrypting using age"), so that one file does for both. */
const ageIdentity = '"${SOPS_AGE_KEY_FILE:-$HOME/.config/sops/age/keys.txt}"';

/** One step of what `sops --extract` takes: `["db"]`, or `[0]` in a list. */
function extractStep(name: string): string {
  return /^(?:0|[1-9]\d*)$/.test(name) ? `[${name}]` : `[${JSON.stringify(name)}]`;
}

/**
 * A program that prints the secret, run by a shell on the computer that runs Ansible. The lookup is ansible-core's own,
 * so that nothing has to be installed but the program; it drops white space at the end of what is printed, and its
 * error names the command only.
 */
function decryption(command: string, path: string): string {
  return `{{ lookup('ansible.builtin.pipe', ${argumentString(`${command} `)} ~ (playbook_dir ~ ${argumentString(`/${path}`)}) | quote) }}`;
}
