import type { Op } from "./ops.ts";
import { isWithin } from "./paths.ts";

/** When an op happens if nothing else decides: sources of packages, accounts, packages, files, commands, processes, services, the rest. */
export function phaseOf(op: Op): number {
  switch (op.op) {
    case "hostname":
      return 0;
    case "repository":
      return 1;
    case "timezone":
    case "locale":
      return 1;
    case "group":
      return op.ensure === "present" ? 2 : 12;
    case "user":
      return op.ensure === "present" ? 3 : 11;
    case "package":
      return op.ensure === "present" ? 4 : 5;
    case "directory":
    case "file":
    case "tree":
    case "link":
    case "absent-path":
    case "edit":
      return isWithin(op.path, "/etc/apt") ? 1 : 6;
    case "sysctl":
      return 6;
    case "exec":
      return 7;
    case "process":
    case "schedule":
    case "container":
      return 8;
    case "service":
      return 9;
    case "raw":
      return 10;
  }
}

/** Sorts ops by phase, then by what they are about (path or name), then by id: a total order that only the ops decide. */
export function sortOps(ops: readonly Op[]): readonly Op[] {
  const keyed = ops.map((op) => ({ op, phase: phaseOf(op), subject: op.id.slice(op.id.indexOf(":") + 1) }));
  keyed.sort((a, b) => a.phase - b.phase || compare(a.subject, b.subject) || compare(a.op.id, b.op.id));
  return keyed.map((one) => one.op);
}

/** Code unit order: the same on every platform and in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
