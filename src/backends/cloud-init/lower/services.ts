import { expandProcess, expandSchedule } from "../../../ir/expand-systemd.ts";
import type { Op, OpOf } from "../../../ir/ops.ts";
import { oneStep, provenanceOf, type LowerContext, type Lowered } from "../lowered.ts";
import { call, type ProvisionStatement } from "../target.ts";
import { tellWatchers } from "../watchers.ts";

/** A unit's state: unmasked before it is touched, masked when it is still. */
export function lowerService(op: OpOf<"service">): Lowered {
  const statements: ProvisionStatement[] = [];
  if (op.masked === false) statements.push(call("unmask_unit", op.unit));
  if (op.enabled !== undefined) statements.push(call(op.enabled ? "enable_unit" : "disable_unit", op.unit));
  if (op.running !== undefined) statements.push(call(op.running ? "start_unit" : "stop_unit", op.unit));
  else statements.push(call("refresh_unit", op.unit));
  if (op.masked === true) statements.push(call("mask_unit", op.unit));
  return oneStep(op, ...statements);
}

/** Lowers the ops that a process or a schedule stands for. */
export type LowerInner = (op: Op, context: LowerContext) => Lowered;

/** A long-running program: its unit, its environment and its service. */
export function lowerProcess(op: OpOf<"process">, context: LowerContext, lower: LowerInner): Lowered {
  return lowerExpanded(op, expandProcess(op), context, lower);
}

/** A timer and what it starts. */
export function lowerSchedule(op: OpOf<"schedule">, context: LowerContext, lower: LowerInner): Lowered {
  return lowerExpanded(op, expandSchedule(op), context, lower);
}

function lowerExpanded(op: Op, inner: readonly Op[], context: LowerContext, lower: LowerInner): Lowered {
  const provenance = provenanceOf(op);
  const all = inner.map((each) => {
    const { steps, files } = lower(each, context);
    return { steps: tellWatchers(steps, each, context.machine), files };
  });
  return {
    steps: all.flatMap((each) => each.steps).map((step) => ({ ...step, provenance: [provenance] })),
    files: all.flatMap((each) => each.files).map((file) => ({ ...file, provenance })),
  };
}
