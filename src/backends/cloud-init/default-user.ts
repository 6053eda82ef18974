import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnose.ts";
import type { MachineProgram } from "../../ir/program.ts";

/** The first id that useradd(8) gives away on Debian and Ubuntu (login.defs(5), UID_MIN): the default user of the image has it. */
const firstId = 1000;

/** What the images of a distribution call their default user (cloud.cfg, system_info.default_user; `admin` on AWS). */
export const defaultUsers: Readonly<Record<"debian" | "ubuntu", ReadonlySet<string>>> = {
  debian: new Set(["debian", "admin"]),
  ubuntu: new Set(["ubuntu"]),
};

/** The user of the image at the machine's provider; without one, as at most of them. */
export function imageUserOf({ os, provider }: MachineProgram): string {
  return os.distribution === "debian" && provider === "aws" ? "admin" : os.distribution;
}

/** Users and groups whose id the image's own user will have taken before the script begins. */
export function accountWarnings(machine: MachineProgram): Diagnostic[] {
  const names = defaultUsers[machine.os.distribution];
  const users = new Set(machine.ops.flatMap((op) => (op.op === "user" ? [op.name] : [])));
  return machine.ops.flatMap((op) => {
    if ((op.op !== "user" && op.op !== "group") || op.ensure === "absent" || names.has(op.name)) return [];
    // A user's own group is not a second mistake.
    if (op.op === "group" && users.has(op.name)) return [];
    const id = op.op === "user" ? op.uid : op.gid;
    const span = op.provenance[0];
    return id === firstId && span !== undefined ? [diagnose("W0841", { id, what: op.op, name: op.name }, span)] : [];
  });
}
