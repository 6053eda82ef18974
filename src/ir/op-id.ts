import type { OpId, OpKind } from "./ops.ts";

/** The identity of an op: its kind and the name it has on the machine. */
export function opId(kind: OpKind, key: string): OpId {
  return `${kind}:${key}`;
}
