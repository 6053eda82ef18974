import type { ExecOp } from "../../../ir/ops.ts";
import type { Text } from "../../../ir/text.ts";
import { holdsSecret, joinTexts, literalOf } from "../../../ir/text.ts";
import type { YamlText } from "../../shared/yaml.ts";
import { yamlList, yamlText } from "../../shared/yaml.ts";
import type { LowerContext } from "../context.ts";
import { taskBase } from "../context.ts";
import { expressionArgument, literalArgument, literalValue, shellExpression, textArgument } from "../jinja.ts";
import { hasModule } from "../module-programs.ts";
import { snakeName, taskName } from "../names.ts";
import type { Constant } from "../target/project.ts";
import type { Arguments, Task } from "../target/task.ts";

/** The tasks of a command: the questions whether it is needed, and the command. */
export function execTasks(op: ExecOp, context: LowerContext): readonly Task[] {
  const questions: Task[] = [];
  // First, because a question that was not asked has no answer.
  const here = whereOf(op, context);
  const when = [...here];
  for (const what of ["unless", "onlyIf"] as const) {
    const run = op[what];
    if (run === undefined) continue;
    const register = `${execPrefix(op, context)}_${snakeName(what === "unless" ? "unless" : "only_if")}`;
    questions.push({
      name: questionName(op, what),
      part: what,
      ...commandCall(op, what, run, context),
      ...surroundings(op, run, context),
      register,
      ...(here.length === 0 ? {} : { when: here }),
      changedWhen: false,
      failedWhen: false,
      checkMode: false,
      // Neither the user nor the directory may be there in a first `--check`.
      tolerantCheck: true,
      marks: [context.mark(op)],
    });
    when.push(`${register}.rc | default(1) ${what === "unless" ? "!=" : "=="} 0`);
  }
  const call = commandCall(op, "run", op.run, context);
  const command: Task = {
    ...taskBase(op, context),
    part: "run",
    module: call.module,
    args: [...call.args, ["creates", op.creates === undefined ? undefined : literalArgument(op.creates)]],
    ...surroundings(op, op.run, context),
    when,
    // With `creates` the module itself knows; the others are only reached when they have something to do.
    ...(op.creates === undefined ? { changedWhen: true } : {}),
    tolerantCheck: true,
  };
  return [...questions, command];
}

type Part = "run" | "unless" | "onlyIf";

/** The condition that the play is on a host which runs the command; none when all of them do. */
export function whereOf(op: ExecOp, context: LowerContext): readonly string[] {
  return op.once === undefined ? [] : [context.onlyOn(op.once)];
}

/** What the names of a command's own variables begin with. */
export function execPrefix(op: ExecOp, context: LowerContext): string {
  return `__${context.role}_${snakeName(op.id.replace(/^exec:/, ""))}`;
}

/** The variable that holds what became of a command. */
export function ranVariable(op: ExecOp, context: LowerContext): string {
  return `${execPrefix(op, context)}_ran`;
}

/** The names of the questions whether a command is needed, in order. */
export function questionNames(op: ExecOp): readonly string[] {
  const names: string[] = [];
  if (op.unless !== undefined) names.push(questionName(op, "unless"));
  if (op.onlyIf !== undefined) names.push(questionName(op, "onlyIf"));
  return names;
}

function questionName(op: ExecOp, what: "unless" | "onlyIf"): string {
  return `${what === "unless" ? "Ask whether it is done already" : "Ask whether it is to be done"}: ${taskName(op.title)}`;
}

/**
 * How a command is run. A lone program with plain words is run as it is. Everything else is for `sh`: by the shell
 * module, because the command module puts the values of environment variables into its words (`expandvars`) before a
 * shell has read them. The shell is named, so that it is the one which the language promises.
 */
function commandCall(
  op: ExecOp,
  part: Part,
  run: Text,
  context: LowerContext,
): Pick<Task, "module"> & { readonly args: Arguments } {
  const chdir = ["chdir", literalArgument(op.directory)] as const;
  const isSecret = secretsOf(op).length > 0;
  const script = scriptOf(op, part, run);
  const literal = literalOf(script);
  const words = literal === undefined || isSecret ? undefined : plainWords(literal);
  if (words !== undefined)
    return {
      module: "ansible.builtin.command",
      args: [["argv", yamlList(words.map((word) => literalArgument(word)))], chdir],
    };
  const cmd = isPlainScript(script)
    ? literalArgument(literal ?? "")
    : expressionArgument(constantName(op, part, context));
  const stdin = isSecret ? expressionArgument(secretsName(op, context)) : undefined;
  return { module: "ansible.builtin.shell", args: [["cmd", cmd], ["stdin", stdin], chdir, ["executable", "/bin/sh"]] };
}

/** The variables of a command's environment that hold a secret. */
function secretsOf(op: ExecOp): ExecOp["environment"] {
  return op.environment.filter(({ value }) => holdsSecret(value));
}

/**
 * What the shell reads. Ansible puts a task's environment into the command line of its own shell, where the machine's
 * list of processes shows it to everybody; secrets come by the input instead, as commands that set them. Files get the
 * same modes on every release: to become another user is a login, and from Debian 13 on, as on Ubuntu, logins have the
 * mask 002 (pam_umask(8), `usergroups`).
 */
function scriptOf(op: ExecOp, part: Part, run: Text): Text {
  const mask = op.user === "root" || part !== "run" ? [] : [setMask];
  return joinTexts(mask, secretsOf(op).length === 0 ? [] : [takeSecrets], run);
}

const setMask = "umask 022 # whatever a login has\n";

const takeSecrets = `\
# The secrets come by the input: no list of processes shows them there.
eval "$(cat)"
exec </dev/null
`;

/** Whether a script can stand in its task: nothing in it is read by Jinja, and it has no pipe (see {@link constantsOf}). */
function isPlainScript(run: Text): boolean {
  const literal = literalOf(run);
  return literal !== undefined && isPlainText(literal) && !literal.includes("|");
}

function isPlainText(literal: string): boolean {
  return !/\{[{%#]|[\r\t]/.test(literal);
}

function constantName(op: ExecOp, part: Part, context: LowerContext): string {
  const suffix = part === "run" ? "command" : part === "unless" ? "unless_command" : "only_if_command";
  return `${execPrefix(op, context)}_${suffix}`;
}

/**
 * Scripts and values that stand in `vars/main.yml` and not in the task: what Jinja would read (a task's environment is
 * templated twice), and scripts with a pipe. ansible-lint asks those for `pipefail`, which `sh` does not have, and
 * which would make the command mean something else than on the other targets.
 */
export function constantsOf(op: ExecOp, context: LowerContext): readonly Constant[] {
  const constants: Constant[] = [];
  for (const part of ["unless", "onlyIf", "run"] as const) {
    const run = op[part];
    if (run === undefined || commandCall(op, part, run, context).module !== "ansible.builtin.shell") continue;
    const script = scriptOf(op, part, run);
    if (isPlainScript(script)) continue;
    constants.push({
      name: constantName(op, part, context),
      value: constantValue(script, context),
      marks: [context.mark(op)],
    });
  }
  const secrets = secretsOf(op);
  if (secrets.length > 0)
    constants.push({
      name: secretsName(op, context),
      value: yamlText(
        secrets.map(({ name, value }) => `export ${name}={{ ${shellExpression(value, context.hole)} }}`).join("; "),
        { quoted: true },
      ),
      marks: [context.mark(op)],
    });
  for (const { name, value } of op.environment)
    if (!holdsSecret(value) && !isPlainEnvironment(value))
      constants.push({
        name: environmentName(op, name, context),
        value: constantValue(value, context),
        marks: [context.mark(op)],
      });
  return constants;
}

function secretsName(op: ExecOp, context: LowerContext): string {
  return `${execPrefix(op, context)}_secrets`;
}

function constantValue(text: Text, context: LowerContext): YamlText {
  const literal = literalOf(text);
  if (literal === undefined) return textArgument(text, context.hole);
  return isPlainText(literal) ? yamlText(literal) : literalValue(literal);
}

function environmentName(op: ExecOp, name: string, context: LowerContext): string {
  return `${execPrefix(op, context)}_env_${snakeName(name)}`;
}

function isPlainEnvironment(value: Text): boolean {
  return value.every((part) => typeof part !== "string" || isPlainText(part));
}

/** The words of a command without any character that a shell would read; the program by its absolute path. */
function plainWords(run: string): readonly string[] | undefined {
  if (!/^\/[\w./-]+(?: [\w./:=@,+-]+)*$/.test(run)) return undefined;
  const words = run.split(" ");
  // Not as the command module's words: ansible-lint must find them where its printer explains them (`cmd`).
  return hasModule(words[0] ?? "") ? undefined : words;
}

function surroundings(
  op: ExecOp,
  run: Text,
  context: LowerContext,
): Pick<Task, "becomeUser" | "environment" | "secret"> {
  const texts = joinTexts(run, ...op.environment.map(({ value }) => value));
  const environment = op.environment.filter(({ value }) => !holdsSecret(value));
  return {
    ...(op.user === "root" ? {} : { becomeUser: op.user }),
    ...(environment.length === 0
      ? {}
      : {
          environment: environment.map(({ name, value }) => [
            name,
            isPlainEnvironment(value)
              ? textArgument(value, context.hole)
              : // The filter keeps releases before 2.19 from taking a text that looks like a list for one.
                expressionArgument(`${environmentName(op, name, context)} | string`),
          ]),
        }),
    ...(holdsSecret(texts) ? { secret: true } : {}),
  };
}
