import type { Secret } from "./model.ts";
import type { Op, OpId } from "./ops.ts";
import { secretsOfOp, textsOfOp } from "./op-texts.ts";

/**
 * The same ops, where each that holds a secret with a `fetch` command comes after what makes that command's program: a
 * file, a link, a folder of the project, or a command that says so with `creates`. Packages come before files anyway.
 */
export function orderFetches(ops: readonly Op[], secrets: readonly Secret[]): readonly Op[] {
  const programs = new Map(secrets.flatMap(({ name, fetch }) => (fetch?.[0] === undefined ? [] : [[name, fetch[0]]])));
  if (programs.size === 0) return ops;
  const makers = new Map<string, OpId>();
  for (const op of ops) for (const path of pathsMadeBy(op)) makers.set(path, op.id);
  return ops.map((op) => {
    const holds = textsOfOp(op, "").length > 0 || op.op === "user" ? secretsOfOp(op, "") : [];
    const needed = holds.flatMap((name) => makers.get(programs.get(name) ?? "") ?? []);
    const added = [...new Set(needed)].filter((id) => id !== op.id && !op.after.includes(id));
    return added.length === 0 ? op : { ...op, after: [...op.after, ...added] };
  });
}

function pathsMadeBy(op: Op): readonly string[] {
  switch (op.op) {
    case "file":
    case "link":
      return [op.path];
    case "tree":
      return op.folder.files.map((file) => `${op.path}/${file.path}`);
    case "exec":
      return op.creates === undefined ? [] : [op.creates];
    default:
      return [];
  }
}
