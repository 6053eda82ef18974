/** Lines for `/etc/hosts`: the engine writes that file when a container starts, and takes more entries for it. */
import type { EditOp } from "../../ir/ops.ts";
import type { Text } from "../../ir/text.ts";
import type { MachineContext } from "./context.ts";

/** Names and the address that they stand for. */
export interface ExtraHost {
  readonly address: Text;
  readonly names: readonly string[];
}

/**
 * The entry that a line of hosts(5) makes, when the line is one and is to be there; undefined for anything else, and for
 * the address of another machine of the project, which Compose gives out when it starts and knows by name.
 */
export function extraHostOf(op: EditOp): ExtraHost | undefined {
  if (op.path !== "/etc/hosts" || op.edit.edit !== "line" || op.edit.ensure === "absent") return undefined;
  const { line } = op.edit;
  const end = line.findIndex((part) => typeof part === "string" && /\s/.test(part));
  const last = line[end];
  if (typeof last !== "string" || end !== line.length - 1) return undefined;
  const [rest = "", ...names] = last.split(/\s+/);
  const address = [...line.slice(0, end), ...(rest === "" ? [] : [rest])];
  const isAddress = address.every((part) =>
    typeof part === "string" ? /^[0-9A-Fa-f.:]+$/.test(part) : part.hole !== "address",
  );
  const areNames = names.length > 0 && names.every((name) => /^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(name));
  return address.length > 0 && isAddress && areNames ? { address, names } : undefined;
}

/** The entries of a machine, in the order of its ops. */
export function extraHostsOf({ machine }: MachineContext): readonly ExtraHost[] {
  return machine.ops.flatMap((op) => (op.op === "edit" ? (extraHostOf(op) ?? []) : []));
}
