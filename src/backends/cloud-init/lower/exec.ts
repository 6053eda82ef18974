import type { ExecOp, OpId } from "../../../ir/ops.ts";
import { holdsSecret } from "../../../ir/text.ts";
import type { Text } from "../../../ir/text.ts";
import { oneStep, type LowerContext, type Lowered } from "../lowered.ts";
import { partsOf } from "../secrets.ts";
import { call, type Call, type Condition } from "../target.ts";
import type { ProvisionFunction } from "../provision-functions.ts";

/** A command behind its guards. One that waits for a change is also run the first time, as the mark of its last run is missing. */
export function lowerExec(op: ExecOp, context: LowerContext): Lowered {
  const secret = op.environment.filter(({ value }) => holdsSecret(value));
  const environment = op.environment
    .filter(({ value }) => !holdsSecret(value))
    .map(({ name, value }) => `${name}=${context.resolve(value, op)}`);
  const runAs = secret.length === 0 ? "run_as" : "run_secretly_as";
  const words = (text: Text): string[] => [op.user, op.directory, context.resolve(text, op), ...environment];
  const when: Condition<ProvisionFunction>[] = [];
  if (op.onChange.length > 0) when.push({ call: "is_due", words: [stampName(op.id)], negated: false });
  if (op.creates !== undefined) when.push({ call: "test", words: ["-e", op.creates], negated: true });
  if (op.unless !== undefined) when.push({ call: runAs, words: words(op.unless), negated: true });
  if (op.onlyIf !== undefined) when.push({ call: runAs, words: words(op.onlyIf), negated: false });
  const calls: Call<ProvisionFunction>[] = [call(secret.length === 0 ? "run" : "run_secretly", ...words(op.run))];
  if (op.onChange.length > 0) calls.push(call("mark_done", stampName(op.id)));
  const variables = secret.map(({ name, value }) =>
    call("fill_variable" as const, name, ...partsOf(value, context.program, (text) => context.resolve(text, op))),
  );
  const before = variables.length === 0 ? [] : [call("clear_variables" as const), ...variables];
  return oneStep(op, context, ...before, ...(when.length === 0 ? calls : [{ when, calls }]));
}

/** The file name under which the last run of a command is noted; different for different ops. */
export function stampName(id: OpId): string {
  return id
    .replace(/^exec:/, "")
    .replace(/[^A-Za-z0-9._-]/gu, (character) => `%${character.codePointAt(0)!.toString(16)}`);
}
