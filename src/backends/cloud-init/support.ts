import type { Support } from "../../ir/backend.ts";
import type { Op } from "../../ir/ops.ts";
import type { Program } from "../../ir/program.ts";
import { rawAttribute } from "./raw-keys.ts";
import { canFetch, secretsOf } from "./secrets.ts";

/** Everything is done on the machine itself, so all is full but secrets that the machine cannot fetch by itself. */
export function supportOf(op: Op, program: Pick<Program, "secrets">): Support {
  if (secretsOf(op).length > 0 && !canFetch(op, program))
    return {
      support: "none",
      reason:
        "user data is no place for a secret: every program on the machine can read it from the provider's metadata service",
      instead:
        "say how the machine fetches it (`fetch = […]` in the secret), let Ansible put it there after the first boot, or keep it out of this environment's cloud-init target",
    };
  if (op.op === "raw" && op.targets[rawAttribute] === undefined)
    return {
      support: "none",
      reason: "this `raw` block says nothing for cloud-init",
      instead: `add \`${rawAttribute} = """…"""\` with keys of a cloud-config file`,
    };
  return { support: "full" };
}
