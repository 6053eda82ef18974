import type { OsRelease } from "./os.ts";
import { packageNameOn, unitNameOn } from "./os/names.ts";
import type { OpId, OpKind } from "./ops.ts";

/** The identity of an op: its kind and the name it has on the machine. */
export function opId(kind: OpKind, key: string): OpId {
  return `${kind}:${key}`;
}

/**
 * The op that stands for a resource when another one names it: what is restarted, what another waits for. A pure
 * function of the kind and the name on the machine, so it is known before anything is lowered; undefined for a kind
 * that puts nothing on a machine.
 */
export function primaryOpId(kind: string, name: string, os: OsRelease): OpId | undefined {
  switch (kind) {
    case "package":
      return opId("package", packageNameOn(os, name));
    case "service":
      return opId("service", unitNameOn(os, name));
    case "command":
      return opId("exec", name);
    case "repository":
    case "group":
    case "user":
    case "file":
    case "directory":
    case "link":
    case "process":
    case "schedule":
    case "sysctl":
    case "raw":
      return opId(kind, name);
    default:
      return undefined;
  }
}
