/** Who wants to know when an op changed something. */
import { expandedTarget } from "../../ir/expand-systemd.ts";
import type { MachineProgram } from "../../ir/program.ts";
import type { ExecOp, Op, OpId, ServiceOp } from "../../ir/ops.ts";
import { noteName } from "../shared/done-notes.ts";
import { call, type ProvisionStatement, type ProvisionStep } from "./target.ts";

/** The unit that an op id stands for, if any. */
function unitOf(id: OpId): string | undefined {
  const target = expandedTarget(id);
  return target.startsWith("service:") ? target.slice("service:".length) : undefined;
}

/** What waits for a change of each op: commands and running services, in the order of the machine. */
export type Watchers = ReadonlyMap<OpId, readonly (ExecOp | ServiceOp)[]>;

/** Who waits for what on a machine, in one pass over its ops and their predecessors. */
export function planWatchers(machine: MachineProgram): Watchers {
  const watchers = new Map<OpId, (ExecOp | ServiceOp)[]>();
  const add = (id: OpId, watcher: ExecOp | ServiceOp): void => {
    const known = watchers.get(id);
    if (known === undefined) watchers.set(id, [watcher]);
    else known.push(watcher);
  };
  for (const op of machine.ops) {
    if (op.op === "exec") for (const id of op.onChange) add(id, op);
    if (op.op === "service" && op.running === true) for (const id of machine.predecessors.get(op.id) ?? []) add(id, op);
  }
  return watchers;
}

/**
 * What follows when a step of this op changed something: its triggers, the commands that wait for it, and the services
 * that come after it. Debian starts a service as soon as its package is there, with the package's own configuration; so
 * a service whose files were written afterwards is restarted although nobody asked for it.
 */
export function watchersOf(op: Op, watchers: Watchers): ProvisionStatement[] {
  const statements: ProvisionStatement[] = [];
  const told = new Set<string>();
  const tell = (action: "restart" | "reload", unit: string): void => {
    if (told.has(`${action} ${unit}`)) return;
    told.add(`${action} ${unit}`);
    told.add(unit);
    statements.push(call("notify", action, unit));
  };
  const commands = new Set<OpId>();
  for (const { action, target } of op.triggers) {
    const unit = unitOf(target);
    if (unit !== undefined) tell(action, unit);
    else commands.add(target);
  }
  for (const watcher of watchers.get(op.id) ?? []) {
    if (watcher.op === "exec") commands.add(watcher.id);
    else if (isPath(op) && !told.has(watcher.unit)) tell("restart", watcher.unit);
  }
  for (const id of commands) statements.push(call("repeat", noteName(id)));
  return statements;
}

/** The steps of an op, each followed by what it sets off. */
export function tellWatchers(steps: readonly ProvisionStep[], op: Op, watchers: Watchers): ProvisionStep[] {
  const following = watchersOf(op, watchers);
  return steps.map((step) => {
    const known = new Set(step.statements.map((each) => JSON.stringify(each)));
    const added = following.filter((each) => !known.has(JSON.stringify(each)));
    return added.length === 0 ? step : { ...step, statements: [...step.statements, ...added] };
  });
}

function isPath(op: Op): boolean {
  return ["file", "link", "tree", "absent-path", "edit"].includes(op.op);
}

/** Units that a step asks to restart or reload after the last step that would have done it. */
export function lateUnits(steps: readonly ProvisionStep[]): string[] {
  const waiting = new Set<string>();
  for (const step of steps)
    for (const statement of step.statements) {
      if ("when" in statement) continue;
      const unit = statement.words[statement.call === "notify" ? 1 : 0] ?? "";
      if (statement.call === "notify") waiting.add(unit);
      else if (statement.call === "start_unit" || statement.call === "refresh_unit") waiting.delete(unit);
    }
  return [...waiting].sort();
}
