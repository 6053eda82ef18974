import { displayWidth, padDisplay, printable } from "../../diagnostics/display-text.ts";
import { createPalette } from "../../diagnostics/palette.ts";
import { check } from "../../index.ts";
import type { Model, Secret } from "../../ir/model.ts";
import { vaultPath, vaultVariables } from "../../ir/secret-names.ts";
import { joinPath } from "../../platform/paths.ts";
import { type Platform, wantsColor } from "../../platform/platform.ts";
import { nearestName } from "../../text/edit-distance.ts";
import { describeSecret } from "../describe-secret.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { openSpec } from "../open-spec.ts";
import { type OpenedProject, showPath } from "../project.ts";
import { setSecretCommand } from "../set-secret-command.ts";
import { isUsageError, type UsageError } from "../usage-error.ts";
import { openVaultFile, readVaultFile, writeVaultFile } from "../vault/vault-file.ts";
import type { OpenedVault } from "../vault/vault-format.ts";
import { hasPasswordFile, readVaultPassword } from "../vault/vault-password.ts";
import { namesIn, withValue } from "../vault/vault-values.ts";

/** What `envc secret` can do. */
export type SecretAction = "set" | "generate" | "remove" | "list";

/** The options of `envc secret`. */
export interface SecretOptions {
  readonly env?: string;
  readonly vaultPasswordFile?: string;
  readonly length?: string;
  readonly force?: boolean;
}

/** The vault of one environment of a spec. */
interface Vault {
  readonly project: OpenedProject;
  readonly model: Model;
  /** Absolute, and as the user sees it. */
  readonly path: string;
  readonly shown: string;
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * `envc secret`: the Ansible Vault of an environment, beside the spec. While a secret is in memory an exception says
 * nothing but that there was one: its message could hold what must not be printed.
 */
export async function runSecret(
  platform: Platform,
  action: SecretAction,
  name: string | undefined,
  file: string | undefined,
  options: SecretOptions,
): Promise<ExitCode | UsageError> {
  const vault = openProjectVault(platform, file, options.env);
  if (typeof vault === "number" || isUsageError(vault)) return vault;
  try {
    if (action === "list") return await listSecrets(platform, vault, options);
    const secret = findSecret(vault, name ?? "");
    if (isUsageError(secret)) return secret;
    return await changeSecret(platform, vault, secret, action, options);
  } catch {
    throw new Error(`envc secret ${action} failed; what happened is not shown, because a secret was in memory`);
  }
}

function openProjectVault(
  platform: Platform,
  file: string | undefined,
  environment: string | undefined,
): Vault | ExitCode | UsageError {
  const project = openSpec(platform, file);
  if (typeof project === "number" || isUsageError(project)) return project;
  const { environments, models } = check(project);
  const list = environments.map((each) => `--env ${printable(each)}`).join(", ");
  if (environment === undefined && environments.length > 0)
    return { usage: `Each environment has its own secrets. Say which one: ${list}.` };
  if (environment !== undefined && !environments.includes(environment))
    return {
      usage: `There is no environment \`${printable(environment)}\`${list === "" ? "" : `; there is: ${list}`}.`,
    };
  const model = models.find((each) => each.environment === environment);
  if (model === undefined) return { usage: `\`${project.shown}\` cannot be read: envc check says why.` };
  const relative = vaultPath(environment);
  return {
    project,
    model,
    path: joinPath(project.folder, relative),
    shown: printable(showPath(platform, project, relative)),
    variables: vaultVariables(model.secrets),
  };
}

function findSecret({ model, project }: Vault, name: string): Secret | UsageError {
  const secret = model.secrets.find((each) => each.name === name);
  const known = model.secrets.map((each) => each.name);
  if (secret === undefined) {
    const near = nearestName(name, known);
    const hint = near === undefined ? ` Declare it: \`secret ${printable(name)}\`.` : ` Did you mean \`${near}\`?`;
    return { usage: `\`${project.shown}\` declares no secret \`${printable(name)}\`.${hint}` };
  }
  if (isInVault(secret)) return secret;
  return {
    usage: `\`${name}\` does not come from the vault but is ${describeSecret(secret)}. To keep it in the vault, write \`secret ${name}\` without a source, or \`vault("…")\`.`,
  };
}

function isInVault({ source }: Secret): boolean {
  return source.from === "vault" || source.from === "none";
}

async function changeSecret(
  platform: Platform,
  vault: Vault,
  secret: Secret,
  action: Exclude<SecretAction, "list">,
  options: SecretOptions,
): Promise<ExitCode | UsageError> {
  const length = readLength(options.length);
  if (isUsageError(length)) return length;
  const before = readVaultFile(platform, vault.path, vault.shown);
  if (isUsageError(before)) return before;
  if (before === undefined && action === "remove") return { usage: `There is no \`${vault.shown}\` yet.` };
  const password = await readVaultPassword(platform, options.vaultPasswordFile, before === undefined);
  if (password === undefined) return exitCodes.ok;
  if (typeof password !== "string") return password;
  const opened: OpenedVault | UsageError =
    before === undefined ? { text: "", version: "1.1" } : openVaultFile(before, password, vault.shown);
  if (isUsageError(opened)) return opened;
  const variable = vault.variables.get(secret.name) ?? "";
  const known = namesIn(opened.text)?.includes(variable) === true;
  if (action === "generate" && known && options.force !== true)
    return { usage: `\`${secret.name}\` is in \`${vault.shown}\` already. A new value replaces it with --force.` };
  if (action === "remove" && !known) return { usage: `\`${secret.name}\` is not in \`${vault.shown}\`.` };
  let value: string | UsageError | undefined;
  if (action === "generate") value = makeUp(platform, length);
  if (action === "set") {
    value = await readNewValue(platform, secret);
    if (value === undefined) return exitCodes.ok;
  }
  if (isUsageError(value)) return value;
  const text = withValue(opened.text, variable, value);
  if (text === undefined)
    return {
      usage: `What \`${vault.shown}\` holds is not a list of lines \`name: value\`. Change it with \`ansible-vault edit ${vault.shown}\`.`,
    };
  const problem = writeVaultFile(platform, vault.path, vault.shown, before, { ...opened, text }, password);
  if (problem !== undefined) return problem;
  printDone(platform, vault, secret, action, known);
  return exitCodes.ok;
}

function printDone(
  platform: Platform,
  { project, shown }: Vault,
  { name }: Secret,
  action: Exclude<SecretAction, "list">,
  known: boolean,
): void {
  const palette = createPalette(wantsColor(platform.environment, platform.terminal.outputIsTerminal));
  const what = { set: known ? "Changed" : "Put", generate: known ? "Made up anew" : "Made up", remove: "Took out" };
  const where = action === "remove" ? "of" : "in";
  const lines = [
    `${palette.good("✓")} ${palette.strong(`${what[action]} ${name} ${where} ${shown}`)}`,
    `  It is encrypted with the vault's password, so the file may be committed. The value was not shown.`,
    `  ${palette.code(`envc build ${printable(project.shown)}`)}  ${palette.dim("takes the file into the Ansible project")}`,
  ];
  platform.terminal.print(`${lines.join("\n")}\n`);
}

/** A value that is typed unseen, or what is piped in. */
async function readNewValue(platform: Platform, { name }: Secret): Promise<string | UsageError | undefined> {
  const { terminal } = platform;
  if (terminal.inputIsTerminal) {
    const value = await terminal.askSecret(`The value of ${name}`);
    return value === "" ? { usage: "An empty value is none. Nothing was written." } : value;
  }
  let value: string;
  try {
    value = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(terminal.readInput());
  } catch {
    return { usage: "What came in is not text in UTF-8. Nothing was written." };
  }
  // `echo` ends its line; a key or a certificate of many lines keeps its last line end.
  if (/^[^\n]*\n$/.test(value)) value = value.replace(/\r?\n$/, "");
  if (value === "") return { usage: "Nothing came in. Nothing was written." };
  return value.includes("\0") ? { usage: "The value holds a NUL, which no target can carry." } : value;
}

function readLength(given: string | undefined): number | UsageError {
  const length = Number(given ?? "48");
  return Number.isInteger(length) && length >= 12 && length <= 1024
    ? length
    : { usage: "--length takes a number from 12 to 1024." };
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits, each as likely as any other: bytes from 248 up would favour the first ones, and are dropped. */
function makeUp(platform: Platform, length: number): string {
  let value = "";
  while (value.length < length)
    for (const byte of platform.randomBytes(2 * length))
      if (byte < 248 && value.length < length) value += alphabet[byte % alphabet.length] ?? "";
  return value;
}

async function listSecrets(platform: Platform, vault: Vault, options: SecretOptions): Promise<ExitCode | UsageError> {
  const { secrets } = vault.model;
  const needed = secrets.some(isInVault);
  const bytes = needed ? readVaultFile(platform, vault.path, vault.shown) : undefined;
  if (isUsageError(bytes)) return bytes;
  let names: readonly string[] | undefined;
  if (needed && bytes === undefined) names = [];
  const canAsk = platform.terminal.inputIsTerminal || hasPasswordFile(platform, options.vaultPasswordFile);
  if (bytes !== undefined && canAsk) {
    const password = await readVaultPassword(platform, options.vaultPasswordFile, false);
    if (password === undefined) return exitCodes.ok;
    if (typeof password !== "string") return password;
    const opened = openVaultFile(bytes, password, vault.shown);
    if (isUsageError(opened)) return opened;
    names = namesIn(opened.text) ?? [];
  }
  const palette = createPalette(wantsColor(platform.environment, platform.terminal.outputIsTerminal));
  const state = (secret: Secret): string => {
    if (!isInVault(secret)) return "";
    if (names === undefined) return palette.dim(`in ${vault.shown}, if it is there (say its password to see)`);
    return names.includes(vault.variables.get(secret.name) ?? "")
      ? palette.good(`in ${vault.shown}`)
      : palette.warning(
          `not there yet: ${setSecretCommand(secret.name, vault.project.shown, vault.model.environment)}`,
        );
  };
  const wide = (column: readonly string[]): number => Math.max(0, ...column.map(displayWidth));
  const width = wide(secrets.map(({ name }) => name));
  const sources = wide(secrets.map(describeSecret));
  const lines = secrets.map((secret) =>
    `${padDisplay(secret.name, width)}  ${padDisplay(describeSecret(secret), sources)}  ${state(secret)}`.trimEnd(),
  );
  platform.terminal.print(`${lines.length === 0 ? "There are no secrets." : lines.join("\n")}\n`);
  return exitCodes.ok;
}
