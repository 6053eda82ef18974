/** Which files a text of the user names. */
import { oncePer } from "../../ir/once-per.ts";
import { literalText } from "../../ir/text.ts";
import type { Text } from "../../ir/text.ts";
import type { ExecOp, FileOp } from "../../ir/ops.ts";
import type { MachineContext } from "./context.ts";
import { placeFile } from "./file-place.ts";

/** Whether one of the texts holds the path as a whole: `/etc/a` is not named by `/etc/a.bak`, `/etc/ab` or `/srv/etc/a`. */
export function namesPath(texts: readonly Text[], path: string): boolean {
  return texts.some((text) => holdsPath(text.map((part) => (typeof part === "string" ? part : "\n")).join(""), path));
}

function holdsPath(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at >= 0; at = text.indexOf(path, at + 1)) {
    const before = text.slice(0, at).at(-1) ?? "";
    const after = text.slice(at + path.length);
    // A full stop ends a sentence, but not before another character of a name.
    if (!/[\w.~-]/.test(before) && !/^(?:[\w/~-]|\.[\w-])/.test(after)) return true;
  }
  return false;
}

/**
 * The file that a command of the image needs and that Compose only puts there when a container starts: one that the
 * command waits for (`on-change`, `after`) or whose path its texts name. undefined when there is none.
 */
export function lateFileOf(op: ExecOp, context: MachineContext): FileOp | undefined {
  const texts = [
    op.run,
    ...[op.unless, op.onlyIf].filter((text) => text !== undefined),
    ...op.environment.map(({ value }) => value),
    ...(op.creates === undefined ? [] : [literalText(op.creates)]),
  ];
  const asked = new Set([...op.onChange, ...op.after]);
  return lateFiles(context).find(({ id, path }) => asked.has(id) || namesPath(texts, path));
}

/** The files that Compose puts in place. */
const lateFiles = oncePer((context: MachineContext): readonly FileOp[] =>
  context.machine.ops.filter((op): op is FileOp => {
    const place = op.op === "file" ? placeFile(op, context).place : "image";
    return place === "secret" || place === "config";
  }),
);
