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
      return op.ensure === "present" ? 2 : 10;
    case "user":
      return op.ensure === "present" ? 2 : 9;
    case "package":
      return op.ensure === "present" ? 3 : 4;
    case "directory":
    case "file":
    case "tree":
    case "link":
    case "absent-path":
      return isWithin(op.path, "/etc/apt") ? 1 : 5;
    case "sysctl":
      return 5;
    case "exec":
      return 6;
    case "process":
    case "schedule":
      return 7;
    case "service":
      return 8;
    case "raw":
      return 8;
  }
}
