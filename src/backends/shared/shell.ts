/**
 * Words and command lines for a POSIX shell (dash on Debian). Every value that reaches a script goes through here, so
 * no value is ever read as code.
 *
 * All functions are total for strings without NUL: NUL cannot be in an argument at all (execve(2)), so texts with NUL
 * are refused long before.
 */

/**
 * Characters that no POSIX shell gives a meaning to, wherever they stand in a word (POSIX.1-2017 XCU 2.2 Quoting, 2.6
 * Word Expansions): no quotes, no expansion, no globbing, no history. `=` is left out because it makes an assignment
 * of a first word, `~` because it is expanded at the start of one.
 */
const plainWord = /^[A-Za-z0-9_./:@%+,-]+$/;

/** The same with `=`, for words that are not the first: only there it makes an assignment. */
const plainArgument = /^[A-Za-z0-9_./:@%+,=-]+$/;

/** Words that are syntax where a command's name is expected (POSIX.1-2017 XCU 2.4). */
const reservedWords: ReadonlySet<string> = new Set(
  "case do done elif else esac fi for function if in select then until while time".split(" "),
);

/**
 * A single-quoted shell word: exact for every string without NUL, line ends included. The only character with a
 * meaning inside single quotes is the quote itself.
 */
export function sq(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

/** A shell word, quoted only when it has to be: `/etc/motd` stays as it is, `it's` does not. */
export function shellWord(value: string): string {
  return plainWord.test(value) && !reservedWords.has(value) ? value : sq(value);
}

/** The same for a word that is not the first of its command: `name=version` needs no quotes there. */
export function shellArgument(value: string): string {
  return plainArgument.test(value) ? value : shellWord(value);
}

/** One simple command on one line (several if a word holds line ends): exactly these arguments reach the program. */
export function shellCommand(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? shellWord(word) : shellArgument(word))).join(" ");
}

/**
 * `NAME=value` as a word that assigns: for a command's prefix (`LANG=C sort`) and after `export`. The name must be an
 * identifier (`[A-Za-z_][A-Za-z0-9_]*`); kinds refuse other names, as a shell could not read them.
 */
export function shellAssignment(name: string, value: string): string {
  return `${name}=${value === "" ? "''" : shellWord(value)}`;
}

/** Whether the text fits on one line of a script: no line end and no other control character but a tab. */
export function isOneLine(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return !/[\u0000-\u0008\u000a-\u001f\u007f\u0085\u2028\u2029]/.test(text);
}

/** A comment of one or more lines for scripts, Dockerfiles, YAML and configuration files: each line starts with `#`, what could end it or hide text becomes a blank. */
export function hashComment(text: string): readonly string[] {
  return (
    text
      .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
      // oxlint-disable-next-line no-control-regex -- control characters are what is removed
      .map((line) => `# ${line.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, " ")}`.trimEnd())
  );
}

/** For shellcheck, at the top of a script that carries texts of the user's: they are meant as they stand. */
export const literalQuotes = "# shellcheck disable=SC1003,SC2016 # what stands in single quotes is meant as it is";
