import type { Command } from "commander";
import { createPalette } from "../../diagnostics/palette.ts";
import { kinds } from "../../index.ts";
import { type Platform, wantsColor } from "../../platform/platform.ts";
import { backendNames } from "../../backends/names.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { UsageError } from "../usage-error.ts";

/** A command as a shell needs to know it. */
interface CommandWords {
  readonly name: string;
  readonly about: string;
  readonly options: readonly { readonly flag: string; readonly about: string; readonly values: readonly string[] }[];
  /** What may follow: words, or files. */
  readonly words: readonly string[];
  readonly files: boolean;
}

const shells = ["bash", "zsh", "fish"] as const;

/** `envc completion`: a script that completes commands, options, their values and `.envspec` files. */
export async function runCompletion(
  platform: Platform,
  shell: string,
  program: Command,
): Promise<ExitCode | UsageError> {
  const commands = program.commands.map(describeCommand);
  switch (shell) {
    case "bash":
      platform.terminal.print(bashScript(commands));
      return exitCodes.ok;
    case "zsh":
      platform.terminal.print(zshScript(commands));
      return exitCodes.ok;
    case "fish":
      platform.terminal.print(fishScript(commands));
      return exitCodes.ok;
    default: {
      const palette = createPalette(wantsColor(platform.environment, platform.terminal.errorIsTerminal));
      return { usage: `There is no completion for \`${shell}\`; there is: ${shells.map(palette.code).join(", ")}.` };
    }
  }
}

function describeCommand(command: Command): CommandWords {
  const name = command.name();
  const takesFiles = ["build", "check", "fmt", "show", "explain", "init"].includes(name);
  let words: readonly string[] = [];
  if (name === "completion") words = shells;
  if (name === "explain") words = [...kinds.keys()].sort();
  const options = command.options.map((option) => ({
    flag: option.long ?? option.short ?? "",
    about: option.description,
    values: option.argChoices ?? (option.long === "--target" ? backendNames : []),
  }));
  return { name, about: (command.description().split("\n")[0] ?? "").trim(), options, words, files: takesFiles };
}

function bashScript(commands: readonly CommandWords[]): string {
  const cases = commands.map((command) => {
    const values = command.options
      .filter((option) => option.values.length > 0)
      .map(
        (option) =>
          `        ${option.flag}) COMPREPLY=($(compgen -W "${option.values.join(" ")}" -- "$word")); return ;;\n`,
      )
      .join("");
    const flags = command.options.map((option) => option.flag).join(" ");
    return (
      `    ${command.name})\n` +
      (values === "" ? "" : `      case "$before" in\n${values}      esac\n`) +
      `      COMPREPLY=($(compgen -W "${[flags, ...command.words].filter((word) => word !== "").join(" ")}" -- "$word"))\n` +
      (command.files ? `      [[ $word != -* ]] && COMPREPLY+=($(compgen -f -- "$word"))\n` : "") +
      "      ;;\n"
    );
  });
  return `# bash completion for envc
_envc() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${commands.map((command) => command.name).join(" ")} --help --version" -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("")}  esac
}
complete -o filenames -F _envc envc
`;
}

function zshScript(commands: readonly CommandWords[]): string {
  const list = commands.map((command) => `    '${command.name}:${quoteZsh(command.about)}'`).join("\n");
  const cases = commands.map((command) => {
    const options = command.options.map((option) => {
      const values = option.values.length > 0 ? `:value:(${option.values.join(" ")})` : "";
      return `        '*${option.flag}[${quoteZsh(option.about)}]${values}'`;
    });
    const words = command.words.length > 0 ? [`        '*:word:(${command.words.join(" ")})'`] : [];
    const files = command.files && words.length === 0 ? ["        '*:file:_files'"] : [];
    const given = [...options, ...words, ...files];
    return given.length === 0
      ? ""
      : `      ${command.name})\n        _arguments \\\n${given.join(" \\\n")}\n        ;;\n`;
  });
  return `#compdef envc
# zsh completion for envc
_envc() {
  local -a commands
  commands=(
${list}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("")}  esac
}
_envc "$@"
`;
}

function quoteZsh(text: string): string {
  return text.replaceAll("'", "'\\''").replace(/[[\]:]/g, "\\$&");
}

function fishScript(commands: readonly CommandWords[]): string {
  const lines = ["# fish completion for envc", "complete -c envc -f"];
  const quote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  for (const command of commands) {
    const here = `-n '__fish_seen_subcommand_from ${command.name}'`;
    lines.push(`complete -c envc -n __fish_use_subcommand -a ${command.name} -d ${quote(command.about)}`);
    if (command.files) lines.push(`complete -c envc ${here} -F`);
    if (command.words.length > 0) lines.push(`complete -c envc ${here} -a ${quote(command.words.join(" "))}`);
    for (const option of command.options) {
      const values = option.values.length > 0 ? ` -x -a ${quote(option.values.join(" "))}` : "";
      lines.push(`complete -c envc ${here} -l ${option.flag.slice(2)}${values} -d ${quote(option.about)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
