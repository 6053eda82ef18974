/**
 * What is wrong with a sudo rule (sudoers(5), without the user's name), in words that follow "the sudo rule"; undefined
 * when nothing obvious is. visudo has the last word on the machine.
 */
export function problemOfSudoRule(rule: string, user: string): string | undefined {
  const lines = rule
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0) return "is empty";
  for (const line of lines) {
    const problem = problemOfLine(line, user);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOfLine(line: string, user: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) return "holds a control character";
  if (line.startsWith("#") || line.startsWith("@") || line.startsWith("Defaults"))
    return "may only hold rules, not comments, includes or defaults: write a file below `/etc/sudoers.d` for those";
  if (line.endsWith("\\")) return "ends with a backslash";
  if (line === user || line.startsWith(`${user} `))
    return `begins with the user's name \`${user}\`, which is put in front of it anyway`;
  const parts = /^([^=]+)=(.*)$/.exec(line);
  if (parts === null) return "has no `=`: before it stand the hosts, mostly `ALL`";
  if (!/^\s*[A-Za-z0-9_.!-]+(\s*,\s*[A-Za-z0-9_.!-]+)*\s*$/.test(parts[1] ?? ""))
    return "has something else than hosts before the `=`: mostly `ALL` stands there";
  const rest = /^\s*(\([^)]*\))?\s*(.*)$/.exec(parts[2] ?? "");
  if (rest?.[1] === undefined && (parts[2] ?? "").includes("("))
    return "has the users `(ALL)` at the wrong place: they stand right after the `=`";
  const commands = (rest?.[2] ?? "").trim();
  if (commands === "") return "names no command";
  return problemOfCommands(commands);
}

/** Tags of sudoers(5), "Tag_Spec". */
const tags = /^(?:(?:NO)?(?:EXEC|FOLLOW|LOG_INPUT|LOG_OUTPUT|MAIL|INTERCEPT|PASSWD|SETENV)\s*:\s*)+/;

function problemOfCommands(commands: string): string | undefined {
  for (const entry of commands.split(/(?<!\\),/)) {
    const command = entry.trim().replace(tags, "");
    if (command === "") return "names no command";
    const tag = /^([A-Z_]+)\s*:/.exec(command);
    if (tag !== null) return `has the word \`${tag[1]}\`, which sudo does not know`;
    const program = command.replace(/^!+\s*/, "").split(/\s+/)[0] ?? "";
    if (
      program.startsWith("/") ||
      program === "ALL" ||
      program === "sudoedit" ||
      /^[A-Z][A-Z0-9_]*$/.test(program) ||
      /^sha\d+:/.test(program)
    )
      continue;
    return `names the command \`${program}\` without its full path: write it like \`/usr/bin/${program}\``;
  }
  return undefined;
}
