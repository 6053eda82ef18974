import { Command, CommanderError, Option } from "commander";
import { backendNames } from "../backends/names.ts";
import { diagnosticFormats } from "../diagnostics/render.ts";
import { type Platform, wantsColor } from "../platform/platform.ts";
import type { BuildOptions } from "./commands/build.ts";
import type { CheckOptions } from "./commands/check.ts";
import type { FmtOptions } from "./commands/fmt.ts";
import type { InitOptions } from "./commands/init.ts";
import type { SecretAction, SecretOptions } from "./commands/secret.ts";
import type { ShowOptions } from "./commands/show.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { emitNames } from "./emit-names.ts";
import { foldHelp, helpTexts } from "./help-texts.ts";
import { templateNames } from "./template-names.ts";
import type { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

type Result = ExitCode | UsageError;

/** Reads the command line and runs the command it names; each command is loaded only when it is run. */
export async function runProgram(words: readonly string[], platform: Platform): Promise<Result> {
  let result: Result = exitCodes.ok;
  const program = createProgram(platform, async (command) => {
    result = await command();
  });
  try {
    if (words.length === 0) {
      platform.terminal.print(program.helpInformation());
      return exitCodes.usage;
    }
    await program.parseAsync([...words], { from: "user" });
    return result;
  } catch (error) {
    // Commander throws for help and version too; it has printed what there is to say.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    throw error;
  }
}

/** The command line as commander knows it. `start` is handed the chosen command. */
export function createProgram(platform: Platform, start: (command: () => Promise<Result>) => Promise<void>): Command {
  const { terminal, environment } = platform;
  const width = Math.min(terminal.columns, 100);
  const program = new Command("envc")
    .description(helpTexts.program.about)
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "explain a command")
    .helpCommand("help [command]", "explain a command")
    // Folded only when somebody asks for it: most commands print no help.
    .addHelpText("after", () => foldHelp(helpTexts.program.after, width))
    .configureOutput({
      writeOut: (text) => terminal.print(text),
      writeErr: (text) => terminal.printError(text),
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      getOutHasColors: () => wantsColor(environment, terminal.outputIsTerminal),
      getErrHasColors: () => wantsColor(environment, terminal.errorIsTerminal),
    })
    .configureHelp({
      subcommandTerm: (each) => `${each.name()} ${each.usage().replace("[options]", "").trim()}`.trim(),
    })
    .showHelpAfterError("(envc --help shows what there is)")
    .exitOverride();

  const command = (name: string, help: { readonly about: string; readonly after: string }): Command =>
    program
      .command(name)
      .description(help.about)
      .addHelpText("after", () => foldHelp(help.after, width));
  const many = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

  command("init [folder]", helpTexts.init)
    .addOption(new Option("-t, --template <name>", "what to start from").choices(templateNames))
    .option("--force", "replace files that are already there")
    .action((folder: string | undefined, options: InitOptions) =>
      start(async () => (await import("./commands/init.ts")).runInit(platform, folder, options)),
    );

  command("build [file]", helpTexts.build)
    .option("-t, --target <name>", `only this target: ${backendNames.join(", ")} (may be repeated)`, many)
    .option("-e, --env <name>", "only this environment (may be repeated)", many)
    .option("-o, --out <folder>", "where to write (default: `out` next to the file)")
    .addOption(new Option("--emit <form>", "print an inner form as JSON instead of writing").choices(emitNames))
    .option("--dry-run", "say what would be written, write nothing")
    .option("--keep", "leave files that were changed by hand as they are")
    .option("--merge", "put changes made by hand and new ones together where they do not touch")
    .option("--adopt", "take changed values of the Ansible project over into the .envspec file")
    .option("--force", "replace files that envc did not write or that were changed by hand")
    .action((file: string | undefined, options: BuildOptions) =>
      start(async () => (await import("./commands/build.ts")).runBuild(platform, file, options)),
    );

  command("check [files...]", helpTexts.check)
    .option("--fix", "mend what can be mended without changing the meaning")
    .addOption(new Option("--format <form>", "how to print").choices(diagnosticFormats).default("human"))
    .action((files: readonly string[], options: CheckOptions) =>
      start(async () => (await import("./commands/check.ts")).runCheck(platform, files, options)),
    );

  command("fmt [files...]", helpTexts.fmt)
    .option("--check", "change nothing, exit with 1 when a file is not in canonical form")
    .option("--diff", "change nothing, print the difference")
    .action((files: readonly string[], options: FmtOptions) =>
      start(async () => (await import("./commands/fmt.ts")).runFmt(platform, files, options)),
    );

  command("show [file]", helpTexts.show)
    .option("-e, --env <name>", "the environment to show")
    .action((file: string | undefined, options: ShowOptions) =>
      start(async () => (await import("./commands/show.ts")).runShow(platform, file, options)),
    );

  addSecretCommands(command("secret", helpTexts.secret), platform, start);

  command("explain [topic]", helpTexts.explain).action((topic: string | undefined) =>
    start(async () => (await import("./commands/explain.ts")).runExplain(platform, topic)),
  );

  command("completion <shell>", helpTexts.completion).action((shell: string) =>
    start(async () => (await import("./commands/completion.ts")).runCompletion(platform, shell, program)),
  );
  return program;
}

/** `envc secret set NAME` and its sisters: the Ansible Vault beside the spec. A value is never an argument. */
function addSecretCommands(
  parent: Command,
  platform: Platform,
  start: (command: () => Promise<Result>) => Promise<void>,
): void {
  const add = (action: SecretAction, about: string): Command => {
    const named = action !== "list";
    const command = parent.command(named ? `${action} <name> [file]` : `${action} [file]`).description(about);
    const run = (name: string | undefined, file: string | undefined, options: SecretOptions): Promise<void> =>
      start(async () => (await import("./commands/secret.ts")).runSecret(platform, action, name, file, options));
    if (named)
      command.action((name: string, file: string | undefined, options: SecretOptions) => run(name, file, options));
    else command.action((file: string | undefined, options: SecretOptions) => run(undefined, file, options));
    return command
      .option("-e, --env <name>", "the environment whose secret it is")
      .option("--vault-password-file <file>", "a file that holds the vault's password, or a program that prints it");
  };
  add("set", "put a value into the vault: typed unseen, or piped in");
  add("generate", "make up a value of letters and digits and put it into the vault")
    .option("--length <number>", "how many characters (default: 48)")
    .option("--force", "replace a value that is there");
  add("remove", "take a value out of the vault");
  add("list", "say where each secret comes from, and whether the vault has it");
}
