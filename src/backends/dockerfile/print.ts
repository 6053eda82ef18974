/** The writer: instructions to text and source map. It knows nothing of envspec. */
import type { SourceMapEntry } from "../../ir/backend.ts";
import { hashComment, isOneLine } from "../shared/shell.ts";
import { encodeJsonWords, encodeQuotedWord } from "./encode.ts";
import type { BindMount, Command, Instruction, InstructionKind, Origin, SecretMount, Value } from "./target.ts";

/** A printed file and where its lines come from. */
export interface PrintedDockerfile {
  readonly text: string;
  /** Sorted by `from`. */
  readonly map: readonly SourceMapEntry[];
}

interface Line {
  readonly text: string;
  readonly origins: readonly Origin[];
}

/**
 * Prints a Dockerfile below a fixed header. The header's first line is an ordinary comment, so that no later comment
 * is ever read as a parser directive (`# syntax=`, `# escape=`, `# check=` count only before everything else).
 */
export function printDockerfile(header: readonly string[], instructions: readonly Instruction[]): PrintedDockerfile {
  const lines: Line[] = header.flatMap((line) => hashComment(line)).map((text) => ({ text, origins: [] }));
  let previous: Instruction | undefined;
  for (const instruction of instructions) {
    if (needsBlankLine(previous, instruction)) lines.push({ text: "", origins: [] });
    if (instruction.comment !== undefined)
      for (const text of hashComment(instruction.comment)) lines.push({ text, origins: [] });
    lines.push(...printInstruction(instruction));
    previous = instruction;
  }
  return { text: lines.map((line) => `${line.text}\n`).join(""), map: mapLines(lines) };
}

/** Which instructions stand together without a blank line between. */
const family: Readonly<Record<InstructionKind, string>> = {
  arg: "from",
  from: "from",
  label: "label",
  copy: "copy",
  run: "run",
  "run-exec": "run",
  verbatim: "verbatim",
  env: "runtime",
  user: "runtime",
  workdir: "runtime",
  expose: "runtime",
  stopsignal: "runtime",
  healthcheck: "runtime",
  entrypoint: "runtime",
  cmd: "runtime",
};

function needsBlankLine(previous: Instruction | undefined, next: Instruction): boolean {
  if (next.attached === true) return false;
  if (previous === undefined || next.comment !== undefined || next.is === "run" || next.is === "verbatim") return true;
  return next.is === previous.is ? next.is === "from" : family[previous.is] !== family[next.is];
}

function printInstruction(node: Instruction): readonly Line[] {
  const one = (text: string): readonly Line[] => [{ text, origins: node.origins }];
  switch (node.is) {
    case "arg":
      return one(node.value === undefined ? `ARG ${node.name}` : `ARG ${node.name}=${encodeQuotedWord(node.value)}`);
    case "from":
      return one(`FROM ${printValue(node.image)}${node.stage === undefined ? "" : ` AS ${node.stage}`}`);
    case "label":
      return printPairs("LABEL", node.labels, node.origins);
    case "env":
      return printPairs("ENV", node.variables, node.origins);
    case "copy":
      return one(
        [
          "COPY",
          ...(node.owner === undefined ? [] : [`--chown=${node.owner}`]),
          `--chmod=${node.mode}`,
          ...node.sources,
          node.target,
        ].join(" "),
      );
    case "run":
      return printRun(node.mounts, node.secrets ?? [], node.commands);
    case "run-exec":
      return [
        ...printMounts(node.mounts ?? []),
        { text: `${node.mounts === undefined ? "RUN" : "   "} ${encodeJsonWords(node.argv)}`, origins: node.origins },
      ];
    case "user":
      return one(`USER ${node.user}`);
    case "workdir":
      return one(`WORKDIR ${node.path}`);
    case "expose":
      return one(`EXPOSE ${node.ports.join(" ")}`);
    case "stopsignal":
      return one(`STOPSIGNAL ${node.signal}`);
    case "healthcheck":
      return [
        { text: "HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\", origins: node.origins },
        { text: `    CMD ${encodeJsonWords(node.argv)}`, origins: node.origins },
      ];
    case "entrypoint":
      return one(`ENTRYPOINT ${encodeJsonWords(node.argv)}`);
    case "cmd":
      return one(`CMD ${encodeJsonWords(node.argv)}`);
    case "verbatim":
      return node.lines.map((text) => ({ text, origins: node.origins }));
  }
}

function printValue(value: Value): string {
  return typeof value === "string" ? encodeQuotedWord(value) : `\${${value.argument}}`;
}

function printPairs(
  name: string,
  pairs: readonly (readonly [string, Value])[],
  origins: readonly Origin[],
): readonly Line[] {
  const indent = " ".repeat(name.length + 1);
  return pairs.map(([key, value], index) => {
    const written = `${key}=${typeof value === "string" ? encodeQuotedWord(value) : `"${printValue(value)}"`}`;
    return {
      text: `${index === 0 ? `${name} ` : indent}${written}${index === pairs.length - 1 ? "" : " \\"}`,
      origins,
    };
  });
}

function printRun(
  mounts: readonly BindMount[],
  secrets: readonly SecretMount[],
  commands: readonly Command[],
): readonly Line[] {
  const lines: Line[] = [...printMounts(mounts, secrets)];
  const last = commands.length - 1;
  if (commands.some((command) => !command.lines.every(isOneLine)))
    throw new Error("a command of a RUN holds a line end: it must be an instruction of its own");
  for (const [index, command] of commands.entries())
    for (const [at, text] of command.lines.entries()) {
      const lead = at > 0 ? "    " : index > 0 ? "    && " : lines.length > 0 ? "    " : "RUN ";
      const more = index < last || at < command.lines.length - 1;
      lines.push({ text: `${lead}${text}${more ? " \\" : ""}`, origins: command.lineOrigins?.[at] ?? command.origins });
    }
  return lines;
}

function printMounts(mounts: readonly BindMount[], secrets: readonly SecretMount[] = []): readonly Line[] {
  const options = [
    ...mounts.map((mount) => `type=bind,source=${mount.source},target=${mount.target}`),
    ...secrets.map(({ id, uid }) => {
      const reader = uid === undefined ? ",mode=0444" : uid === 0 ? "" : `,uid=${uid}`;
      return `type=secret,id=${id},required=true${reader}`;
    }),
  ];
  return options.map((option, index) => ({
    text: `${index === 0 ? "RUN " : "    "}--mount=${option} \\`,
    origins: [],
  }));
}

/** One entry per op and stretch of lines. */
function mapLines(lines: readonly Line[]): readonly SourceMapEntry[] {
  const entries: { from: number; to: number; origin: Origin }[] = [];
  const open = new Map<string, { from: number; to: number; origin: Origin }>();
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    for (const origin of line.origins) {
      const known = open.get(origin.op);
      if (known !== undefined && known.to >= number - 1) known.to = number;
      else {
        const entry = { from: number, to: number, origin };
        entries.push(entry);
        open.set(origin.op, entry);
      }
    }
  }
  return entries
    .map(({ from, to, origin }) => ({ from, to, op: origin.op, machine: origin.machine, spans: origin.spans }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
}
