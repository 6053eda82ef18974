import type { Support } from "../../ir/backend.ts";
import type { Op } from "../../ir/ops.ts";

/** Ansible can do everything that a machine can be asked for; only a raw block may have nothing for it. */
export function supportOf(op: Op): Support {
  if (op.op === "raw" && op.targets["ansible"] === undefined)
    return {
      support: "none",
      reason: "the raw block has no `ansible` attribute",
      instead: 'add `ansible = """…"""` with a list of tasks to the block',
    };
  return { support: "full" };
}
