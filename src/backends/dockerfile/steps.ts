/** What is done once, as a container of its own: it runs to its end before the programs that come after it start. */
import type { ExecOp } from "../../ir/ops.ts";
import type { MachineProgram } from "../../ir/program.ts";
import { literalText } from "../../ir/text.ts";
import type { Text } from "../../ir/text.ts";
import type { Runnable } from "./runnable.ts";
import { runsToItsEnd } from "./runs-to-its-end.ts";

/** Whether Compose runs the command when the containers start, and the image is built without it. */
export function isStep(op: ExecOp): boolean {
  return op.once !== undefined || op.atStart !== undefined;
}

/** A command that is done once or at every start, as something that Compose runs. */
export function fromExec(op: ExecOp, machine: MachineProgram, name: string): Runnable {
  const account = machine.ops.find((other) => other.op === "user" && other.name === op.user);
  return {
    ...runsToItsEnd,
    name,
    kind: "step",
    op,
    argv: argvOf(op),
    user: op.user,
    group: account?.op === "user" ? account.group : op.user,
    directory: op.directory,
    environment: op.environment,
    writable: op.atStart?.folders ?? [],
  };
}

/** The command behind its guards. Each text is a word of its own, so that none of them has to be quoted for the others. */
function argvOf(op: ExecOp): readonly Text[] {
  const words: Text[] = [op.run];
  const guards: string[] = [];
  const add = (word: Text, guard: (word: string) => string): void => {
    words.push(word);
    guards.push(guard(`"$${words.length}"`));
  };
  if (op.creates !== undefined) add(literalText(op.creates), (word) => `if [ -e ${word} ]; then exit 0; fi`);
  if (op.unless !== undefined) add(op.unless, (word) => `if sh -c ${word}; then exit 0; fi`);
  if (op.onlyIf !== undefined) add(op.onlyIf, (word) => `if ! sh -c ${word}; then exit 0; fi`);
  const shell = ["/bin/sh", "-c"].map(literalText);
  if (guards.length === 0) return [...shell, op.run];
  const script = [...guards, 'exec sh -c "$1"'].join("; ");
  return [...shell, literalText(script), literalText(op.id.replace(/^exec:/, "")), ...words];
}
