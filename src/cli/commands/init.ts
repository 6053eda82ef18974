import { displayWidth, printable } from "../../diagnostics/display-text.ts";
import { createPalette } from "../../diagnostics/palette.ts";
import { isFileSystemError } from "../../platform/file-system.ts";
import { folderOf, joinPath, nameOf, relativePath } from "../../platform/paths.ts";
import { type Platform, wantsColor } from "../../platform/platform.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readTemplate, templateDocs, type TemplateFile } from "../templates.ts";
import { type TemplateName, templateNames } from "../template-names.ts";
import type { UsageError } from "../usage-error.ts";

/** The options of `envc init`. */
export interface InitOptions {
  readonly template?: TemplateName;
  readonly force?: boolean;
}

/** `envc init`: writes a first spec, with questions in a terminal and from a template otherwise. */
export async function runInit(
  platform: Platform,
  folder: string | undefined,
  options: InitOptions,
): Promise<ExitCode | UsageError> {
  const { terminal } = platform;
  let { template } = options;
  let goal = folder;
  if (template === undefined) {
    if (!terminal.inputIsTerminal || !terminal.outputIsTerminal)
      return { usage: `Say what to start from: --template ${templateNames.join(" | ")}` };
    const answers = await ask(folder);
    if (answers === undefined) return exitCodes.ok;
    ({ template, folder: goal } = answers);
  }
  const target = joinPath(platform.workingFolder, (goal ?? ".").replaceAll("\\", "/"));
  const files = readTemplate(platform, template);
  const taken = files.filter((file) => platform.files.inspect(`${target}/${file.path}`) !== undefined);
  const palette = createPalette(wantsColor(platform.environment, terminal.outputIsTerminal));
  if (taken.length > 0 && options.force !== true) {
    const list = taken.map((file) => `  ${relativePath(platform.workingFolder, `${target}/${file.path}`)}`).join("\n");
    terminal.printError(
      `${palette.error("error:")} there is already something here:\n${list}\nChoose another folder, or let envc replace it with --force.\n`,
    );
    return exitCodes.refused;
  }
  try {
    for (const file of files) writeTemplateFile(platform, `${target}/${file.path}`, file);
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    terminal.printError(
      `${palette.error("error:")} the system refused to write to ${printable(target)} (${error.code})\n`,
    );
    return exitCodes.refused;
  }
  const spec = files.find((file) => file.path.endsWith(".envspec"));
  const shown = relativePath(platform.workingFolder, target);
  const first = shown === "." ? "" : ` ${shown}`;
  const lines = [
    `${palette.good("✓")} ${palette.strong(`Wrote ${files.length === 1 ? spec?.path : `${files.length} files`} to ${shown}`)}`,
    "",
  ];
  const next = [
    [`envc check${first}`, "finds mistakes"],
    [`envc build${first}`, "writes the Ansible project, the Dockerfile and the cloud-init file"],
  ] as const;
  const width = Math.max(...next.map(([type]) => displayWidth(type)));
  for (const [type, why] of next) lines.push(`  ${palette.code(type.padEnd(width))}  ${palette.dim(why)}`);
  terminal.print(`${lines.join("\n")}\n`);
  return exitCodes.ok;
}

async function ask(
  folder: string | undefined,
): Promise<{ readonly template: TemplateName; readonly folder: string } | undefined> {
  const { cancel, intro, isCancel, select, text } = await import("@clack/prompts");
  intro("A first .envspec file");
  const template = await select({
    message: "What is it for?",
    options: templateNames.map((value) => ({ value, label: value, hint: templateDocs[value] })),
  });
  if (isCancel(template)) {
    cancel("Nothing was written.");
    return undefined;
  }
  if (folder !== undefined) return { template, folder };
  const answer = await text({ message: "In which folder?", placeholder: ".", defaultValue: "." });
  if (isCancel(answer)) {
    cancel("Nothing was written.");
    return undefined;
  }
  return { template, folder: answer };
}

function writeTemplateFile(platform: Platform, path: string, file: TemplateFile): void {
  const makeFolders = (folder: string): void => {
    if (platform.files.resolve(folder) !== undefined) return;
    makeFolders(folderOf(folder));
    platform.files.makeDirectory(folder);
  };
  makeFolders(folderOf(path));
  const temporary = `${folderOf(path)}/.${nameOf(path)}.${platform.uniqueName()}`;
  platform.files.create(temporary, file.bytes, file.executable);
  platform.files.rename(temporary, path);
}
