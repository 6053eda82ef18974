/** Making commands: arguments in, encoded lines out. */
import { isOneLine, shellArgument, shellCommand } from "../../shared/shell.ts";
import type { Command, Origin } from "../target.ts";

/** One simple command with exactly these arguments. */
export function command(origin: Origin, ...words: readonly string[]): Command {
  return listCommand([origin], words, []);
}

/** A command with a list that is written one word per line below it, a single word beside it. */
export function listCommand(origins: readonly Origin[], words: readonly string[], list: readonly string[]): Command {
  if (![...words, ...list].every(isOneLine)) return { lines: [], argv: [...words, ...list], origins };
  if (list.length === 1) return { lines: [shellCommand([...words, ...list])], origins };
  return { lines: [shellCommand(words), ...list.map((word) => `    ${shellArgument(word)}`)], origins };
}

/** Shell source in lines whose words are encoded already. */
export function script(origin: Origin, ...lines: readonly string[]): Command {
  return { lines, origins: [origin] };
}

/** Words that would be options for a program that reads options anywhere: `--` in front when a word begins with a dash. */
export function operands(...words: readonly string[]): readonly string[] {
  return words.some((word) => word.startsWith("-")) ? ["--", ...words] : words;
}
