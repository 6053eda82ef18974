import type { OpOf } from "../../../ir/ops.ts";
import { nothing, oneStep, type LowerContext, type Lowered } from "../lowered.ts";
import { keptName } from "../secrets.ts";
import { call, type ProvisionStatement } from "../target.ts";

/** A group with its id; not `groups:`, which cannot set one. */
export function lowerGroup(op: OpOf<"group">, context: LowerContext): Lowered {
  if (op.ensure === "absent") return oneStep(op, context, call("remove_group", op.name));
  if (op.gid === undefined) return nothing;
  return oneStep(op, context, call("add_group", op.name, String(op.gid), ...(op.system ? ["--system"] : [])));
}

/** A user with its ids and exactly its groups; not `users:`, which leaves an existing user as it is. */
export function lowerUser(op: OpOf<"user">, context: LowerContext): Lowered {
  if (op.ensure === "absent") return oneStep(op, context, call("remove_user", op.name));
  if (op.uid === undefined) return nothing;
  const groups = op.groups.filter((group) => group !== op.group).join(",");
  const options = [op.createHome ? "--create-home" : "--no-create-home", ...(op.system ? ["--system"] : [])];
  const statements: ProvisionStatement[] = [
    call("add_user", op.name, String(op.uid), op.group, groups, op.comment, op.home, op.shell, ...options),
  ];
  if (op.locked) statements.push(call("lock_password", op.name));
  if (op.passwordSecret !== undefined)
    statements.push(call("set_password", op.name, keptName(context.program, op.passwordSecret)));
  if (op.createHome) statements.push(call("make_directory", op.home, op.name, op.group, op.homeMode));
  return oneStep(op, context, ...statements);
}
