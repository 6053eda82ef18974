/** What hadolint, BuildKit's own checks and reviewers look for in a Dockerfile, as far as the text decides it. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DockerfileParser, ModifiableInstruction, type Instruction } from "dockerfile-ast";
import { isOneLine } from "../../../src/backends/shared/shell.ts";
import type { OwnRule } from "./own-rule.ts";

/** A Dockerfile with the folder that is its context. */
export interface WrittenDockerfile {
  readonly folder: string;
  readonly text: string;
  readonly stages: readonly (readonly Instruction[])[];
  readonly instructions: readonly Instruction[];
}

/** Reads one file of a build. */
export function readDockerfile(path: string, text: string): WrittenDockerfile {
  const instructions = DockerfileParser.parse(text).getInstructions();
  const stages: Instruction[][] = [];
  for (const each of instructions) {
    if (each.getKeyword() === "FROM") stages.push([]);
    stages.at(-1)?.push(each);
  }
  return { folder: dirname(path), text, stages, instructions };
}

const argumentsOf = (each: Instruction): string => each.getArgumentsContent() ?? "";
const of = (list: readonly Instruction[], ...keywords: readonly string[]): readonly Instruction[] =>
  list.filter((each) => keywords.includes(each.getKeyword()));
const at = (each: Instruction): string => `line ${each.getRange().start.line + 1}`;

/** Flags and sources of a COPY. */
function readCopy(each: Instruction): { flags: readonly string[]; sources: readonly string[] } {
  const flags = each instanceof ModifiableInstruction ? each.getFlags().map(String) : [];
  return { flags, sources: argumentsOf(each).split(/\s+/).slice(0, -1) };
}

const secretName = /(?:^|[_-])(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)(?:$|[_=-])/i;

/** The instructions of the context that a COPY takes: no other stage, no heredoc. */
function localCopies({ instructions }: WrittenDockerfile): readonly Instruction[] {
  return of(instructions, "COPY").filter((each) => !readCopy(each).flags.some((flag) => flag.startsWith("--from=")));
}

export const dockerfileRules: readonly OwnRule<WrittenDockerfile>[] = [
  {
    tool: "a base with a release, and another one by argument",
    points: [27],
    check: ({ text }) => {
      const base = /^ARG BASE_IMAGE=(\S+)$/m.exec(text)?.[1] ?? "";
      const known = /^(?:debian|ubuntu):[a-z0-9.-]+(?:@sha256:[0-9a-f]{64})?$/.test(base);
      return known && !/:latest\b/.test(text) ? [] : [`the base is ${base}`];
    },
  },
  {
    tool: "a user by number, or root with a reason",
    points: [28],
    check: ({ stages, text }) =>
      stages.flatMap((stage) => {
        const user = of(stage, "USER").at(-1);
        if (of(stage, "CMD", "ENTRYPOINT").length === 0) return [];
        const name = user === undefined ? "root" : argumentsOf(user);
        if (/^[1-9]\d*(?::\d+)?$/.test(name)) return [];
        // A package gives its user a number when it is installed, so that only the name is known.
        if (/^[a-z_][a-z0-9_-]*(?::[a-z_][a-z0-9_-]*)?$/.test(name) && !name.startsWith("root")) return [];
        const line = text.split("\n")[(user?.getRange().start.line ?? 0) - 1] ?? "";
        return user !== undefined && line.startsWith("# ") ? [] : [`runs as ${name} without a reason`];
      }),
  },
  {
    tool: "apt in one layer, a word about what is only recommended, and no index left",
    points: [29],
    check: ({ instructions }) =>
      of(instructions, "RUN").flatMap((each) => {
        const text = argumentsOf(each);
        if (!/apt-get\s+install/.test(text)) return [];
        const cached = /--mount=type=cache,\S*\/var\/lib\/apt/.test(text);
        const wanted = [
          /apt-get update/,
          /install -y/,
          /--no-install-recommends|--install-recommends/,
          ...(cached ? [] : [/rm -rf \/var\/lib\/apt\/lists\/\*/]),
        ];
        return wanted.filter((part) => !part.test(text)).map((part) => `${at(each)}: no ${part.source}`);
      }),
  },
  {
    tool: "no ADD, no sudo, no apt for people, no cd between steps",
    points: [30],
    check: ({ instructions }) => [
      ...of(instructions, "ADD", "MAINTAINER", "ONBUILD").map((each) => `${at(each)}: ${each.getKeyword()}`),
      ...of(instructions, "RUN")
        .filter((each) => /(?:^|[;&|]\s*)(?:sudo|apt|cd \/\S* *&&)\s/.test(argumentsOf(each)))
        .map((each) => `${at(each)}: sudo, apt or cd`),
    ],
  },
  {
    tool: "programs in the exec form, one per stage",
    points: [31],
    check: ({ stages }) =>
      stages.flatMap((stage) =>
        ["CMD", "ENTRYPOINT"].flatMap((keyword) => {
          const found = of(stage, keyword);
          return [
            ...(found.length > 1 ? [`${keyword} stands there ${found.length} times`] : []),
            ...found.filter((each) => !argumentsOf(each).startsWith("[")).map((each) => `${at(each)}: for a shell`),
          ];
        }),
      ),
  },
  {
    tool: "nothing that looks like a secret in a layer",
    points: [33],
    check: ({ instructions }) =>
      of(instructions, "ARG", "ENV", "LABEL")
        .filter((each) =>
          (argumentsOf(each).match(/(?:^|\s)[\w.-]+(?==|$)/gm) ?? []).some((name) => secretName.test(name.trim())),
        )
        .map((each) => `${at(each)}: ${argumentsOf(each).slice(0, 60)}`),
  },
  {
    tool: "every COPY says its mode",
    points: [34],
    check: (file) =>
      localCopies(file)
        .filter((each) => !readCopy(each).flags.some((flag) => /^--chmod=0?[0-7]{3,4}$/.test(flag)))
        .map((each) => `${at(each)}: no --chmod`),
  },
  {
    tool: "what is copied is there, and nothing else",
    points: [35],
    check: (file) => {
      const sources = localCopies(file).flatMap((each) => readCopy(each).sources);
      const mounts = [...file.text.matchAll(/--mount=type=bind,source=([^,\s]+)/g)].map(([, source = ""]) => source);
      const missing = sources.filter((source) => !existsSync(join(file.folder, source)));
      const used = [...sources, ...mounts].map((source) => source.replace(/\/$/, ""));
      const unused = ["files", "trees", "scripts"].flatMap((folder) =>
        filesBelow(file.folder, folder).filter(
          (path) => !used.some((each) => path === each || path.startsWith(`${each}/`)),
        ),
      );
      return [...missing.map((path) => `${path} is not there`), ...unused.map((path) => `nothing copies ${path}`)];
    },
  },
  {
    tool: "neighbouring steps are one layer, but for what is kept apart under a heading",
    points: [37],
    check: ({ stages, text }) =>
      stages.flatMap((stage) => [
        ...stage.flatMap((each, index) => {
          const before = stage[index - 1];
          if (each.getKeyword() !== "RUN" || before?.getKeyword() !== "RUN") return [];
          if (needsExecForm(each) || needsExecForm(before)) return [];
          const heading = headingOf(text, each);
          return heading === "" || heading === headingOf(text, before) ? [`${at(each)}: a RUN after a RUN`] : [];
        }),
        // overlay2 takes 128 layers (Docker's own limit), of which the base has some.
        ...(of(stage, "RUN", "COPY").length > 100 ? ["more than 100 layers"] : []),
      ]),
  },
  {
    tool: "labels of the Open Container Initiative",
    points: [38],
    check: ({ stages }) =>
      stages.flatMap((stage) => {
        if (of(stage, "CMD", "ENTRYPOINT").length === 0) return [];
        const labels = of(stage, "LABEL").map(argumentsOf).join(" ");
        return ["title", "base.name"]
          .filter((name) => !labels.includes(`org.opencontainers.image.${name}=`))
          .map((name) => `no label ${name}`);
      }),
  },
  {
    tool: "absolute folders and numeric ports",
    points: [39],
    check: ({ instructions }) => [
      ...of(instructions, "WORKDIR")
        .filter((each) => !/^"?\//.test(argumentsOf(each)))
        .map((each) => `${at(each)}: WORKDIR`),
      ...of(instructions, "EXPOSE")
        .filter((each) => !argumentsOf(each).split(/\s+/).every(isPort))
        .map((each) => `${at(each)}: EXPOSE`),
    ],
  },
  {
    tool: "variables are set, stages have names of their own in small letters",
    points: [40],
    check: ({ instructions, text }) => {
      const set = new Set(
        of(instructions, "ARG", "ENV").flatMap((each) => argumentsOf(each).match(/\b\w+(?==|$)/g) ?? []),
      );
      const used = of(instructions, "FROM", "COPY", "WORKDIR", "LABEL", "USER", "EXPOSE").flatMap((each) =>
        [
          ...argumentsOf(each)
            .replace(/\\\$/g, "")
            .matchAll(/\$\{?(\w+)/g),
        ].map(([, name = ""]) => name),
      );
      const names = [...text.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name = ""]) => name);
      return [
        ...used.filter((name) => !set.has(name)).map((name) => `$${name} is not set`),
        ...names
          .filter(
            (name, index) =>
              names.indexOf(name) !== index ||
              !/^[a-z][a-z0-9._-]*$/.test(name) ||
              ["scratch", "context"].includes(name),
          )
          .map((name) => `a stage is called ${name}`),
        ...instructions
          .filter((each) => each.getInstruction() !== each.getKeyword())
          .map((each) => `${at(each)}: small letters`),
      ];
    },
  },
];

/** A word of several lines is exact in the exec form alone, and what is in that form cannot be joined with others. */
function needsExecForm(run: Instruction): boolean {
  return execWords(argumentsOf(run))?.some((word) => !isOneLine(word)) === true;
}

/** The words of a RUN in the exec form; undefined for one that a shell reads. */
export function execWords(text: string): readonly string[] | undefined {
  const body = text.replace(/^(?:--\S+\s+)+/, "");
  return body.startsWith("[") ? (JSON.parse(body) as readonly string[]) : undefined;
}

/** The comment above an instruction: why it is a step of its own. */
function headingOf(text: string, each: Instruction): string {
  const line = text.split("\n")[each.getRange().start.line - 1] ?? "";
  return line.startsWith("# ") ? line : "";
}

function isPort(word: string): boolean {
  const [port = "", protocol = "tcp"] = word.split("/");
  return /^\d+$/.test(port) && Number(port) <= 65535 && ["tcp", "udp"].includes(protocol);
}

function filesBelow(context: string, folder: string): readonly string[] {
  if (!existsSync(join(context, folder))) return [];
  return readdirSync(join(context, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(context.length + 1));
}
