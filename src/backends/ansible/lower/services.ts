import { oncePer } from "../../../ir/once-per.ts";
import type { ServiceOp } from "../../../ir/ops.ts";
import { isSystemdUnitPath } from "../../../ir/paths.ts";
import { shellWord } from "../../shared/shell.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { flushAfter, lowered, taskBase } from "../context.ts";
import { literalArgument } from "../jinja.ts";
import { snakeName } from "../names.ts";
import type { Arguments, Task } from "../target/task.ts";
import { checksItself, spoken, validateName, validation } from "./validation.ts";

/** States of units. */
export function lowerServices(ops: readonly ServiceOp[], context: LowerContext): Lowered {
  return lowered(...ops.flatMap((op) => lowerService(op, context)), ...flushAfter(ops, context));
}

function lowerService(op: ServiceOp, context: LowerContext): readonly Task[] {
  if (op.masked === true) return maskedTasks(op, context);
  const service = serviceTask(op, context);
  if (wantsNothing(op)) return unlessMissing(op, service, context);
  return [...(op.running === true ? goodConfiguration(op, context) : []), service];
}

/**
 * Asked in every run: a handler that finds a bad file fails once, and the next run would find the file unchanged and
 * end well, with a service that does not come up again after the next boot.
 */
function goodConfiguration(op: ServiceOp, context: LowerContext): readonly Task[] {
  const check = validation(op.unit);
  if (check === undefined) return [];
  const name = `Make sure that the configuration of ${spoken(op.unit)} is good`;
  return [{ name, part: "configuration", ...check, marks: [context.mark(op)] }];
}

/** A masked unit cannot be disabled any more (its links would stay), so that comes first. */
function maskedTasks(op: ServiceOp, context: LowerContext): readonly Task[] {
  const mask = serviceTask({ ...op, enabled: undefined, running: undefined }, context);
  if (op.enabled === undefined && op.running === undefined) return [mask];
  const quiet = { ...serviceTask({ ...op, masked: undefined }, context), name: `Disable and stop ${op.unit}` };
  return [...unlessMissing(op, quiet, context), mask];
}

function serviceTask(op: ServiceOp, context: LowerContext): Task {
  const args: Arguments = [
    ["name", literalArgument(op.unit)],
    ["enabled", op.enabled],
    ["masked", op.masked],
    ["state", op.running === undefined ? undefined : op.running ? "started" : "stopped"],
    ["daemon_reload", hasOwnUnit(op, context) ? true : undefined],
  ];
  return {
    ...taskBase(op, context),
    plainName: `Manage ${op.unit.replace(/\.service$/, "")}`,
    module: "ansible.builtin.systemd",
    args,
    // The unit comes with a package or a file that a first `--check` did not put there.
    tolerantCheck: true,
  };
}

/** Whether a unit that does not exist satisfies the op: it is neither enabled nor running. */
function wantsNothing(op: ServiceOp): boolean {
  return op.enabled !== true && op.running !== true && op.masked !== true;
}

/** The module fails on a unit that does not exist, so it is asked for first. */
function unlessMissing(op: ServiceOp, service: Task, context: LowerContext): readonly Task[] {
  return [
    { ...lookForUnit(op.unit, context), marks: [context.mark(op)] },
    { ...service, when: [unitIsThere(op.unit, context)] },
  ];
}

/** The name of {@link lookForUnit}'s task. */
export function lookName(unit: string): string {
  return `Look whether there is a unit ${unit}`;
}

/** The name of the handler that restarts or reloads a unit. */
export function actionName(action: "restart" | "reload", unit: string): string {
  return `${action === "restart" ? "Restart" : "Reload"} ${spoken(unit)}`;
}

/** The names of that handler and of those which must have run before it, in order. */
export function unitHandlerNames(
  action: "restart" | "reload",
  unit: string,
  mayBeMissing: (unit: string) => boolean,
): readonly string[] {
  return [
    ...(mayBeMissing(unit) ? [lookName(unit)] : []),
    ...(checksItself(unit) ? [validateName(unit)] : []),
    actionName(action, unit),
  ];
}

/** The task that asks whether there is a unit; it changes nothing and never fails. */
export function lookForUnit(unit: string, context: LowerContext): Omit<Task, "marks"> {
  return {
    name: lookName(unit),
    module: "ansible.builtin.command",
    args: [["cmd", literalArgument(`systemctl status --lines=0 ${shellWord(unit)}`)]],
    register: statusVariable(unit, context),
    changedWhen: false,
    failedWhen: false,
    checkMode: false,
  };
}

/** The condition that {@link lookForUnit} has found it. systemctl(1), "Exit status": 4 is "no such unit". */
export function unitIsThere(unit: string, context: LowerContext): string {
  return `${statusVariable(unit, context)}.rc | default(4) != 4`;
}

function statusVariable(unit: string, context: LowerContext): string {
  return `__${context.role}_${snakeName(unit)}_status`;
}

/** Whether a file of the role defines or extends the unit, so that systemd may have to read it again. */
function hasOwnUnit(op: ServiceOp, context: LowerContext): boolean {
  const template = op.unit.replace(/@[^.]*(?=\.)/, "@");
  const names = unitFileNames(context.ops);
  return [op.unit, template].some((unit) => names.has(unit) || names.has(`${unit}.d`));
}

/** Every part of the paths of systemd's files: the units and the folders of their extensions are among them. */
const unitFileNames = oncePer(
  (ops: LowerContext["ops"]) =>
    new Set(
      ops.flatMap((op) =>
        (op.op === "file" || op.op === "link") && isSystemdUnitPath(op.path) ? op.path.split("/") : [],
      ),
    ),
);
