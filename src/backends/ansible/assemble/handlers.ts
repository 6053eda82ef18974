/** Handlers: what runs once at the end of the play when something changed. */
import type { ExecOp, OpId } from "../../../ir/ops.ts";
import { isSystemdUnitPath } from "../../../ir/paths.ts";
import type { BasicOp, LowerContext } from "../context.ts";
import { literalArgument } from "../jinja.ts";
import { snakeName } from "../names.ts";
import { afterCommand, asksFor, commandHandlers, handlerNames } from "../lower/on-change.ts";
import { actionName, lookForUnit, unitHandlerNames, unitIsThere } from "../lower/services.ts";
import { spoken, validateName, validation } from "../lower/validation.ts";
import type { Task } from "../target/task.ts";

const reloadSystemd = "Reload systemd";
const applyKernel = "Apply kernel parameters";

/**
 * The names of the handlers that an op notifies, in the order in which they run. `followers` are the commands that
 * follow a change of each op. A service which shall not run is left
 * alone: a restart would start it. A unit that may not be there yet is looked for first.
 */
export function notified(
  op: BasicOp,
  ops: ReadonlyMap<OpId, BasicOp>,
  followers: ReadonlyMap<OpId, readonly ExecOp[]>,
  mayBeMissing: (unit: string) => boolean,
): readonly string[] {
  const names = new Set<string>();
  if ("path" in op && op.op !== "sysctl" && isSystemdUnitPath(op.path)) names.add(reloadSystemd);
  if (op.op === "sysctl") names.add(applyKernel);
  for (const { action, target } of op.triggers) {
    const subject = ops.get(target);
    if (subject?.op === "exec") {
      for (const name of handlerNames(subject)) names.add(name);
      continue;
    }
    const unit = unitOf(target, subject);
    if (unit === undefined || (subject?.op === "service" && (subject.running === false || subject.masked === true)))
      continue;
    for (const name of unitHandlerNames(action, unit, mayBeMissing)) names.add(name);
  }
  for (const exec of followers.get(op.id) ?? []) for (const name of handlerNames(exec)) names.add(name);
  return [...names];
}

function unitOf(target: OpId, subject: BasicOp | undefined): string | undefined {
  if (subject?.op === "service") return subject.unit;
  return subject === undefined && target.startsWith("service:") ? target.slice("service:".length) : undefined;
}

/**
 * The handlers which these ops need, without those that an earlier role of the play has. They run in this order:
 * systemd learns of new units first, then kernel parameters, then services and commands as the machine orders them (a
 * service that comes after a command is restarted after it), units that nobody declared last.
 */
export function handlersFor(
  ops: readonly BasicOp[],
  all: ReadonlyMap<OpId, BasicOp>,
  context: LowerContext,
  present: ReadonlyMap<string, Task>,
): readonly Task[] {
  const wanted = new Map<string, BasicOp[]>();
  for (const op of ops)
    for (const name of [...context.notify(op), ...asksFor(op)]) wanted.set(name, [...(wanted.get(name) ?? []), op]);
  const handlers: Task[] = [];
  const add = (name: string, task: Omit<Task, "name" | "marks">, op?: BasicOp): void => {
    const causes = wanted.get(name);
    if (causes === undefined || present.has(name)) return;
    handlers.push({ name, ...task, marks: [...causes, ...(op === undefined ? [] : [op])].map(context.mark) });
  };
  add(reloadSystemd, { module: "ansible.builtin.systemd", args: [["daemon_reload", true]], tolerantCheck: true });
  for (const op of ops) if (op.op === "sysctl") add(applyKernel, kernelTask(op.path, context.role), op);
  for (const op of all.values()) {
    if (op.op === "service") for (const task of unitHandlers(op.unit, context, present)) add(task.name, task);
    if (op.op !== "exec") continue;
    for (const { name, marks: _marks, ...task } of commandHandlers(op, context)) add(name, task, op);
  }
  for (const unit of undeclaredUnits(ops, all))
    for (const task of unitHandlers(unit, context, present)) add(task.name, task);
  return handlers;
}

/**
 * What may be asked of a unit, in order. A unit that may not be there yet starts with its new state by itself; one whose
 * configuration was found bad is left alone, also where the handlers behind one that failed still run.
 */
function unitHandlers(
  unit: string,
  context: LowerContext,
  present: ReadonlyMap<string, Task>,
): readonly Omit<Task, "marks">[] {
  const check = validation(unit);
  const own = `__${context.role}_${snakeName(spoken(unit))}_configuration`;
  const register = present.get(validateName(unit))?.register ?? own;
  const isGood = check === undefined ? [] : [`${register} is succeeded`];
  const isThere = context.mayBeMissing(unit) ? [unitIsThere(unit, context)] : [];
  return [
    ...(isThere.length === 0 ? [] : [lookForUnit(unit, context)]),
    ...(check === undefined ? [] : [{ name: validateName(unit), ...check, register, when: isThere }]),
    ...(["reload", "restart"] as const).map((action) => ({
      name: actionName(action, unit),
      ...actionTask(action, unit),
      when: [
        ...isThere,
        ...isGood,
        ...(action === "restart" ? context.commandsBefore(unit).flatMap((each) => afterCommand(each, context)) : []),
      ],
    })),
  ];
}

/** The units that are notified although no block of the machine is about them. */
function undeclaredUnits(ops: readonly BasicOp[], all: ReadonlyMap<OpId, BasicOp>): ReadonlySet<string> {
  const units = new Set<string>();
  for (const op of ops)
    for (const { target } of op.triggers) {
      const unit = all.has(target) ? undefined : unitOf(target, undefined);
      if (unit !== undefined) units.add(unit);
    }
  return units;
}

function actionTask(action: "restart" | "reload", unit: string): Omit<Task, "name" | "marks"> {
  return {
    module: "ansible.builtin.systemd",
    args: [
      ["name", literalArgument(unit)],
      ["state", action === "restart" ? "restarted" : "reloaded"],
    ],
    tolerantCheck: true,
  };
}

/** A container has the kernel of its host: of the settings it may change some, as those of its own network. */
function kernelTask(path: string, role: string): Omit<Task, "name" | "marks"> {
  const register = `__${role}_kernel`;
  return {
    module: "ansible.builtin.command",
    args: [["argv", ["/sbin/sysctl", "--quiet", "--load", literalArgument(path)]]],
    register,
    changedWhen: true,
    failedWhen: `${register}.rc != 0 and ansible_facts['virtualization_type'] not in ['container', 'containerd', 'docker', 'lxc', 'openvz', 'podman', 'systemd-nspawn']`,
  };
}
