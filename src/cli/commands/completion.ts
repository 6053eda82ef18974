import type { Command, Option } from "commander";
import { backendNames } from "../../backends/names.ts";
import { createPalette } from "../../diagnostics/palette.ts";
import { kinds } from "../../index.ts";
import type { Kind } from "../../ir/kind.ts";
import { type Platform, wantsColor } from "../../platform/platform.ts";
import {
  bashScript,
  type Completed,
  type CompletedCommand,
  type CompletedOption,
  fishScript,
  zshScript,
} from "../completion-scripts.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { UsageError } from "../usage-error.ts";

const scripts: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `envc completion`: a script that completes commands, options and their values, files, and what can be explained. */
export async function runCompletion(
  platform: Platform,
  shell: string,
  program: Command,
): Promise<ExitCode | UsageError> {
  const print = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (print === undefined) {
    const palette = createPalette(wantsColor(platform.environment, platform.terminal.errorIsTerminal));
    const known = Object.keys(scripts).map(palette.code).join(", ");
    return { usage: `There is no completion for \`${shell}\`; there is: ${known}.` };
  }
  const topics = await listTopics();
  platform.terminal.print(print(program.commands.map((command) => describeCommand(command, topics))));
  return exitCodes.ok;
}

function describeCommand(command: Command, topics: readonly string[]): CompletedCommand {
  const about = (command.description().split("\n")[0] ?? "").trim();
  // What one of a command's own commands takes is offered for all of them.
  const own = [command, ...command.commands].flatMap((each) => each.options);
  const unique = own.filter((option, index) => own.findIndex((each) => each.long === option.long) === index);
  const options = [...unique.map(describeOption), helpOption];
  const actions = command.commands.map((each) => each.name());
  const argument: Completed =
    actions.length > 0 ? { complete: "words", words: actions } : argumentOf(command.name(), topics);
  return { name: command.name(), about, options, argument };
}

/** Every command has it; commander does not list it. */
const helpOption: CompletedOption = { flags: ["-h", "--help"], about: "explain a command", value: undefined };

function describeOption(option: Option): CompletedOption {
  const flags = [option.short, option.long].filter((flag) => flag !== undefined);
  return { flags, about: option.description, value: valueOf(option) };
}

function valueOf(option: Option): Completed | undefined {
  if (!option.required && !option.optional) return undefined;
  if (option.argChoices !== undefined) return { complete: "words", words: option.argChoices };
  switch (option.long) {
    case "--target":
      return { complete: "words", words: backendNames };
    case "--env":
      return { complete: "environments" };
    case "--out":
      return { complete: "folders" };
    default:
      return { complete: "nothing" };
  }
}

function argumentOf(name: string, topics: readonly string[]): Completed {
  switch (name) {
    case "init":
      return { complete: "folders" };
    case "explain":
      return { complete: "topics", words: topics };
    case "completion":
      return { complete: "words", words: Object.keys(scripts) };
    default:
      return { complete: "specs" };
  }
}

/** Everything that `explain` knows, without characters that mean something to a shell. */
async function listTopics(): Promise<readonly string[]> {
  const [{ catalogue }, { topics }] = await Promise.all([
    import("../../diagnostics/catalogue.generated.ts"),
    import("../../diagnostics/topics.generated.ts"),
  ]);
  const words = topics.map((topic) => topic.name.replace(/\(\)$/, ""));
  return [...new Set([...[...kinds.values()].flatMap(namesOf), ...words, ...Object.keys(catalogue)])].sort();
}

function namesOf(kind: Kind): readonly string[] {
  const own = Object.keys(kind.attributes);
  const nested = Object.entries(kind.blocks).flatMap(([name, block]) => [
    name,
    ...Object.keys(block.attributes).map((inner) => `${name}.${inner}`),
  ]);
  return [kind.name, ...[...own, ...nested].map((name) => `${kind.name}.${name}`)];
}
