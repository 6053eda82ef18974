import { type Platform, wantsColor } from "../platform/platform.ts";
import { createPalette } from "../diagnostics/palette.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { isUsageError, type UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

/**
 * Runs envc with the words of the command line (without `node` and the script) and returns the exit code. Everything is
 * printed through the platform. An exception is a bug in envc; it is reported, never thrown on.
 */
export async function run(words: readonly string[], platform: Platform): Promise<ExitCode> {
  try {
    if (words.length === 1 && (words[0] === "--version" || words[0] === "-V")) {
      platform.terminal.print(`${version}\n`);
      return exitCodes.ok;
    }
    const result = await runWords(words, platform);
    if (!isUsageError(result)) return result;
    platform.terminal.printError(`${paintError(platform)} ${result.usage}\n`);
    return exitCodes.usage;
  } catch (error) {
    reportBug(error, platform);
    return exitCodes.bug;
  }
}

/**
 * `envc check FILE…` is what editors run after each keystroke: without options there is nothing to parse, so it does not
 * wait for the parser of the command line.
 */
async function runWords(words: readonly string[], platform: Platform): Promise<ExitCode | UsageError> {
  const [command, ...files] = words;
  if (command === "check" && files.every((word) => !word.startsWith("-"))) {
    const { runCheck } = await import("./commands/check.ts");
    return runCheck(platform, files, { format: "human" });
  }
  const { runProgram } = await import("./program.ts");
  return runProgram(words, platform);
}

function paintError(platform: Platform): string {
  return createPalette(wantsColor(platform.environment, platform.terminal.errorIsTerminal)).error("error:");
}

function reportBug(error: unknown, platform: Platform): void {
  const message = error instanceof Error ? error.message : String(error);
  const lines = [
    `${paintError(platform)} this is a bug in envc ${version}, not in your file: ${message.split("\n")[0]}`,
    "Nothing is broken on your side. Please report it with the file that you were building.",
  ];
  if (platform.environment["ENVC_DEBUG"] === "1" && error instanceof Error) lines.push("", error.stack ?? "");
  else lines.push("Set ENVC_DEBUG=1 to see where it happened.");
  platform.terminal.printError(`${lines.join("\n")}\n`);
}
