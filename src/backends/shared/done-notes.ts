/**
 * Where a machine notes what its on-change commands were last run for. One place and one content for all targets, so
 * that a machine which one of them made is known to the next.
 */
import { createHash } from "node:crypto";
import type { ExecOp, Op, OpId, ServiceOp, TreeOp } from "../../ir/ops.ts";
import { shellArgument } from "./shell.ts";

/** The folder of the notes. Only root reads it: the sum of a file with a weak password tells the password. */
export const doneNotes = "/var/lib/provision/done";

/** The file name of a command's note; different for different ops. */
export function noteName(id: OpId): string {
  return id
    .replace(/^exec:/, "")
    .replace(/[^A-Za-z0-9._-]/gu, (character) => `%${character.codePointAt(0)!.toString(16)}`);
}

/**
 * The commands for `sh` that print what a command follows, as it is on the machine now. Success writes it into the
 * note; a note that says something else, or is missing, means that the command is due, also when nobody was there any
 * more to see the change. Never empty, so that it differs from a note that is missing; what the command itself took
 * away says so instead of failing. `opOf` knows the machine's ops, as the target has them.
 */
export function stateCommand(op: ExecOp, opOf: (id: OpId) => Op | undefined): string {
  const sums: string[] = [];
  const others: string[] = [];
  for (const id of op.onChange) {
    const cause = opOf(id);
    const paths = cause === undefined ? [] : summed(cause, op);
    if (paths.length === 0) others.push(cause === undefined ? say(id) : shown(cause));
    sums.push(...paths);
  }
  const sum = sums.length === 0 ? [] : [asked(["sha256sum", ...[...new Set(sums)].map(shellArgument)].join(" "))];
  return [...sum, ...new Set(others)].join("; ");
}

/** The files of which the sum is the state: what an op writes, the version of what it fetches, and the note of a command that follows changes itself. */
function summed(op: Op, follower: ExecOp): readonly string[] {
  switch (op.op) {
    case "file":
    case "sysctl":
      return [op.path];
    case "repository":
      return op.ensure === "absent" ? [] : [op.sourcesPath, ...(op.key === undefined ? [] : [op.keyPath])];
    case "edit":
      return op.edit.edit === "attributes" || isAbsent(op) ? [] : [op.path];
    case "exec": {
      // What is run on one host only leaves no note on the others.
      const isHere = op.once === undefined || follower.once !== undefined;
      return [
        ...(op.makes === undefined ? [] : [op.makes.version]),
        ...(op.onChange.length > 0 && isHere ? [`${doneNotes}/${noteName(op.id)}`] : []),
      ];
    }
    default:
      return [];
  }
}

/** What has no file of its own: a command that prints it, or what is described, where the machine would say the same. */
function shown(op: Op): string {
  if (isAbsent(op)) return say(op.id, "absent");
  switch (op.op) {
    case "package":
      return asked(`dpkg-query --show ${shellArgument(op.name)}`);
    case "user":
      return asked(`id ${shellArgument(op.name)}`);
    case "group":
      return asked(`getent group ${shellArgument(op.name)}`);
    case "directory":
    case "edit":
      return asked(`stat --format='%n %U:%G %a' ${shellArgument(op.path)}`);
    case "link":
      return asked(`readlink ${shellArgument(op.path)}`);
    case "tree":
      return say(op.id, treeSum(op));
    case "service":
      return say(op.id, ...stateWords(op));
    default:
      return say(op.id);
  }
}

/** A question about something that may be gone: a command may move the very file that it follows. */
function asked(command: string): string {
  return `${command} || echo gone`;
}

function isAbsent(op: Op): boolean {
  return (
    ("ensure" in op && op.ensure === "absent") ||
    (op.op === "edit" && "ensure" in op.edit && op.edit.ensure === "absent")
  );
}

function say(id: OpId, ...words: readonly string[]): string {
  return `echo ${[id, ...words].map(shellArgument).join(" ")}`;
}

/** What a folder of the project holds. Not asked of the machine: other programs may write files of theirs beside these. */
function treeSum({ folder }: TreeOp): string {
  const hash = createHash("sha256");
  for (const { path, bytes, executable } of folder.files) {
    hash.update(`${JSON.stringify([path, executable, bytes.length])}\n`);
    hash.update(bytes);
  }
  return hash.digest("hex");
}

function stateWords({ enabled, running, masked }: ServiceOp): readonly string[] {
  const word = (state: boolean | undefined, yes: string, no: string): readonly string[] =>
    state === undefined ? [] : [state ? yes : no];
  return [
    ...word(enabled, "enabled", "disabled"),
    ...word(running, "running", "stopped"),
    ...word(masked, "masked", "unmasked"),
  ];
}
