import type { OpOf } from "../../../ir/ops.ts";
import { oneStep, type LowerContext, type Lowered } from "../lowered.ts";
import { call, type ProvisionStatement } from "../target.ts";

/** A unit's state: unmasked before it is touched, masked when it is still. */
export function lowerService(op: OpOf<"service">, context: LowerContext): Lowered {
  const statements: ProvisionStatement[] = [];
  if (op.masked === false) statements.push(call("unmask_unit", op.unit));
  if (op.enabled !== undefined) statements.push(call(op.enabled ? "enable_unit" : "disable_unit", op.unit));
  if (op.running !== undefined) statements.push(call(op.running ? "start_unit" : "stop_unit", op.unit));
  else statements.push(call("refresh_unit", op.unit));
  if (op.masked === true) statements.push(call("mask_unit", op.unit));
  return oneStep(op, context, ...statements);
}
