import type { Op, OpId } from "../../../ir/ops.ts";
import type { MachineProgram } from "../../../ir/program.ts";
import { expandOp, expandedTarget, isExpandable } from "../../../ir/expand-systemd.ts";
import type { BasicOp } from "../context.ts";
import type { ByEnvironment } from "../merge/environments.ts";

/** An op of a machine in one environment, with what must come before it. */
export interface OpPart {
  readonly op: BasicOp;
  /** Ids of direct predecessors on the same machine. */
  readonly predecessors: readonly OpId[];
  /** Whether it is part of a process or a schedule. */
  readonly partOfUnit: boolean;
}

/** An op of a machine with the form it has in each environment. */
export interface OpNode {
  /** The op's id; with the environments behind it when one op had to become several. */
  readonly id: string;
  /** Its form in the first environment that has it: what it is called and of which kind it is. */
  readonly op: BasicOp;
  readonly forms: ByEnvironment<BasicOp>;
  /** Ids of nodes that come first, in any environment. */
  readonly predecessors: readonly string[];
  readonly partOfUnit: boolean;
}

/** The ops of a machine in their order, processes and schedules unfolded into their files and services. */
export function partsOf(machine: MachineProgram): readonly OpPart[] {
  const unfolded = machine.ops.map((op) => ({ op, parts: unfold(op) }));
  const partIds = new Map<OpId, readonly OpId[]>(
    unfolded.map(({ op, parts }) => [op.id, parts.map((part) => part.id)]),
  );
  const nodes: OpPart[] = [];
  for (const { op, parts } of unfolded) {
    const before = (machine.predecessors.get(op.id) ?? []).flatMap((id) => partIds.get(id) ?? []);
    const own: OpId[] = [];
    for (const part of parts) {
      nodes.push({
        op: withPartIds(part, partIds),
        predecessors: [...before, ...own],
        partOfUnit: parts.length > 1 || part.op !== op.op,
      });
      own.push(part.id);
    }
  }
  return nodes;
}

/** Triggers and `onChange` name processes and schedules; what is meant are their parts. */
function withPartIds(op: BasicOp, partIds: ReadonlyMap<OpId, readonly OpId[]>): BasicOp {
  const triggers = op.triggers.map((trigger) => ({ ...trigger, target: expandedTarget(trigger.target) }));
  if (op.op !== "exec") return { ...op, triggers };
  return { ...op, triggers, onChange: op.onChange.flatMap((id) => partIds.get(id) ?? [id]) };
}

function unfold(op: Op): readonly BasicOp[] {
  if (isExpandable(op)) return expandOp(op).filter((part) => !isExpandable(part));
  return [op];
}
