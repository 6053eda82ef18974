import { diagnose } from "../diagnostics/diagnose.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ByHand } from "./by-hand.ts";
import { checkAccountNumbers } from "./check-account-numbers.ts";
import { checkClaims } from "./check-claims.ts";
import { checkPackageSources } from "./check-package-sources.ts";
import { describeOp } from "./describe-op.ts";
import { implyParents } from "./imply-parents.ts";
import type { KindRegistry } from "./kind.ts";
import { lowerResources } from "./lower-resources.ts";
import { mergeOps } from "./merge-ops.ts";
import type { Form, Machine, Model } from "./model.ts";
import { spanOfOp } from "./op-span.ts";
import type { Op } from "./ops.ts";
import { orderFetches } from "./order-fetches.ts";
import { orderOps } from "./order-ops.ts";
import { startAfterUsed } from "./start-after.ts";
import { sortOps } from "./phase.ts";
import { type MachineProgram, type Program, type Rolling, programVersion } from "./program.ts";
import { resolveKnown } from "./read-value.ts";
import type { Cycle } from "./sort-graph.ts";
import { type Value, unwrapValue } from "./value.ts";

/** A program, unless one of the diagnostics is an error. */
export interface LoweredModel {
  readonly program: Program | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lowers one environment to Ops: each kind's own lowering, then parents, merging, conflicts and order, per machine.
 * The same mistake on several machines is reported once. Time grows with the number of resources, not its square.
 */
export function lowerModel(model: Model, registry: KindRegistry, form: Form = "machine"): LoweredModel {
  const machines: MachineProgram[] = [];
  const diagnostics = new Map<string, Diagnostic>();
  for (const machine of model.machines) {
    const lowered = lowerMachine(model, machine, registry, form);
    for (const one of lowered.diagnostics)
      diagnostics.set(`${one.code} ${one.span.file} ${one.span.start} ${one.title}`, one);
    if (lowered.program !== undefined) machines.push(lowered.program);
  }
  const all = [...diagnostics.values()];
  if (all.some((one) => one.severity === "error")) return { program: undefined, diagnostics: all };
  const program: Program = {
    version: programVersion,
    name: model.name,
    environment: model.environment,
    targets: model.targets,
    ...(model.doc === undefined ? {} : { doc: model.doc }),
    machines,
    variables: model.variables,
    secrets: model.secrets,
    ...(model.vault === undefined ? {} : { vault: model.vault }),
  };
  return { program, diagnostics: all };
}

interface LoweredMachine {
  readonly program: MachineProgram | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function lowerMachine(model: Model, machine: Machine, registry: KindRegistry, form: Form): LoweredMachine {
  const lowered = lowerResources(model, machine, registry, form);
  const merged = mergeOps(lowered.ops);
  const ops = orderFetches(implyParents(sortOps(merged.ops), machine.os), model.secrets);
  const problems = [
    ...lowered.diagnostics,
    ...merged.diagnostics,
    ...checkClaims(ops),
    ...checkAccountNumbers(ops),
    ...checkPackageSources(ops),
  ];
  if (problems.some((one) => one.severity === "error")) return { program: undefined, diagnostics: problems };
  const ordered = orderOps(ops, machine.os);
  if (!ordered.ok) return { program: undefined, diagnostics: [...problems, reportCycle(ordered.cycle, ops)] };
  const { predecessors } = ordered;
  return {
    program: machineProgram(machine, startAfterUsed(ordered.ops, predecessors), predecessors, lowered.byHand),
    diagnostics: problems,
  };
}

function machineProgram(
  machine: Machine,
  ops: readonly Op[],
  predecessors: MachineProgram["predecessors"],
  byHand: readonly ByHand[],
): MachineProgram {
  const recommends = unwrapValue(machine.attributes["install-recommends"]?.value);
  const rolling = readRolling(unwrapValue(machine.attributes["rolling"]?.value));
  const provider = unwrapValue(machine.attributes["provider"]?.value);
  return {
    name: machine.name,
    implicit: machine.implicit,
    os: machine.os,
    hosts: machine.hosts,
    primary: machine.primary,
    ...(rolling === undefined ? {} : { rolling }),
    installRecommends: recommends?.is === "bool" && recommends.value,
    provider: provider?.is === "text" ? resolveKnown(provider.text) : undefined,
    ...(machine.doc === undefined ? {} : { doc: machine.doc }),
    spans: machine.spans,
    ops,
    predecessors,
    ...(byHand.length === 0 ? {} : { byHand }),
  };
}

function readRolling(value: Value | undefined): Rolling | undefined {
  if (value?.is === "number") return value.value;
  const text = value?.is === "text" ? resolveKnown(value.text) : undefined;
  return text === undefined || !/^\d+%$/.test(text) ? undefined : `${Number.parseInt(text, 10)}%`;
}

/** The cycle in the order in which it would have to happen, beginning with the op that stands first in the source. */
function reportCycle(cycle: Cycle, ops: readonly Op[]): Diagnostic {
  const byId = new Map(ops.map((op) => [op.id, op]));
  const stuck = cycle.flatMap((id) => byId.get(id) ?? []);
  const first = stuck.reduce((least, op, index) => (comesFirst(op, stuck[least]) ? index : least), 0);
  const turned = [...stuck.slice(first), ...stuck.slice(0, first)];
  const [head] = turned;
  const circle = [...turned, ...turned.slice(0, 1)].map(describeOp).join(" → ");
  const follows = stuck.some((op) => op.op === "exec" && op.onChange.some((id) => cycle.includes(id)));
  return diagnose("E0404", { circle }, head === undefined ? { file: "", start: 0, end: 0 } : spanOfOp(head), {
    label: stuck.length === 1 ? "waits for itself" : "waits for the next one",
    ...(follows
      ? { help: "take one of the `on-change`s or `after`s away: a change runs a command once, not in a circle" }
      : {}),
    related: turned.slice(1).map((op, index) => ({
      span: spanOfOp(op),
      message: index === turned.length - 2 ? "waits for the first one" : "waits for the next one",
    })),
  });
}

function comesFirst(op: Op, other: Op | undefined): boolean {
  if (other === undefined) return true;
  const [a, b] = [spanOfOp(op), spanOfOp(other)];
  return a.file === b.file ? a.start < b.start : a.file < b.file;
}
