/** What the README says about secrets: how their files are filled, and what a new value asks for. */
import type { Secret, SecretSource } from "../../ir/model.ts";
import type { Program } from "../../ir/program.ts";
import { vaultVariables } from "../../ir/secret-names.ts";
import { sq } from "../shared/shell.ts";

/** A secret that Compose takes from a file. */
export interface NeededFile {
  /** Relative to the Compose file: `./secrets/db-password`. */
  readonly path: string;
  readonly secret: Secret;
}

/** Where the value of a variable comes from, in a few words of Markdown. */
export function describeSource(source: SecretSource, inline: (text: string) => string): string {
  switch (source.from) {
    case "env":
      return `the variable \`${source.variable}\``;
    case "generate":
      return `make it once: \`openssl rand -hex ${Math.ceil(source.length / 2)}\``;
    case "ask":
      return `asked for: ${inline(source.prompt)}`;
    case "vault":
      return `the vault, ${inline(source.variable)}`;
    case "file":
      return `the file ${inline(source.path)}`;
    case "sops":
      return `${inline(source.key.join("."))} in ${inline(source.file.path)}, by \`sops --decrypt\``;
    case "age":
      return `the file ${inline(source.file.path)}, by \`age --decrypt\``;
    case "none":
      return "whoever runs it";
  }
}

/** The section about secrets in files; nothing when there are none. Paths of the spec are told from `$SPEC`. */
export function secretFileText(
  files: readonly NeededFile[],
  program: Program,
  inline: (text: string) => string,
): readonly string[] {
  if (files.length === 0) return [];
  const variables = vaultVariables(program.secrets);
  const fromSpec = files.some(
    ({ secret: { source } }) =>
      ["file", "sops", "age"].includes(source.from) ||
      (program.vault !== undefined && ["vault", "none"].includes(source.from)),
  );
  return [
    "",
    "## Secrets in files",
    "",
    "Before the first start, put these files beside `compose.yaml`. Nobody else gets into the folder; the files themselves are",
    "readable, because the user of a container has another number than yours. Git and the builder do not see them. A line end at",
    "the end of a file is no part of a password or of another value; a secret that is a whole file in a container stays as it is.",
    "",
    "```sh",
    "mkdir -p -m 0700 secrets && umask 022",
    ...(fromSpec
      ? [`SPEC=${program.environment === undefined ? "../.." : "../../.."}   # the folder of the .envspec file`]
      : []),
    ...files.filter((file) => !asks(file)).flatMap((file) => ["", ...fillLines(file, variables, program, inline)]),
    "```",
    ...askingText(files.filter(asks).map((file) => fillLines(file, variables, program, inline))),
  ];
}

function fillLines(
  { path, secret }: NeededFile,
  variables: ReadonlyMap<string, string>,
  program: Program,
  inline: (text: string) => string,
): readonly string[] {
  return [
    `# ${inline(secret.doc ?? `The secret ${secret.name}`)}`,
    inline(fillCommand(path, secret, variables.get(secret.name) ?? secret.name, program)),
  ];
}

/** Whether somebody is asked while the file is filled: for the value, or for the vault's password. */
function asks({ secret: { source } }: NeededFile): boolean {
  return ["ask", "vault", "none"].includes(source.from);
}

/** Each in a block of its own: pasted as a whole, one question would take the next line for its answer. */
function askingText(commands: readonly (readonly string[])[]): readonly string[] {
  if (commands.length === 0) return [];
  const lead =
    commands.length === 1 ? "This command asks you:" : "These ask you: one command, one answer, then the next.";
  return ["", lead, ...commands.flatMap((lines) => ["", "```sh", ...lines, "```"])];
}

/** The command that fills a file: the value goes from one program to the next, never into arguments. */
function fillCommand(path: string, { source, name }: Secret, variable: string, program: Program): string {
  const typed = (prompt: string): string =>
    `printf '%s: ' ${sq(prompt)} && stty -echo && IFS= read -r value && stty echo && printf %s "$value" > ${path}; unset value`;
  const from = (file: string): string => `"$SPEC"/${sq(file)}`;
  switch (source.from) {
    case "generate":
      return `[ -s ${path} ] || LC_ALL=C tr -dc 'A-Za-z0-9' < /dev/urandom | head -c ${source.length} > ${path}`;
    case "file":
      return `printf %s "$(cat ${from(source.path)})" > ${path}`;
    case "sops": {
      const extract = source.key.map((step) =>
        /^(?:0|[1-9]\d*)$/.test(step) ? `[${step}]` : `[${JSON.stringify(step)}]`,
      );
      return `printf %s "$(sops --decrypt --extract ${sq(extract.join(""))} ${from(source.file.path)})" > ${path}`;
    }
    case "age":
      return `printf %s "$(age --decrypt --identity "\${SOPS_AGE_KEY_FILE:-$HOME/.config/sops/age/keys.txt}" ${from(source.file.path)})" > ${path}`;
    case "vault":
    case "none":
      if (program.vault !== undefined)
        return `ansible localhost -e @${from(program.vault.path)} --ask-vault-pass -m ansible.builtin.copy -a "dest=$PWD/${path.slice(2)} content='{{ ${variable} }}'" > /dev/null`;
      return typed(source.from === "vault" ? `${name} (the vault, ${source.variable})` : name);
    case "ask":
      return typed(source.prompt);
    case "env":
      return `printf %s "$${source.variable}" > ${path}`;
  }
}

/**
 * What a new value asks for: exactly the services that have it are made anew. `setups` are those that tell a server what
 * is in it. `steps` are those that run to their end, with the programs that start after each.
 */
export function changeText(
  uses: ReadonlyMap<string, readonly string[]>,
  built: readonly string[],
  setups: ReadonlySet<string>,
  steps: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const rows = [...uses].filter(([, services]) => services.length > 0);
  if (rows.length === 0 && built.length === 0) return [];
  return [
    "",
    "## When a secret changes",
    "",
    ...(rows.length === 0
      ? []
      : [
          "A container keeps the values that it was made with. Make those anew that use the secret, and only those:",
          "",
          "| Secret | Command |",
          "| --- | --- |",
          ...rows.map(([name, services]) => `| \`${name}\` | \`${renewal(services, setups, steps)}\` |`),
        ]),
    ...(built.length === 0
      ? []
      : [
          ...(rows.length === 0 ? [] : [""]),
          `Used while an image is built: ${built.map((name) => `\`${name}\``).join(", ")}. It is in no layer, and a new value alone builds nothing again: \`docker compose build --no-cache\`.`,
        ]),
  ];
}

/**
 * The server is told first, by what is watched until it has ended, so that its mistakes are seen; then those that use it;
 * then what runs to its end, with the programs that read what it made. Compose waits for it only with its dependencies,
 * which stay as they are otherwise.
 */
function renewal(
  services: readonly string[],
  setups: ReadonlySet<string>,
  steps: ReadonlyMap<string, readonly string[]>,
): string {
  const first = services.filter((name) => setups.has(name));
  const ending = services.filter((name) => steps.has(name));
  const behind = new Set(ending.flatMap((name) => [name, ...(steps.get(name) ?? [])]));
  const others = services.filter((name) => !setups.has(name) && !behind.has(name));
  const anew = (options: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`docker compose up ${options}--force-recreate ${names.join(" ")}`];
  return [
    ...anew("--no-deps ", first),
    ...anew("--detach --no-deps ", others),
    ...anew("--build --detach ", [...behind]),
  ].join(" && ");
}
