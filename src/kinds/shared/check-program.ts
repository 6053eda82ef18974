import { diagnose } from "../../diagnostics/diagnose.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model, Resource } from "../../ir/model.ts";
import { isWithin, problemOfPath } from "../../ir/paths.ts";
import { knownText } from "../../ir/read-value.ts";
import { editDistance } from "../../text/edit-distance.ts";
import { checkDescription, checkPaths, releasesOf, spanOf } from "./check.ts";
import { checkServiceName } from "./check-service-name.ts";
import { presentBeside } from "./present.ts";
import { readList, readText } from "./read.ts";

/**
 * What processes and schedules have in common: the command line, the account, the folders, the name. `instead` says what
 * else to write for a program without its full path, as the end of a sentence.
 */
export function checkProgram(
  resource: Resource,
  model: Model,
  instead?: (program: string) => string | undefined,
): readonly Diagnostic[] {
  return [
    ...checkCommandLine(resource, "run", instead),
    ...checkPaths(resource, ["directory", "writable"]),
    ...checkDescription(resource),
    ...checkProgramFile(resource, model),
    ...checkServiceName(resource, model),
    ...checkEnvironment(resource, model),
  ];
}

/** Words that only a shell understands. */
const shellWords: ReadonlySet<string> = new Set(["&&", "||", "|", ";", "&", ">", ">>", "<", "2>&1", "2>"]);

/** What to type for a program without its full path: only what the other checks then accept. */
function fullPathOf(words: readonly (string | undefined)[]): string {
  const [first = "", ...rest] = (words[0] ?? "").trim().split(/\s+/);
  const name = first.slice(first.lastIndexOf("/") + 1);
  if (!/^[\w.+-]+$/.test(name) || name.startsWith("."))
    return "write where the program lies on the machine, from `/` on";
  const isHere = first.includes("/");
  const path = isHere ? `/srv/app/${name}` : `/usr/bin/${name}`;
  const list = [path, ...rest].map((word) => `"${word}"`).join(", ");
  const written = rest.length > 0 && words.length === 1 ? `one text per word: \`[${list}]\`` : `it like \`${path}\``;
  return isHere
    ? `write where it lies on the machine, from \`/\` on, and write ${written}`
    : `find out where it is with \`command -v ${name}\`, and write ${written}`;
}

/** Reports a command line that names no program, or that is written for a shell. `instead` is that of `checkProgram`. */
export function checkCommandLine(
  resource: Resource,
  attribute: string,
  instead: (program: string) => string | undefined = () => undefined,
): readonly Diagnostic[] {
  const words = readList(resource, attribute).map(knownText);
  const report = (problem: string, help: string): readonly Diagnostic[] => [
    diagnose("E0417", { attribute, name: resource.name, problem, help }, spanOf(resource, attribute)),
  ];
  const [program] = words;
  if (words.length === 0)
    return resource.attributes[attribute] === undefined
      ? []
      : report("is empty", 'write the program and its arguments: `["/usr/bin/node", "server.js"]`');
  if (program === undefined)
    return report("does not name its program while building", "write the program's path as a fixed text");
  if (words.some((word) => word?.includes("\u0000") === true))
    return report("holds a NUL, which ends an argument", "leave it out");
  if (words.length === 1 && /^\S+\s/.test(program) && program.startsWith("/"))
    return report(
      "is one word with spaces in it",
      `write one text per word: \`[${program
        .split(/\s+/)
        .map((word) => `"${word}"`)
        .join(", ")}]\``,
    );
  if (!program.startsWith("/")) {
    const other = instead(program);
    const help = fullPathOf(words) + (other === undefined ? "" : `; or ${other}`);
    return report(`begins with \`${program}\`, which is not a full path`, help);
  }
  const problem = problemOfPath(program);
  // systemd takes a program's path as it is: specifiers and quotes in it are nobody's wish.
  if (problem !== undefined || /[%"'\s\\]/.test(program))
    return report(
      `begins with a path that ${problem ?? "holds a space, a quote, a `%` or a backslash"}`,
      "move the program to a plain path, or make a link to it",
    );
  const shell = words.find((word) => word !== undefined && shellWords.has(word));
  if (shell !== undefined && !/\/(ba|da|z|k)?sh$/.test(program))
    return report(
      `holds \`${shell}\`, which only a shell understands`,
      'write a script and run that, or `["/bin/sh", "-c", "…"]`',
    );
  return [];
}

/**
 * Reports a program that is a file of the spec which nobody may run (execve(2), EACCES), and one that nothing makes but
 * whose path is nearly that of a file. Whatever a command, a raw block, a link or a folder of the project may bring is believed.
 */
function checkProgramFile(resource: Resource, model: Model): readonly Diagnostic[] {
  const path = knownText(readList(resource, "run")[0]);
  if (path === undefined) return [];
  const files = presentBeside(resource, model, "file");
  const own = files.filter((file) => file.name === path);
  if (own.length > 0) return own.flatMap((file) => checkRunMode(resource, file)).slice(0, 1);
  if (!["/usr/local", "/srv", "/opt"].some((folder) => isWithin(path, folder))) return [];
  if (mayBeBrought(path, resource, model)) return [];
  // Two slips at most: `/usr/local/bin/shop` and `/usr/local/etc/shop` are three apart, and different on purpose.
  const near = files.find((file) => editDistance(path, file.name, 2) <= 2)?.name;
  return near === undefined ? [] : [diagnose("W0405", { path, near }, spanOf(resource, "run"))];
}

function mayBeBrought(path: string, resource: Resource, model: Model): boolean {
  const beside = (kind: string): readonly Resource[] => presentBeside(resource, model, kind);
  const folders = beside("directory").filter((folder) => folder.attributes["source"] !== undefined);
  return (
    beside("command").length > 0 ||
    beside("raw").length > 0 ||
    [...beside("link"), ...folders].some((other) => isWithin(path, other.name))
  );
}

function checkRunMode(resource: Resource, file: Resource): readonly Diagnostic[] {
  const bits = Number.parseInt(readText(file, "mode") ?? "0644", 8);
  if ((bits & 0o111) !== 0) return [];
  // Whoever may read it may run it.
  const params = { path: file.name, mode: octal(bits), wanted: octal(bits | ((bits & 0o444) >> 2)) };
  return [
    diagnose("E0432", params, spanOf(resource, "run"), {
      related: [{ span: spanOf(file, "mode"), message: "the file" }],
    }),
  ];
}

function octal(bits: number): string {
  return bits.toString(8).padStart(4, "0");
}

/**
 * Reports variables that a program would not get: systemd 247 (Debian 11) drops one whose value has control characters
 * other than tab and line end (env_value_is_valid()).
 */
export function checkEnvironment(resource: Resource, model: Model): readonly Diagnostic[] {
  const old = releasesOf(resource, model).some((os) => os.id === "debian-11");
  return (resource.blocks["env"] ?? []).flatMap((block) =>
    Object.entries(block.attributes).flatMap(([name, attribute]) => {
      const value = knownText(attribute.value) ?? "";
      const problem = value.includes("\u0000")
        ? "holds a NUL, which ends a variable"
        : // oxlint-disable-next-line no-control-regex -- control characters are what is refused
          old && /[\u0001-\u0008\u000b-\u001f\u007f]/.test(value)
          ? "holds a control character, for which the systemd of Debian 11 drops the variable"
          : undefined;
      return problem === undefined
        ? []
        : [diagnose("E0427", { attribute: name, problem, help: "leave it out, or pass it in a file" }, attribute.span)];
    }),
  );
}
