/** Which ops make which role: one role per machine, and a common one for what is the same on all of several machines. */
import type { ExecOp, OpId } from "../../../ir/ops.ts";
import type { BasicOp } from "../context.ts";
import type { ByEnvironment } from "../merge/environments.ts";
import { perEnvironment } from "../merge/environments.ts";
import type { ProjectMachine } from "../merge/machines.ts";
import { mergeNodes } from "../merge/nodes.ts";
import { plainNames, roleName } from "../names.ts";
import { partsOf } from "./nodes.ts";
import type { OpNode, OpPart } from "./nodes.ts";
import { holesOf } from "./op-texts.ts";

/** A role to be. */
export interface RolePlan {
  readonly name: string;
  /** The machines it is applied to. */
  readonly machines: readonly ProjectMachine[];
  readonly shared: boolean;
  readonly nodes: readonly OpNode[];
}

/** A machine with its roles in the order they are applied. */
export interface MachinePlan {
  readonly machine: ProjectMachine;
  readonly roles: readonly string[];
  readonly nodes: readonly OpNode[];
}

/** Plans the roles of a project. */
export function planRoles(machines: readonly ProjectMachine[]): {
  readonly roles: readonly RolePlan[];
  readonly machines: readonly MachinePlan[];
} {
  const parts = machines.map((machine) => perEnvironment(machine.forms, partsOf));
  const nodes = parts.map(mergeNodes);
  const shared = machines.length > 1 ? sharedIds(machines, parts) : new Set<OpId>();
  const names = plainNames(["common", ...machines.map((machine) => roleName(machine.name))]);
  const common: RolePlan = { name: "common", machines, shared: true, nodes: sharedNodes(parts, shared) };
  const own = machines.map((machine, index) => ({
    name: names[index + 1] ?? machine.name,
    machines: [machine],
    shared: false,
    nodes: (nodes[index] ?? []).filter((node) => !shared.has(node.op.id)),
  }));
  const roles = [common, ...own].filter((role) => role.nodes.length > 0);
  return {
    roles,
    machines: machines.map((machine, index) => ({
      machine,
      nodes: nodes[index] ?? [],
      roles: roles.filter((role) => role.machines.includes(machine)).map((role) => role.name),
    })),
  };
}

/** The shared ops as they are on the first machine of each environment; they are the same on the others. */
function sharedNodes(parts: readonly ByEnvironment<readonly OpPart[]>[], shared: ReadonlySet<OpId>): readonly OpNode[] {
  const first = new Map<number, readonly OpPart[]>();
  for (const each of parts)
    for (const [environment, list] of each)
      if (!first.has(environment))
        first.set(
          environment,
          list.filter(({ op }) => shared.has(op.id)),
        );
  return mergeNodes(new Map([...first].sort(([a], [b]) => a - b)));
}

/**
 * The ops that every machine has and that are, in each environment, equal on all of its machines, need nothing but each
 * other before them, and tell nobody else that they changed: only those can be done first, in a role that knows nothing
 * of the machines.
 */
function sharedIds(
  machines: readonly ProjectMachine[],
  parts: readonly ByEnvironment<readonly OpPart[]>[],
): ReadonlySet<OpId> {
  const environments = new Set(parts.flatMap((each) => [...each.keys()]));
  const shared = inAll(parts.map((each) => new Set([...each.values()].flatMap((list) => list.map(({ op }) => op.id)))));
  const needs = new Map<OpId, Set<OpId>>([...shared].map((id) => [id, new Set()]));
  for (const environment of environments) {
    const lists = parts.flatMap((each) => each.get(environment) ?? []);
    const maps = parts.flatMap((each) => {
      const list = each.get(environment);
      return list === undefined ? [] : [new Map(list.map((part) => [part.op.id, part]))];
    });
    const recommends = machines.flatMap((machine) => machine.forms.get(environment)?.installRecommends ?? []);
    const execs = execsOnChange(lists);
    for (const id of shared) {
      if (!isEqual(id, maps, new Set(recommends).size === 1)) shared.delete(id);
      for (const need of neededBy(id, maps, execs)) needs.get(id)?.add(need);
    }
  }
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

function inAll(sets: readonly ReadonlySet<OpId>[]): Set<OpId> {
  const [first, ...others] = sets;
  return new Set([...(first ?? [])].filter((id) => others.every((set) => set.has(id))));
}

/** Whether all machines of an environment have the same op, or none has it. */
function isEqual(id: OpId, maps: readonly ReadonlyMap<OpId, OpPart>[], sameRecommends: boolean): boolean {
  const first = maps[0]?.get(id)?.op;
  if (first !== undefined) {
    if (first.op === "package" && !sameRecommends) return false;
    if (holesOf(first).some((hole) => hole.hole === "address")) return false;
  }
  const wanted = comparableOf(first);
  return maps.every((map) => comparableOf(map.get(id)?.op) === wanted);
}

/** What must be shared too, if this op is: what comes before it and what it notifies, on any machine. */
function neededBy(id: OpId, maps: readonly ReadonlyMap<OpId, OpPart>[], execs: readonly ExecOp[]): ReadonlySet<OpId> {
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

function execsOnChange(parts: readonly OpPart[]): readonly ExecOp[] {
  return parts.flatMap(({ op }) => (op.op === "exec" && op.onChange.length > 0 ? [op] : []));
}

function comparableOf(op: BasicOp | undefined): string | undefined {
  return op === undefined ? undefined : comparable(op);
}

/** What an op does, without where it was written and in which machine's block; files of the project are told by their path. */
function comparable(op: BasicOp): string {
  const resource = op.resource.startsWith("machine.") ? "machine" : op.resource;
  return JSON.stringify({ ...op, resource }, (key, value: unknown) =>
    key === "provenance" || key === "span" || key === "bytes" ? undefined : value,
  );
}
