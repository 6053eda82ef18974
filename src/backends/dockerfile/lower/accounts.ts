/** Groups and users: groupadd(8), useradd(8) with pinned ids. */
import { shellCommand } from "../../shared/shell.ts";
import type { GroupOp, UserOp } from "../../../ir/ops.ts";
import { baseGroups, baseUsers } from "../../../ir/os/base-users.ts";
import { groupWord, originOf } from "../context.ts";
import type { MachineContext } from "../context.ts";
import { lowered, nothing } from "../piece.ts";
import type { Lowered } from "../piece.ts";
import type { Command } from "../target.ts";
import { command, script } from "./command.ts";

/** Makes a group, gives a group of the base system another id, or removes one. */
export function lowerGroup(op: GroupOp, context: MachineContext): Lowered {
  const origin = originOf(op, context.machine);
  if (op.ensure === "absent") return accounts(op, context, removeIfThere(op, context, "group", "groupdel"));
  const gid = String(op.gid);
  if (baseGroups.has(op.name))
    return baseGroups.get(op.name) === op.gid
      ? nothing
      : accounts(op, context, command(origin, "groupmod", "-g", gid, op.name));
  const add = ["groupadd", ...(op.system ? ["-r"] : []), "-g", gid, op.name];
  if (!context.packageAccounts.has(op.name)) return accounts(op, context, command(origin, ...add));
  return accounts(op, context, {
    lines: orElse(`getent group ${shellCommand([op.name])} > /dev/null`, add, ["groupmod", "-g", gid, op.name]),
    origins: [origin],
  });
}

/** Makes a user whose password is locked (`!` in shadow(5), which useradd writes when it is given none), or removes one. */
export function lowerUser(op: UserOp, context: MachineContext): Lowered {
  const origin = originOf(op, context.machine);
  if (op.ensure === "absent") return accounts(op, context, removeIfThere(op, context, "passwd", "userdel"));
  const same = [
    "-u",
    String(op.uid),
    "-g",
    groupWord(context, op.group),
    ...(op.groups.length === 0 ? [] : ["-G", op.groups.join(",")]),
    ...(op.comment === "" ? [] : ["-c", op.comment]),
    "-d",
    op.home,
    "-s",
    op.shell,
  ];
  // -l: without it a high user id blows lastlog(8) up to gigabytes of a sparse file, which layers do not keep sparse.
  const add = ["useradd", "-l", ...(op.system ? ["-r"] : []), ...same, op.createHome ? "-m" : "-M", op.name];
  const home = op.createHome ? [command(origin, "chmod", op.homeMode, op.home)] : [];
  if (baseUsers.has(op.name))
    return accounts(op, context, command(origin, "usermod", ...same, op.name), ...makeHome(op, context));
  if (!context.packageAccounts.has(op.name)) return accounts(op, context, command(origin, ...add), ...home);
  const lines = orElse(`getent passwd ${shellCommand([op.name])} > /dev/null`, add, ["usermod", ...same, op.name]);
  return accounts(op, context, { lines, origins: [origin] }, ...makeHome(op, context));
}

/** For users that are there already: usermod makes no home. */
function makeHome(op: UserOp, context: MachineContext): readonly Command[] {
  if (!op.createHome) return [];
  const origin = originOf(op, context.machine);
  return [
    command(
      origin,
      "install",
      "-d",
      "-o",
      String(op.uid),
      "-g",
      groupWord(context, op.group),
      "-m",
      op.homeMode,
      op.home,
    ),
  ];
}

function orElse(test: string, missing: readonly string[], there: readonly string[]): readonly string[] {
  return [`if ${test};`, `    then ${shellCommand(there)};`, `    else ${shellCommand(missing)};`, "fi"];
}

function removeIfThere(op: GroupOp | UserOp, context: MachineContext, database: string, tool: string): Command {
  const name = shellCommand([op.name]);
  return script(originOf(op, context.machine), `if getent ${database} ${name} > /dev/null; then ${tool} ${name}; fi`);
}

function accounts(op: GroupOp | UserOp, context: MachineContext, ...commands: readonly Command[]): Lowered {
  const origins = [originOf(op, context.machine)];
  return lowered({
    piece: "commands",
    heading: "accounts",
    commands,
    origins,
    ...(op.doc === undefined ? {} : { comment: op.doc }),
  });
}
