/** Which programs of a machine get a file that Compose puts in place. */
import type { FileOp } from "../../ir/ops.ts";
import { isWithin } from "../../ir/paths.ts";
import type { Text } from "../../ir/text.ts";
import type { MachineContext } from "./context.ts";
import { namesPath } from "./named-paths.ts";
import type { Runnable } from "./runnable.ts";

/**
 * The programs that could read the file on the machine: its mode keeps it from the others there, and a mounted file has
 * no mode (see `mountFiles`). All of them when nobody could, for a file must not be lost.
 */
export function readersOf(file: FileOp, runnables: readonly Runnable[], context: MachineContext): readonly Runnable[] {
  const readers = runnables.filter((runnable) => mayRead(runnable, file, context));
  return readers.length === 0 ? runnables : readers;
}

function mayRead(runnable: Runnable, file: FileOp, context: MachineContext): boolean {
  const [group, others] = [file.mode.at(-2), file.mode.at(-1)].map((digit) => (Number(digit) & 4) !== 0);
  if (others === true) return true;
  if (runnable.op.op === "exec" && runnable.op.atStart !== undefined) return stepNeeds(runnable, file);
  const account = context.users.get(runnable.user);
  const groups = [runnable.group, ...(account === undefined ? [] : [account.group, ...account.groups])];
  if (group === true && groups.includes(file.group)) return true;
  if (runnable.user === "root") return runnable.foreground === undefined || concernsService(runnable, file, context);
  if (file.owner === runnable.user) return true;
  // A package may have put its user into any group but one of the spec's own.
  return account === undefined && group === true && !context.groups.has(file.group);
}

/** What a kind does at every start may run as root, which reads everything, and needs what it names or comes after. */
function stepNeeds({ argv, environment, op }: Runnable, file: FileOp): boolean {
  if (op.after.includes(file.id) || (op.op === "exec" && op.onChange.includes(file.id))) return true;
  return namesPath([...argv, ...environment.map(({ value }) => value)], file.path);
}

/**
 * A service of the distribution starts as root, which can read everything: a key that only root can read is for it, and
 * so is what its settings name. What is left is a file for a group of the spec of which no setting speaks, neither of
 * its path nor of the group as whose member a part of the service may run.
 */
function concernsService(runnable: Runnable, file: FileOp, context: MachineContext): boolean {
  if (!context.groups.has(file.group)) return true;
  if (file.triggers.some((trigger) => trigger.target === runnable.op.id)) return true;
  if (runnable.op.after.includes(file.id)) return true;
  return context.machine.ops.some((op) => {
    // A whole folder of settings, or something other than text, may say anything.
    if (op.op === "tree" && isWithin(op.path, "/etc")) return true;
    if (op.op !== "file" || op.id === file.id || !isWithin(op.path, "/etc")) return false;
    if (op.content.from !== "text") return true;
    const text: Text = op.content.text;
    return namesPath([text], file.path) || runsAsMember(text, file.group, context);
  });
}

/** Whether a setting gives a user or a group: `user shop;` (nginx), `group = shop` (php-fpm), `AssignUserID shop shop` (Apache). */
function runsAsMember(text: Text, group: string, context: MachineContext): boolean {
  const members = [...context.users.values()].filter((user) => user.group === group || user.groups.includes(group));
  const names = new Set([group, ...members.map((user) => user.name)]);
  const words = text.map((part) => (typeof part === "string" ? part : "\n")).join("");
  return [...words.matchAll(/(?:user|group|userid)[\s=]+["']?([\w.-]+)/gi)].some(([, name = ""]) => names.has(name));
}
