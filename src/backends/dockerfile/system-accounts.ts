/** Accounts that a booted machine has from systemd and an image without systemd lacks. */
import { isSystemdAccount } from "../../ir/os/package-facts.ts";
import type { Op } from "../../ir/ops.ts";
import { shellCommand } from "../shared/shell.ts";
import { originOf } from "./context.ts";
import type { MachineContext } from "./context.ts";
import { script } from "./lower/command.ts";
import type { Piece } from "./piece.ts";
import type { Command, Origin } from "./target.ts";

/** Makes those accounts of systemd that own something on the machine, unless the base image has them. */
export function systemAccountPieces(context: MachineContext): readonly Piece[] {
  const groups = new Map<string, Origin>();
  const users = new Map<string, Origin>();
  const note = (known: Map<string, Origin>, name: string, op: Op): void => {
    if (isSystemdAccount(name) && !known.has(name)) known.set(name, originOf(op, context.machine));
  };
  for (const op of context.machine.ops) {
    if (op.op === "user") for (const name of [op.group, ...op.groups]) note(groups, name, op);
    if (op.op !== "directory" && op.op !== "file" && op.op !== "tree") continue;
    note(groups, op.group, op);
    note(users, op.owner, op);
  }
  const commands: Command[] = [];
  for (const [name, origin] of groups)
    if (!context.groups.has(name)) commands.push(makeIfMissing(origin, "group", name, ["groupadd", "-r", name]));
  for (const [name, origin] of users)
    if (!context.users.has(name)) {
      const make = ["useradd", "-l", "-r", "-M", "-d", "/nonexistent", "-s", "/usr/sbin/nologin", name];
      commands.push(makeIfMissing(origin, "passwd", name, make));
    }
  const origins = commands.flatMap((command) => command.origins);
  return commands.length === 0 ? [] : [{ piece: "commands", heading: "accounts", commands, origins }];
}

function makeIfMissing(origin: Origin, database: string, name: string, make: readonly string[]): Command {
  const test = `getent ${database} ${shellCommand([name])} > /dev/null`;
  return script(origin, `if ! ${test}; then ${shellCommand(make)}; fi`);
}
