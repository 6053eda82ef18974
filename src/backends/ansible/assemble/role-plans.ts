/** Which ops make which role: one role per machine, and a common one for what is the same on all of several machines. */
import type { ExecOp, OpId } from "../../../ir/ops.ts";
import type { MachineProgram, Program } from "../../../ir/program.ts";
import type { BasicOp } from "../context.ts";
import { roleName, uniqueNames } from "../names.ts";
import { nodesOf } from "./nodes.ts";
import type { OpNode } from "./nodes.ts";
import { holesOf } from "./op-texts.ts";

/** A role to be. */
export interface RolePlan {
  readonly name: string;
  /** The machines it is applied to. */
  readonly machines: readonly MachineProgram[];
  readonly shared: boolean;
  readonly nodes: readonly OpNode[];
}

/** A machine with its roles in the order they are applied. */
export interface MachinePlan {
  readonly machine: MachineProgram;
  readonly roles: readonly string[];
  readonly nodes: readonly OpNode[];
}

/** Plans the roles of a program. */
export function planRoles(program: Program): {
  readonly roles: readonly RolePlan[];
  readonly machines: readonly MachinePlan[];
} {
  const { machines } = program;
  const nodes = machines.map(nodesOf);
  const shared = machines.length > 1 ? sharedIds(machines, nodes) : new Set<OpId>();
  const names = uniqueNames(["common", ...machines.map((machine) => roleName(machine.name))]).map((name) =>
    name.replace(/ \((\d+)\)$/, "_$1"),
  );
  const common: RolePlan = {
    name: "common",
    machines,
    shared: true,
    nodes: (nodes[0] ?? []).filter((node) => shared.has(node.op.id)),
  };
  const own = machines.map((machine, index) => ({
    name: names[index + 1] ?? machine.name,
    machines: [machine],
    shared: false,
    nodes: (nodes[index] ?? []).filter((node) => !shared.has(node.op.id)),
  }));
  const roles = (shared.size > 0 ? [common, ...own] : own).filter((role) => role.nodes.length > 0 || !role.shared);
  return {
    roles: roles.filter((role) => role.nodes.length > 0),
    machines: machines.map((machine, index) => ({
      machine,
      nodes: nodes[index] ?? [],
      roles: roles.filter((role) => role.nodes.length > 0 && role.machines.includes(machine)).map((role) => role.name),
    })),
  };
}

/**
 * The ops that are equal on every machine, need nothing but each other before them, and tell nobody else that they
 * changed: only those can be done first, in a role that knows nothing of the machines.
 */
function sharedIds(machines: readonly MachineProgram[], nodes: readonly (readonly OpNode[])[]): Set<OpId> {
  const sameRecommends = new Set(machines.map((machine) => machine.installRecommends)).size === 1;
  const maps = nodes.map((list) => new Map(list.map((node) => [node.op.id, node])));
  const [first, ...others] = maps;
  const shared = new Set<OpId>();
  for (const [id, node] of first ?? []) {
    if (node.op.op === "package" && !sameRecommends) continue;
    if (holesOf(node.op).some((hole) => hole.hole === "address")) continue;
    const wanted = comparable(node.op);
    if (others.every((map) => comparableOf(map.get(id)) === wanted)) shared.add(id);
  }
  const execs = nodes.flatMap(execsOnChange);
  const needs = new Map<OpId, ReadonlySet<OpId>>([...shared].map((id) => [id, neededBy(id, maps, execs)]));
  for (let changed = true; changed;) {
    changed = false;
    for (const id of shared)
      if ([...(needs.get(id) ?? [])].some((need) => !shared.has(need))) {
        shared.delete(id);
        changed = true;
      }
  }
  return shared;
}

/** What must be shared too, if this op is: what comes before it and what it notifies, on any machine. */
function neededBy(id: OpId, maps: readonly ReadonlyMap<OpId, OpNode>[], execs: readonly ExecOp[]): ReadonlySet<OpId> {
  const needed = new Set<OpId>();
  for (const map of maps) {
    const node = map.get(id);
    if (node === undefined) continue;
    for (const before of node.predecessors) if (map.has(before)) needed.add(before);
    for (const { target } of node.op.triggers) if (map.has(target)) needed.add(target);
  }
  for (const exec of execs) if (exec.onChange.includes(id)) needed.add(exec.id);
  return needed;
}

function execsOnChange(nodes: readonly OpNode[]): readonly ExecOp[] {
  return nodes.flatMap(({ op }) => (op.op === "exec" && op.onChange.length > 0 ? [op] : []));
}

function comparableOf(node: OpNode | undefined): string | undefined {
  return node === undefined ? undefined : comparable(node.op);
}

/** What an op does, without where it was written; files of the project are told by their path. */
function comparable(op: BasicOp): string {
  return JSON.stringify(op, (key, value: unknown) =>
    key === "provenance" || key === "span" || key === "bytes" ? undefined : value,
  );
}
