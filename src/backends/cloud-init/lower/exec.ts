import { oncePer } from "../../../ir/once-per.ts";
import type { MachineProgram } from "../../../ir/program.ts";
import type { ExecOp } from "../../../ir/ops.ts";
import { holdsSecret } from "../../../ir/text.ts";
import type { Text } from "../../../ir/text.ts";
import { noteName, stateCommand } from "../../shared/done-notes.ts";
import { oneStep, type LowerContext, type Lowered } from "../lowered.ts";
import { partsOf } from "../secrets.ts";
import { call, type Call, type Condition } from "../target.ts";
import type { ProvisionFunction } from "../provision-functions.ts";

const opsById = oncePer((machine: MachineProgram) => new Map(machine.ops.map((op) => [op.id, op])));

/**
 * A command behind its guards. One that waits for a change is also run the first time, as the note of what it was last
 * run for is missing. A guard that says it is not needed answers the change, too. One that needs another machine is tried again
 * until that is ready: all of them may boot at the same time.
 */
export function lowerExec(op: ExecOp, context: LowerContext): Lowered {
  const secret = op.environment.filter(({ value }) => holdsSecret(value));
  const environment = op.environment
    .filter(({ value }) => !holdsSecret(value))
    .map(({ name, value }) => `${name}=${context.resolve(value, op)}`);
  const runAs = secret.length === 0 ? "run_as" : "run_secretly_as";
  const words = (text: Text): string[] => [op.user, op.directory, context.resolve(text, op), ...environment];
  const when: Condition<ProvisionFunction>[] = [];
  const done = [noteName(op.id), stateCommand(op, (id) => opsById(context.machine).get(id))];
  if (op.onChange.length > 0) when.push({ call: "is_due", words: done, negated: false });
  if (op.creates !== undefined) when.push({ call: "test", words: ["-e", op.creates], negated: true });
  if (op.unless !== undefined) when.push({ call: runAs, words: words(op.unless), negated: true });
  if (op.onlyIf !== undefined) when.push({ call: runAs, words: words(op.onlyIf), negated: false });
  const run =
    op.awaits === undefined
      ? (["run", "run_secretly"] as const)
      : (["run_patiently", "run_secretly_and_patiently"] as const);
  const calls: Call<ProvisionFunction>[] = [call(run[secret.length === 0 ? 0 : 1], ...words(op.run))];
  const note = op.onChange.length > 0 ? [call("mark_done" as const, ...done)] : [];
  const variables = secret.map(({ name, value }) =>
    call("fill_variable" as const, name, ...partsOf(value, context.program, (text) => context.resolve(text, op))),
  );
  const before = variables.length === 0 ? [] : [call("clear_variables" as const), ...variables];
  return oneStep(op, context, ...before, ...(when.length === 0 ? calls : [{ when, calls }]), ...note);
}
