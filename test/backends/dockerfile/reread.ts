/** Reads a printed Dockerfile back with a parser of its own and compares it with the instructions that were meant. */
import { DockerfileParser } from "dockerfile-ast";
import type { Instruction as Parsed, PropertyInstruction } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import type { Instruction, Value } from "../../../src/backends/dockerfile/target.ts";

/** An instruction as data: its keyword and what it says. */
export type Meaning = readonly [keyword: string, ...values: string[]];

/** What the tree means, in the same form as {@link readDockerfile} gives it. */
export function meaningOf(instructions: readonly Instruction[]): readonly Meaning[] {
  return instructions.flatMap((node): readonly Meaning[] => {
    switch (node.is) {
      case "arg":
        return [["ARG", node.name, ...(node.value === undefined ? [] : [node.value])]];
      case "from":
        return [["FROM", valueText(node.image), ...(node.stage === undefined ? [] : [node.stage])]];
      case "label":
        return [["LABEL", ...node.labels.flatMap(([key, value]) => [key, valueText(value)])]];
      case "env":
        return [["ENV", ...node.variables.flat()]];
      case "copy":
        return [
          [
            "COPY",
            ...(node.owner === undefined ? [] : [`--chown=${node.owner}`]),
            `--chmod=${node.mode}`,
            ...node.sources,
            node.target,
          ],
        ];
      case "run":
        return [["RUN"]];
      case "run-exec":
        return [["RUN", ...node.argv]];
      case "user":
        return [["USER", node.user]];
      case "workdir":
        return [["WORKDIR", node.path]];
      case "expose":
        return [["EXPOSE", ...node.ports.map(String)]];
      case "stopsignal":
        return [["STOPSIGNAL", node.signal]];
      case "healthcheck":
        return [["HEALTHCHECK", ...node.argv]];
      case "entrypoint":
        return [["ENTRYPOINT", ...node.argv]];
      case "cmd":
        return [["CMD", ...node.argv]];
      case "verbatim":
        return [["VERBATIM"]];
    }
  });
}

function valueText(value: Value): string {
  return typeof value === "string" ? value : `\${${value.argument}}`;
}

/** Reads a Dockerfile. A `RUN` in shell form has no values here: {@link runBodies} gives its text. */
export function readDockerfile(text: string): readonly Meaning[] {
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((instruction): Meaning => {
      const keyword = instruction.getKeyword();
      switch (keyword) {
        case "ENV":
        case "LABEL":
          return [
            keyword,
            ...(instruction as PropertyInstruction)
              .getProperties()
              .flatMap((property) => [property.getName(), readWord(property.getUnescapedValue() ?? "")]),
          ];
        case "ARG": {
          const [name, value] = splitOnce(instruction.getArgumentsContent() ?? "");
          return [keyword, name, ...(value === undefined ? [] : [readWord(value)])];
        }
        case "FROM":
          return [keyword, ...words(instruction).filter((word) => word !== "AS")];
        case "HEALTHCHECK":
          return [keyword, ...jsonWords((instruction.getRawArgumentsContent() ?? "").replace(/^[\s\S]*?CMD /, ""))];
        case "CMD":
        case "ENTRYPOINT":
        case "RUN": {
          // As BuildKit does: what is no JSON array of strings is shell form.
          const content = (instruction.getRawArgumentsContent() ?? "").replace(/^(?:--mount=\S+ \\\n\s*)+/, "");
          return [keyword, ...(content.startsWith("[") ? jsonWords(content) : [])];
        }
        default:
          return [keyword, ...flags(instruction), ...words(instruction)];
      }
    });
}

/** The shell source of every `RUN` in shell form, continued lines as they are, mounts left out. */
export function runBodies(text: string): readonly string[] {
  const bodies: string[] = [];
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    if (lines[index]?.startsWith("RUN ") !== true) continue;
    const body = [(lines[index] ?? "").replace(/^RUN /, "")];
    while ((body.at(-1) ?? "").endsWith("\\")) body.push(lines[++index] ?? "");
    const shell = body
      .map((line) => line.replace(/^\s*--mount=\S+ /, ""))
      .join("\n")
      .replace(/^(\\\n)+/, "");
    if (!shell.startsWith("[")) bodies.push(shell);
  }
  return bodies;
}

/**
 * What dockerfile-utils complains about, as `line: message`, without what it says of quotes: it takes one inside a
 * quoted value for an open one. That the quotes match is what {@link readDockerfile} finds out.
 */
export function complaints(text: string): readonly string[] {
  return lint(text).filter((line) => !/while looking for matching (?:single|double)-quote$/.test(line));
}

/** Everything that dockerfile-utils says, as `line: message`. */
export function lint(text: string): readonly string[] {
  return validate(text).map(({ range, message }) => {
    return `${range.start.line + 1}: ${typeof message === "string" ? message : message.value}`;
  });
}

function words(instruction: Parsed): readonly string[] {
  return instruction.getArguments().map((argument) => argument.getValue());
}

function flags(instruction: Parsed): readonly string[] {
  const of = (instruction as { getFlags?: () => readonly { toString(): string }[] }).getFlags?.() ?? [];
  return of.map((flag) => flag.toString());
}

function jsonWords(text: string): readonly string[] {
  return JSON.parse(text) as string[];
}

function splitOnce(text: string): readonly [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/**
 * A word as BuildKit's lexer reads it (moby/buildkit, frontend/dockerfile/shell/lex.go): inside double quotes a
 * backslash takes the meaning from `"`, `$` and `\\`; `${NAME}` is kept as it is written.
 */
function readWord(raw: string): string {
  if (!raw.startsWith('"')) return raw;
  let result = "";
  let index = 1;
  for (; index < raw.length && raw[index] !== '"'; index++) {
    const next = raw[index + 1];
    if (raw[index] === "\\" && next !== undefined && '"$\\'.includes(next)) {
      result += next;
      index++;
    } else if (raw[index] === "$" && !/^\$\{[A-Z_]+\}/.test(raw.slice(index))) throw new Error(`a variable in ${raw}`);
    else result += raw[index];
  }
  if (index !== raw.length - 1) throw new Error(`more than one word in ${raw}`);
  return result;
}
