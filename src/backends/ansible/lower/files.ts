import type { FileOp, RepositoryOp, SysctlOp } from "../../../ir/ops.ts";
import type { Text } from "../../../ir/text.ts";
import { holdsSecret, joinTexts, literalOf, literalText } from "../../../ir/text.ts";
import { deb822Source } from "../../../ir/canonical-files.ts";
import { shellWord } from "../../shared/shell.ts";
import { yamlList } from "../../shared/yaml.ts";
import type { YamlInput } from "../../shared/yaml.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { lowered, taskBase } from "../context.ts";
import { isTemplateSafe, literalArgument, templateText, textArgument } from "../jinja.ts";
import { mirrorPath, snakeName } from "../names.ts";
import type { RoleFile } from "../target/project.ts";
import type { Arguments, Task } from "../target/task.ts";
import { ownership } from "./paths.ts";

/** Files: copied as they are, or templates where a value stays open. */
export function lowerFiles(ops: readonly FileOp[], context: LowerContext): Lowered {
  return joinLowered(ops.map((op) => lowerFile(op, context)));
}

/** One file, exactly these bytes. */
export function lowerFile(op: FileOp, context: LowerContext): Lowered {
  const base = taskBase(op, context);
  const rest: Arguments = [
    ...ownership(op),
    ["validate", op.validate === undefined ? undefined : validator(op.validate)],
  ];
  const placed = placeContent(op, op.content.from === "bytes" ? op.content.file.bytes : op.content.text, context);
  return {
    tasks: [
      {
        ...base,
        ...placed.task,
        args: [...placed.source, ["dest", literalArgument(op.path)], ...rest, ...placed.last],
      },
    ],
    files: placed.files,
  };
}

interface PlacedContent {
  readonly task: Pick<Task, "module" | "secret">;
  readonly source: Arguments;
  readonly last: Arguments;
  readonly files: readonly RoleFile[];
}

/** Where the content of a file is kept: `files/`, `templates/`, or (what no template can give) in the task. */
function placeContent(op: FileOp | SysctlOp, content: Uint8Array | Text, context: LowerContext): PlacedContent {
  const path = mirrorPath(op.path);
  const marks = [context.mark(op)];
  const text = content instanceof Uint8Array ? undefined : content;
  const literal = text === undefined ? undefined : literalOf(text);
  if (text === undefined || (literal !== undefined && !(context.isTemplate(op) && isTemplateSafe(text)))) {
    const bytes = content instanceof Uint8Array ? content : (literal ?? "");
    return {
      task: { module: "ansible.builtin.copy" },
      source: [["src", literalArgument(path)]],
      // Without `decrypt: false` a file that begins like a vault would be taken for one.
      last: [["decrypt", false]],
      files: [{ folder: "files", path, content: bytes, executable: false, marks }],
    };
  }
  const secret = holdsSecret(text) ? { secret: true } : {};
  if (!isTemplateSafe(text))
    return {
      task: { module: "ansible.builtin.copy", ...secret },
      source: [["content", textArgument(text, context.hole)]],
      last: [],
      files: [],
    };
  return {
    task: { module: "ansible.builtin.template", ...secret },
    source: [["src", literalArgument(`${path}.j2`)]],
    last: [],
    files: [
      {
        folder: "templates",
        path: `${path}.j2`,
        content: templateText(text, context.hole, mayEndLine(text[text.length - 2], context)),
        executable: false,
        marks,
      },
    ],
  };
}

/** Whether the value of the hole before the last part may end in a line end. */
function mayEndLine(part: Text[number] | undefined, context: LowerContext): boolean {
  if (typeof part !== "object") return false;
  if (part.hole === "secret") return context.secretMayEndLine(part.name);
  return part.hole === "variable" && context.variableMayEndLine(part.name);
}

/** The command of `validate`: the module splits it like a shell, after it has put the path in with Python's `%`. */
function validator(words: readonly string[]): YamlInput {
  return literalArgument(words.map((word) => (word === "%s" ? word : shellWord(word.replaceAll("%", "%%")))).join(" "));
}

/** The kernel settings: one file in sysctl.d(5), loaded by a handler. */
export function lowerSysctl(ops: readonly SysctlOp[], context: LowerContext): Lowered {
  return joinLowered(
    ops.map((op) => {
      const text = joinTexts(
        ...op.settings.map(({ key, value }) => joinTexts(literalText(`${key} = `), value, literalText("\n"))),
      );
      const placed = placeContent(op, text, context);
      const owned = ownership({ owner: "root", group: "root", mode: "0644" });
      return {
        tasks: [
          {
            ...taskBase(op, context),
            ...placed.task,
            args: [...placed.source, ["dest", literalArgument(op.path)], ...owned, ...placed.last],
          },
        ],
        files: placed.files,
      };
    }),
  );
}

/**
 * An apt repository: key and deb822 source as two files (the module deb822_repository needs ansible-core 2.15), and
 * the package lists read again when one of them changed.
 */
export function lowerRepositories(ops: readonly RepositoryOp[], context: LowerContext): Lowered {
  return joinLowered(ops.map((op) => lowerRepository(op, context)));
}

function lowerRepository(op: RepositoryOp, context: LowerContext): Lowered {
  const base = taskBase(op, context);
  const flag = (what: string): string => `__${context.role}_${snakeName(op.name)}_${what}`;
  const marks = [context.mark(op)];
  const parts = op.ensure === "present" && op.key === undefined ? ["source"] : ["key", "source"];
  const update: Task = {
    ...base,
    name: `Read the package lists again for ${op.name}`,
    module: "ansible.builtin.apt",
    args: [["update_cache", true]],
    // Not a handler: the packages that come next need the lists.
    when: [`[${parts.map(flag).join(", ")}] | selectattr('changed') | list | length > 0`],
    tolerantCheck: true,
  };
  if (op.ensure === "absent") {
    const gone = (what: string, path: YamlInput): Task => ({
      ...base,
      name: `${op.title}: ${what}`,
      module: "ansible.builtin.file",
      args: [
        ["path", path],
        ["state", "absent"],
      ],
      register: flag(what),
    });
    // Without the key nobody knows of which kind it was.
    const keys = ["asc", "gpg"].map((kind) => literalArgument(op.keyPath.replace(/\.(?:asc|gpg)$/, `.${kind}`)));
    return lowered(
      gone("source", literalArgument(op.sourcesPath)),
      { ...gone("key", "{{ item }}"), loop: yamlList(keys) },
      update,
    );
  }
  const files: RoleFile[] = [];
  const place = (path: string, content: string | Uint8Array, what: string): Task => {
    files.push({ folder: "files", path: mirrorPath(path), content, executable: false, marks });
    return {
      ...base,
      name: `${op.title}: ${what}`,
      module: "ansible.builtin.copy",
      args: [
        ["src", literalArgument(mirrorPath(path))],
        ["dest", literalArgument(path)],
        ...ownership({ owner: "root", group: "root", mode: "0644" }),
        ["decrypt", false],
      ],
      register: flag(what),
    };
  };
  const tasks = [
    ...(op.key === undefined ? [] : [place(op.keyPath, op.key.bytes, "key")]),
    place(op.sourcesPath, deb822Source(op), "source"),
    update,
  ];
  return { tasks, files };
}

/** Joins what several ops became. */
export function joinLowered(parts: readonly Lowered[]): Lowered {
  return {
    tasks: parts.flatMap((part) => part.tasks),
    files: parts.flatMap((part) => part.files ?? []),
    variables: parts.flatMap((part) => part.variables ?? []),
    constants: parts.flatMap((part) => part.constants ?? []),
    diagnostics: parts.flatMap((part) => part.diagnostics ?? []),
  };
}

/** A small root-owned file with literal content, written in the task itself. */
export function inlineFile(path: string, content: string): Arguments {
  return [
    ["dest", literalArgument(path)],
    ["content", literalArgument(content, { quoted: true })],
    ...ownership({ owner: "root", group: "root", mode: "0644" }),
  ];
}
