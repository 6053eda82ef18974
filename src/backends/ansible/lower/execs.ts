import type { ExecOp } from "../../../ir/ops.ts";
import type { Text } from "../../../ir/text.ts";
import { holdsSecret, joinTexts, literalOf } from "../../../ir/text.ts";
import type { YamlInput } from "../../shared/yaml.ts";
import { yamlList } from "../../shared/yaml.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { flushAfter, lowered, taskBase } from "../context.ts";
import { literalArgument, textArgument } from "../jinja.ts";
import { snakeName, taskName } from "../names.ts";
import type { Arguments, Task } from "../target/task.ts";

/** Commands that stand in the list of tasks; those which run on a change are handlers ({@link execHandlers}). */
export function lowerExecs(ops: readonly ExecOp[], context: LowerContext): Lowered {
  return lowered(
    ...ops.flatMap((op) => (op.onChange.length === 0 ? execTasks(op, context) : flushAfter([op], context))),
  );
}

/** The tasks of a command: the questions whether it is needed, and the command. */
export function execTasks(op: ExecOp, context: LowerContext): readonly Task[] {
  const register = (what: string): string => `__${context.role}_${snakeName(op.id.replace(/^exec:/, ""))}_${what}`;
  const questions: Task[] = [];
  const when: string[] = [];
  if (op.unless !== undefined) {
    questions.push(question(op, op.unless, register("unless"), context));
    when.push(`${register("unless")}.rc | default(1) != 0`);
  }
  if (op.onlyIf !== undefined) {
    questions.push(question(op, op.onlyIf, register("only_if"), context));
    when.push(`${register("only_if")}.rc | default(1) == 0`);
  }
  const command: Task = {
    ...taskBase(op, context),
    module: "ansible.builtin.command",
    args: [
      ...commandArguments(op.run, op.directory, context),
      ["creates", op.creates === undefined ? undefined : literalArgument(op.creates)],
    ],
    ...surroundings(op, context),
    ...secretMark(op, op.run),
    when,
    // With `creates` the module itself knows; the others are only reached when they have something to do.
    ...(op.creates === undefined ? { changedWhen: true } : {}),
    tolerantCheck: true,
  };
  return [...questions, command];
}

/** The names under which a command that runs on a change is notified, in order. */
export function execHandlerNames(op: ExecOp): readonly string[] {
  const names: string[] = [];
  if (op.unless !== undefined) names.push(questionName(op, "unless"));
  if (op.onlyIf !== undefined) names.push(questionName(op, "only_if"));
  return [...names, taskName(op.title)];
}

function questionName(op: ExecOp, what: "unless" | "only_if"): string {
  return `${what === "unless" ? "Ask whether it is done already" : "Ask whether it is to be done"}: ${taskName(op.title)}`;
}

function question(op: ExecOp, run: Text, register: string, context: LowerContext): Task {
  return {
    name: questionName(op, run === op.unless ? "unless" : "only_if"),
    module: "ansible.builtin.command",
    args: commandArguments(run, op.directory, context),
    ...surroundings(op, context),
    ...secretMark(op, run),
    register,
    changedWhen: false,
    failedWhen: false,
    checkMode: false,
    // Neither the user nor the directory may be there in a first `--check`.
    tolerantCheck: true,
    marks: [context.mark(op)],
  };
}

/**
 * A lone program with plain words is run as it is; everything else goes through the shell that the language promises,
 * `sh -c`, as one word: no second shell, and no quoting that could go wrong.
 */
function commandArguments(run: Text, directory: string, context: LowerContext): Arguments {
  const literal = literalOf(run);
  const words = literal === undefined ? undefined : plainWords(literal);
  const argv: readonly YamlInput[] =
    words === undefined
      ? ["/bin/sh", "-c", textArgument(run, context.hole)]
      : words.map((word) => literalArgument(word));
  return [
    ["argv", yamlList(argv)],
    ["chdir", literalArgument(directory)],
  ];
}

/** The words of a command without any character that a shell would read; the program by its absolute path. */
function plainWords(run: string): readonly string[] | undefined {
  if (!/^\/[\w./-]+(?: [\w./:=@,+-]+)*$/.test(run)) return undefined;
  const words = run.split(" ");
  // ansible-lint asks for the module instead of these, which do not do quite the same.
  return /\/(?:apt-get|curl|git|hg|mktemp|mount|patch|rpm|rsync|sed|service|systemctl|svn|tar|unzip|wget|yum|supervisorctl|letsencrypt|chkconfig)$/.test(
    words[0] ?? "",
  )
    ? undefined
    : words;
}

function surroundings(op: ExecOp, context: LowerContext): Pick<Task, "becomeUser" | "environment"> {
  return {
    ...(op.user === "root" ? {} : { becomeUser: op.user }),
    ...(op.environment.length === 0
      ? {}
      : { environment: op.environment.map(({ name, value }) => [name, textArgument(value, context.hole)] as const) }),
  };
}

function secretMark(op: ExecOp, run: Text): Pick<Task, "secret"> {
  return holdsSecret(joinTexts(run, ...op.environment.map(({ value }) => value))) ? { secret: true } : {};
}
