import type { GroupOp, UserOp } from "../../../ir/ops.ts";
import { opId } from "../../../ir/op-id.ts";
import { yamlList } from "../../shared/yaml.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { lowered, taskBase } from "../context.ts";
import { expressionArgument, literalArgument, quotedArgument } from "../jinja.ts";
import type { Arguments, Task } from "../target/task.ts";
import { ownership } from "./paths.ts";

/** Groups with their pinned ids. */
export function lowerGroups(ops: readonly GroupOp[], context: LowerContext): Lowered {
  return lowered(
    ...ops.map((op) => ({
      ...taskBase(op, context),
      module: "ansible.builtin.group",
      args: (op.ensure === "absent"
        ? [
            ["name", literalArgument(op.name)],
            ["state", "absent"],
          ]
        : [
            ["name", literalArgument(op.name)],
            ["gid", op.gid],
            ["system", op.system ? true : undefined],
            ["state", "present"],
          ]) satisfies Arguments,
    })),
  );
}

/** Users with their pinned ids, and their homes. */
export function lowerUsers(ops: readonly UserOp[], context: LowerContext): Lowered {
  return lowered(
    ...ops.flatMap((op) => (op.ensure === "absent" ? [absentUser(op, context)] : presentUser(op, context))),
  );
}

function absentUser(op: UserOp, context: LowerContext): Task {
  return {
    ...taskBase(op, context),
    module: "ansible.builtin.user",
    args: [
      ["name", literalArgument(op.name)],
      ["state", "absent"],
    ],
  };
}

function presentUser(op: UserOp, context: LowerContext): readonly Task[] {
  const user: Task = {
    ...taskBase(op, context),
    module: "ansible.builtin.user",
    args: [
      ["name", literalArgument(op.name)],
      ["uid", op.uid],
      ["group", literalArgument(op.group)],
      ["groups", yamlList(op.groups.map((group) => literalArgument(group)))],
      ["append", false],
      ["comment", quotedArgument(op.comment)],
      ["home", literalArgument(op.home)],
      ["create_home", op.createHome],
      ["shell", literalArgument(op.shell)],
      ["system", op.system ? true : undefined],
      ...password(op, context),
      ["state", "present"],
    ],
    ...(op.passwordSecret === undefined ? {} : { secret: true }),
  };
  const home = context.opOf(opId("directory", op.home));
  const declaredHome = home?.op === "directory" && !home.implied;
  if (!op.createHome || declaredHome) return [user];
  return [user, homeOf(op, context)];
}

/**
 * `!` in shadow(5) for a locked user. A password is hashed with a salt that is the same on every run (from the host's
 * and the user's name), or every run would report a change. The number of rounds is stated, and is neither library's
 * own (5000, 656000): with those, a controller with passlib and one without it write the hash differently.
 */
function password(op: UserOp, context: LowerContext): Arguments {
  if (op.passwordSecret === undefined) return op.locked ? [["password", quotedArgument("!")]] : [];
  const salt = `(inventory_hostname ~ '/${op.name}') | hash('sha256')`;
  const hash = `password_hash('sha512', (${salt})[:16], rounds=600000)`;
  return [
    ["password", expressionArgument(`${context.secretVariable(op.passwordSecret)} | ${hash}`)],
    ["update_password", "always"],
  ];
}

function homeOf(op: UserOp, context: LowerContext): Task {
  return {
    name: `Set the mode of the home of ${op.name}`,
    module: "ansible.builtin.file",
    args: [
      ["path", literalArgument(op.home)],
      ["state", "directory"],
      ...ownership({ owner: op.name, group: op.group, mode: op.homeMode }),
    ],
    // The home may be there before its user is, and a first `--check` does not know the user.
    tolerantCheck: true,
    marks: [context.mark(op)],
  };
}
