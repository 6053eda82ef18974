/**
 * Commands that are given secrets. Ansible hides all of what they say, also when they fail, so that is kept on the
 * machine, where root can read it.
 */
import type { ExecOp } from "../../../ir/ops.ts";
import { holdsSecret } from "../../../ir/text.ts";
import { noteName } from "../../shared/done-notes.ts";
import { shellWord } from "../../shared/shell.ts";
import { yamlText } from "../../shared/yaml.ts";
import type { LowerContext } from "../context.ts";
import { literalArgument, quotedArgument } from "../jinja.ts";
import { taskName } from "../names.ts";
import type { Task } from "../target/task.ts";

/** Whether Ansible shows nothing of what a command says: it may repeat a secret. */
export function isHidden(op: ExecOp): boolean {
  return [op.run, ...op.environment.map(({ value }) => value)].some(holdsSecret);
}

/** The name of {@link keepOutput}'s task. */
export function keepName(op: ExecOp): string {
  return `Keep in ${logOf(op)} what it said: ${taskName(op.title)}`;
}

/** The task that keeps what a failed command said; `register` holds its result. */
export function keepOutput(op: ExecOp, register: string, context: LowerContext): Task {
  const parts = ["msg", "stdout", "stderr"].map((part) => `{{ ${register}.${part} | default('') }}\n`);
  // Of a module that could not run at all, for a user who is not there.
  const failure = ["module_stdout", "module_stderr"].map((part) => `{{ ${register}.${part} | default('') }}`);
  return {
    name: keepName(op),
    part: "said",
    module: "ansible.builtin.copy",
    args: [
      ["dest", literalArgument(logOf(op))],
      ["content", yamlText([...parts, ...failure].join(""))],
      ["owner", "root"],
      ["group", "root"],
      ["mode", quotedArgument("0600")],
    ],
    when: hasFailed(register),
    secret: true,
    marks: [context.mark(op)],
  };
}

/** The task that stops the host after a failed command, and says where to look. */
export function failAfter(op: ExecOp, register: string, context: LowerContext): Task {
  const command = `sudo cat ${shellWord(logOf(op))}`;
  return {
    name: `Stop when it has failed: ${taskName(op.title)}`,
    part: "stop",
    module: "ansible.builtin.fail",
    args: [
      ["msg", `This has failed, and may have named a secret. On the machine, this shows what it said: ${command}`],
    ],
    when: hasFailed(register),
    marks: [context.mark(op)],
  };
}

function hasFailed(register: string): readonly string[] {
  return [`${register} is failed`, "not ansible_check_mode"];
}

function logOf(op: ExecOp): string {
  return `/var/log/provision-${noteName(op.id)}.log`;
}
