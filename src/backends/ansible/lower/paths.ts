import type { LinkOp, AbsentPathOp, DirectoryOp, TreeOp } from "../../../ir/ops.ts";
import { executableMode } from "../../../ir/canonical-files.ts";
import { yamlList } from "../../shared/yaml.ts";
import type { YamlInput } from "../../shared/yaml.ts";
import type { BasicOp, LowerContext, Lowered } from "../context.ts";
import { lowered, taskBase } from "../context.ts";
import { literalArgument, quotedArgument } from "../jinja.ts";
import { mirrorPath, snakeName, taskName } from "../names.ts";
import type { RoleFile } from "../target/project.ts";
import type { Arguments, Task } from "../target/task.ts";

/** `owner`, `group` and `mode` as every file-like task states them. */
export function ownership(of: { readonly owner: string; readonly group: string; readonly mode: string }): Arguments {
  return [
    ["owner", literalArgument(of.owner)],
    ["group", literalArgument(of.group)],
    ["mode", quotedArgument(of.mode)],
  ];
}

/** Parents that nobody declared are made when missing and left alone when there, all of a run at once. */
export function lowerDirectories(ops: readonly DirectoryOp[], context: LowerContext): Lowered {
  const implied = ops.filter((op) => op.implied);
  const declared = ops.filter((op) => !op.implied);
  return lowered(...missingParents(implied, context), ...declared.flatMap((op) => declaredDirectory(op, context)));
}

function missingParents(ops: readonly DirectoryOp[], context: LowerContext): readonly Task[] {
  if (ops.length === 0) return [];
  const register = `__${context.role}_parents${context.suffix}`;
  const marks = ops.map(context.mark);
  const [first] = ops;
  const only = ops.length === 1 ? first?.path : undefined;
  return [
    {
      name: only === undefined ? "Look which parent directories are there" : `Look whether ${only} is there`,
      key: `parent_directories${context.suffix}`,
      module: "ansible.builtin.stat",
      args: [["path", "{{ item }}"]],
      loop: yamlList(ops.map((op) => literalArgument(op.path))),
      register,
      marks,
    },
    {
      name: only === undefined ? "Create missing parent directories" : `Create ${only} where it is missing`,
      key: `missing_directories${context.suffix}`,
      module: "ansible.builtin.file",
      args: [
        ["path", "{{ item }}"],
        ["state", "directory"],
        ["owner", "root"],
        ["group", "root"],
        ["mode", quotedArgument("0755")],
      ],
      loop: `{{ ${register}.results | rejectattr('stat.exists') | map(attribute='item') | list }}`,
      marks,
    },
  ];
}

function declaredDirectory(op: DirectoryOp, context: LowerContext): readonly Task[] {
  const directory: Task = {
    ...taskBase(op, context),
    module: "ansible.builtin.file",
    args: [["path", literalArgument(op.path)], ["state", "directory"], ...ownership(op)],
  };
  return [directory, ...recursiveTasks(op, context)];
}

/**
 * Modes by type for everything below, as `file: recurse` cannot give them: `X` keeps the x bit of files. `find` prints
 * what it mends, so `changed` is the truth and the second run is quiet. What is declared below has its own task.
 */
function recursiveTasks(op: DirectoryOp, context: LowerContext): readonly Task[] {
  if (op.recursive === undefined) return [];
  const others = declaredBelow(op.path, context.ops).flatMap((path) => [
    "!",
    "-path",
    path.replace(/[*?[\]\\]/g, "\\$&"),
  ]);
  const mend = (what: string, test: readonly string[], command: readonly string[]): Task => {
    const register = `__${context.role}_${snakeName(op.path)}_${what}`;
    return {
      ...taskBase(op, context),
      name: `${op.title}: set the ${what} of what is in it`,
      module: "ansible.builtin.command",
      args: [
        [
          "argv",
          argv(["find", op.path, "-mindepth", "1", ...others, ...test, "-print", "-exec", ...command, "{}", "+"]),
        ],
      ],
      register,
      changedWhen: `${register}.stdout | default('') | length > 0`,
    };
  };
  const { directoryMode, fileMode } = op.recursive;
  const owners = ["(", "!", "-user", op.owner, "-o", "!", "-group", op.group, ")"];
  return [
    mend("owner", owners, ["chown", "-h", `${op.owner}:${op.group}`]),
    mend("directory_mode", ["-type", "d", "!", "-perm", directoryMode], ["chmod", directoryMode]),
    mend("file_mode", ["-type", "f", "!", "-perm", fileMode], ["chmod", fileMode]),
  ];
}

function declaredBelow(path: string, ops: readonly BasicOp[]): readonly string[] {
  const below: string[] = [];
  for (const op of ops) {
    if (op.op !== "file" && op.op !== "link" && op.op !== "directory" && op.op !== "tree") continue;
    if (!op.path.startsWith(`${path}/`) || (op.op === "directory" && op.implied)) continue;
    below.push(op.path);
    if (op.op === "tree" || (op.op === "directory" && op.recursive !== undefined)) below.push(`${op.path}/*`);
  }
  return below;
}

/** The words of a command, each exactly as it is. */
export function argv(words: readonly string[]): YamlInput {
  return yamlList(words.map((word) => quotedWord(word)));
}

function quotedWord(word: string): YamlInput {
  return /^[\d!({})+-]/.test(word) ? quotedArgument(word) : literalArgument(word);
}

/**
 * A link is exactly this link: a file in its place goes, and it may point to what is not there (yet), as `ln -sfn`
 * does on the other targets. So a first `--check` passes too.
 */
export function lowerLinks(ops: readonly LinkOp[], context: LowerContext): Lowered {
  return lowered(
    ...ops.map((op) => ({
      ...taskBase(op, context),
      plainName: taskName(`Link ${op.path}`),
      module: "ansible.builtin.file",
      args: linkArguments(op.path, op.target),
    })),
  );
}

/** Arguments of `ansible.builtin.file` for a link of root's. */
export function linkArguments(path: string, target: string): Arguments {
  return [
    ["path", literalArgument(path)],
    ["src", literalArgument(target)],
    ["state", "link"],
    ["owner", "root"],
    ["group", "root"],
    ["follow", false],
    ["force", true],
  ];
}

/** Paths that shall be gone. */
export function lowerAbsentPaths(ops: readonly AbsentPathOp[], context: LowerContext): Lowered {
  return lowered(
    ...ops.map((op) => ({
      ...taskBase(op, context),
      module: "ansible.builtin.file",
      args: [
        ["path", literalArgument(op.path)],
        ["state", "absent"],
      ] satisfies Arguments,
    })),
  );
}

/**
 * A folder of the project. Directories first (copy sets a mode only on those it makes, and a checkout holds no empty
 * ones), then plain files, then executable ones: one `mode` for all would take their x bits, and `preserve` would
 * take over whatever the umask of the checkout was.
 */
export function lowerTrees(ops: readonly TreeOp[], context: LowerContext): Lowered {
  const parts = ops.map((op) => lowerTree(op, context));
  return { tasks: parts.flatMap((part) => part.tasks), files: parts.flatMap((part) => part.files ?? []) };
}

function lowerTree(op: TreeOp, context: LowerContext): Lowered {
  const base = taskBase(op, context);
  const { owner, group } = op;
  const tasks: Task[] = [];
  const files: RoleFile[] = [];
  if (op.folder.directories.length > 0)
    tasks.push({
      ...base,
      name: `${op.title}: directories`,
      module: "ansible.builtin.file",
      args: [["path", "{{ item }}"], ["state", "directory"], ...ownership({ owner, group, mode: op.directoryMode })],
      loop: yamlList(op.folder.directories.map((directory) => literalArgument(`${op.path}/${directory}`))),
    });
  for (const executable of [false, true]) {
    const chosen = op.folder.files.filter((file) => file.executable === executable);
    if (chosen.length === 0) continue;
    const source = `${executable ? "executables" : "trees"}/${mirrorPath(op.path)}`;
    for (const file of chosen)
      files.push({
        folder: "files",
        path: `${source}/${file.path}`,
        source: `${source}/`,
        content: file.bytes,
        executable,
        marks: [context.mark(op)],
      });
    tasks.push({
      ...base,
      name: executable ? `${op.title}: executable files` : op.title,
      module: "ansible.builtin.copy",
      args: [
        ["src", literalArgument(`${source}/`)],
        ["dest", literalArgument(`${op.path}/`)],
        ...ownership({ owner, group, mode: executable ? executableMode(op.fileMode) : op.fileMode }),
        ["directory_mode", quotedArgument(op.directoryMode)],
        ["decrypt", false],
      ],
    });
  }
  return { tasks, files };
}
