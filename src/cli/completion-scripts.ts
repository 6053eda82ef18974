/** The completion scripts themselves: what a shell needs to know about the commands, in the language of each shell. */

/** What may stand behind an option or a command. */
export type Completed =
  | { readonly complete: "nothing" }
  | { readonly complete: "words"; readonly words: readonly string[] }
  | { readonly complete: "folders" }
  | { readonly complete: "specs" }
  /** The environments of the spec that is named, or of those in the folder. */
  | { readonly complete: "environments" }
  /** Words, or any file. */
  | { readonly complete: "topics"; readonly words: readonly string[] };

/** An option of a command. */
export interface CompletedOption {
  /** Short and long, dashes included. */
  readonly flags: readonly string[];
  readonly about: string;
  /** Undefined for an option without a value. */
  readonly value: Completed | undefined;
}

/** A command as a shell needs to know it. */
export interface CompletedCommand {
  readonly name: string;
  readonly about: string;
  readonly options: readonly CompletedOption[];
  readonly argument: Completed;
}

/** The names behind `environment` at the start of a line; nothing else is read, so it is as fast as the shell. */
const findEnvironments = "s/^environment[[:space:]]\\{1,\\}\\([A-Za-z][A-Za-z0-9_-]*\\).*/\\1/p";

/** For bash, also the 3.2 that macOS comes with: no `mapfile`, and no `compopt` when it is not there. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const cases = commands.map((command) => {
    const values = command.options.flatMap(({ flags, value }) =>
      value === undefined ? [] : [`        ${flags.join(" | ")}) ${bashAction(value)}; return ;;\n`],
    );
    const flags = command.options.flatMap((option) => option.flags).join(" ");
    return (
      `    ${command.name})\n` +
      (values.length === 0 ? "" : `      case "$before" in\n${values.join("")}      esac\n`) +
      (flags === "" ? "" : `      [[ $word == -* ]] && { _envc_words "${flags}"; return; }\n`) +
      `      ${bashAction(command.argument)}\n` +
      "      ;;\n"
    );
  });
  const names = commands.map((command) => command.name).join(" ");
  return `# bash completion for envc
_envc_take() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do COMPREPLY+=("$line"); done
}

_envc_words() {
  _envc_take < <(compgen -W "$1" -- "$word")
}

_envc_paths() {
  _envc_take < <(compgen "$@" -- "$word"; compgen -d -- "$word")
  compopt -o filenames 2> /dev/null
}

_envc_environments() {
  local each files=()
  for each in "\${COMP_WORDS[@]}"; do [[ $each == *.envspec && -f $each ]] && files+=("$each"); done
  if [[ \${#files[@]} -eq 0 ]]; then
    for each in *.envspec; do [[ -f $each ]] && files+=("$each"); done
  fi
  [[ \${#files[@]} -eq 0 ]] && return
  _envc_words "$(sed -n '${findEnvironments}' "\${files[@]}")"
}

_envc() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  # --target=x comes as three words.
  [[ $word == = ]] && word=
  [[ $before == = ]] && before=\${COMP_WORDS[COMP_CWORD-2]}
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    _envc_words "${names} help --help --version"
    return
  fi
  case "\${COMP_WORDS[1]}" in
    help) _envc_words "${names}" ;;
${cases.join("")}  esac
}
complete -F _envc envc
`;
}

function bashAction(completed: Completed): string {
  switch (completed.complete) {
    case "nothing":
      return ":";
    case "words":
      return `_envc_words "${completed.words.join(" ")}"`;
    case "folders":
      return "_envc_paths -d";
    case "specs":
      return "_envc_paths -f -X '!*.envspec'";
    case "environments":
      return "_envc_environments";
    case "topics":
      return `_envc_words "${completed.words.join(" ")}"
      [[ \${#COMPREPLY[@]} -eq 0 ]] && _envc_paths -f`;
  }
}

/** For zsh, as a file called `_envc` in a folder of `$fpath`, or to be sourced. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const list = commands.map((command) => `    '${command.name}:${quoteZsh(command.about)}'`).join("\n");
  const cases = commands.map((command) => {
    const options = command.options.map(({ flags, about, value }) => {
      const names = flags.length === 1 ? `'*${flags[0] ?? ""}` : `'*'{${flags.join(",")}}'`;
      return `        ${names}[${quoteZsh(about)}]${value === undefined ? "" : `:value:${zshAction(value)}`}'`;
    });
    const argument = command.argument.complete === "nothing" ? [] : [`        '*: :${zshAction(command.argument)}'`];
    return `      ${command.name})\n        _arguments \\\n${[...options, ...argument].join(" \\\n")}\n        ;;\n`;
  });
  const topics = commands.flatMap(({ argument }) => (argument.complete === "topics" ? argument.words : []));
  return `#compdef envc
# zsh completion for envc
_envc_environments() {
  local -a files environments
  files=(\${(M)words:#*.envspec})
  (( $#files )) || files=(*.envspec(N))
  (( $#files )) || return 1
  environments=(\${(f)"$(sed -n '${findEnvironments}' $files 2> /dev/null)"})
  _describe environment environments
}

_envc_specs() {
  _files -g '*.envspec'
}

_envc_topics() {
  _alternative 'topics:topic:(${topics.join(" ")})' 'files:file:_files'
}

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

if [[ $funcstack[1] == _envc ]]; then
  _envc "$@"
else
  compdef _envc envc
fi
`;
}

function zshAction(completed: Completed): string {
  switch (completed.complete) {
    case "nothing":
      return " ";
    case "words":
      return `(${completed.words.join(" ")})`;
    case "folders":
      return "_files -/";
    case "specs":
      return "_envc_specs";
    case "environments":
      return "_envc_environments";
    case "topics":
      return "_envc_topics";
  }
}

function quoteZsh(text: string): string {
  return text.replaceAll("'", "'\\''").replace(/[[\]:]/g, "\\$&");
}

/** For fish 3 and newer. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = [
    "# fish completion for envc",
    "function __envc_environments",
    "    set -l files (commandline -opc | string match -- '*.envspec')",
    "    test (count $files) -gt 0; or set files *.envspec",
    "    test (count $files) -gt 0; or return",
    `    sed -n '${findEnvironments}' $files 2>/dev/null`,
    "end",
    "complete -c envc -f",
  ];
  for (const command of commands) {
    const here = `-n '__fish_seen_subcommand_from ${command.name}'`;
    lines.push(`complete -c envc -n __fish_use_subcommand -a ${command.name} -d ${quoteFish(command.about)}`);
    const argument = fishAction(command.argument);
    if (argument !== "") lines.push(`complete -c envc ${here}${argument}`);
    for (const { flags, about, value } of command.options) {
      const names = flags.map((flag) => (flag.startsWith("--") ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`));
      const values = value === undefined ? "" : ` -x${fishAction(value)}`;
      lines.push(`complete -c envc ${here}${names.join("")}${values} -d ${quoteFish(about)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function fishAction(completed: Completed): string {
  switch (completed.complete) {
    case "nothing":
      return "";
    case "words":
      return ` -a ${quoteFish(completed.words.join(" "))}`;
    case "folders":
      return " -a '(__fish_complete_directories)'";
    case "specs":
      return " -k -a '(__fish_complete_suffix .envspec)'";
    case "environments":
      return " -a '(__envc_environments)'";
    case "topics":
      return ` -F -a ${quoteFish(completed.words.join(" "))}`;
  }
}

function quoteFish(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
