/** What shellcheck is asked about the `RUN`s of a Dockerfile. */
import { execWords } from "./rules/dockerfile-rules.ts";

/**
 * What a shell reads of a `RUN`, on one line; undefined for the exec form, whose words no shell reads, unless they start one
 * with a script of its own.
 */
export function scriptOfRun(text: string): string | undefined {
  const [program = "", option, script] = execWords(text) ?? [];
  if (/(?:^|\/)sh$/.test(program) && option === "-c") return script;
  if (program !== "") return undefined;
  return text
    .replace(/^(?:--\S+\s+)+/, "")
    .replace(/\\\n/g, "\n")
    .replace(/\n\s*/g, " ");
}

/** shellcheck's findings as lines. It says SC2016 of a `$` in single quotes, which is meant in the value of a variable. */
export function findingsIn(script: string, output: string): readonly string[] {
  if (!output.startsWith("[")) return [output];
  const found = JSON.parse(output) as readonly { code: number; message: string; line: number; column: number }[];
  return found
    .filter(({ code, line, column }) => code !== 2016 || line !== 1 || !isValue(script.slice(0, column - 1)))
    .map(({ code, message }) => `SC${code}: ${message}`);
}

/** Whether a text ends inside the value of `export NAME=`. */
function isValue(before: string): boolean {
  return /(?:^|\s)export [A-Za-z_]\w*=(?:'[^']*'|\\.|[^\s'\\])*$/.test(before);
}
