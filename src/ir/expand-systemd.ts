import { printEnvironmentFile } from "./environment-file.ts";
import { environmentPath } from "./environment-path.ts";
import { opId } from "./op-id.ts";
import { containerFilePath, containerFolder } from "./container-files.ts";
import { containerUnit } from "./container-unit.ts";
import { orderOps } from "./order-ops.ts";
import type { ContainerOp, DirectoryOp, FileOp, Op, OpBase, ProcessOp, ScheduleOp, ServiceOp } from "./ops.ts";
import type { MachineProgram } from "./program.ts";
import type { Text } from "./text.ts";
import { processUnit, scheduleServiceUnit, scheduleTimerUnit } from "./unit-texts.ts";

/** Where units that an administrator adds are (systemd.unit(5)). */
export function unitPath(unit: string): string {
  return `/etc/systemd/system/${unit}`;
}

/** The id of the op that a trigger or an `after` means once a process or a schedule is expanded. */
export function expandedTarget(id: string): string {
  if (id.startsWith("process:")) return opId("service", `${id.slice("process:".length)}.service`);
  if (id.startsWith("container:")) return opId("service", `${id.slice("container:".length)}.service`);
  if (id.startsWith("schedule:")) return opId("service", `${id.slice("schedule:".length)}.timer`);
  return id;
}

/**
 * A machine whose processes, schedules and containers are replaced by files and services, for targets with systemd. Order,
 * predecessors and triggers are those of the new ops; other machines and ops are as they were.
 */
export function expandMachine(machine: MachineProgram): MachineProgram {
  const ops = machine.ops.flatMap((op): readonly Op[] => {
    if (!isExpandable(op)) return [retarget(op)];
    // What the program waited for (its user, its folder, its package), its service waits for.
    const waited = (machine.predecessors.get(op.id) ?? []).map(expandedTarget);
    return expandOp(op).map((one) =>
      one.op === "service" ? { ...one, after: [...new Set([...one.after, ...waited])] } : one,
    );
  });
  const ordered = orderOps(ops, machine.os);
  return ordered.ok ? { ...machine, ops: ordered.ops, predecessors: ordered.predecessors } : { ...machine, ops };
}

/** What a machine with systemd has as files and a unit. */
export type ExpandableOp = ProcessOp | ScheduleOp | ContainerOp;

/** Whether the op becomes files and a unit. */
export function isExpandable(op: Op): op is ExpandableOp {
  return op.op === "process" || op.op === "schedule" || op.op === "container";
}

/** The files and the unit that the op becomes. */
export function expandOp(op: ExpandableOp): readonly Op[] {
  switch (op.op) {
    case "process":
      return expandProcess(op);
    case "schedule":
      return expandSchedule(op);
    case "container":
      return expandContainer(op);
  }
}

/** An op whose triggers and `after` mean what a process or a schedule has become. */
function retarget(op: Op): Op {
  const triggers = op.triggers.map((one) => ({ ...one, target: expandedTarget(one.target) }));
  const after = op.after.map(expandedTarget);
  if (op.op === "exec") return { ...op, triggers, after, onChange: op.onChange.map(expandedTarget) };
  return { ...op, triggers, after };
}

/**
 * A process on a machine with systemd: its environment file (when it has an environment), its unit, its service, in
 * this order. An absent one: the service stopped and disabled, then the files gone. Pure: the same op gives the same
 * bytes on every target.
 */
export function expandProcess(op: ProcessOp): readonly Op[] {
  const unit = `${op.name}.service`;
  if (op.ensure === "absent") return removal(op, unit, [unit]);
  const trigger = { action: "restart", target: opId("service", unit) } as const;
  const files: FileOp[] = [];
  if (op.environment.length > 0) files.push(environmentFile(op, [trigger]));
  files.push(file(op, `Install the unit of ${op.name}`, unitPath(unit), "0644", processUnit(op), [trigger]));
  return [...files, serviceOf(op, unit, files)];
}

/**
 * A schedule on a machine with systemd: environment file, oneshot service, timer, and the timer's service op. A
 * changed unit restarts the timer, which never starts the program itself.
 */
export function expandSchedule(op: ScheduleOp): readonly Op[] {
  const timer = `${op.name}.timer`;
  if (op.ensure === "absent") return removal(op, timer, [timer, `${op.name}.service`]);
  const trigger = { action: "restart", target: opId("service", timer) } as const;
  const files: FileOp[] = [];
  if (op.environment.length > 0) files.push(environmentFile(op, []));
  files.push(
    file(op, `Install the service of ${op.name}`, unitPath(`${op.name}.service`), "0644", scheduleServiceUnit(op), []),
    file(op, `Install the timer of ${op.name}`, unitPath(timer), "0644", scheduleTimerUnit(op), [trigger]),
  );
  const service: ServiceOp = {
    ...base(op, `Enable the timer ${op.name}`),
    op: "service",
    id: opId("service", timer),
    unit: timer,
    enabled: true,
    running: true,
    masked: false,
    after: [...op.after.map(expandedTarget), ...files.map((one) => one.id)],
    triggers: op.triggers.map((one) => ({ ...one, target: expandedTarget(one.target) })),
  };
  return [...files, service];
}

/**
 * A container on a machine with systemd: its files, its environment file, its unit, its service. An absent one goes with
 * its files; its volumes stay, since they hold data.
 */
export function expandContainer(op: ContainerOp): readonly Op[] {
  const unit = `${op.name}.service`;
  if (op.ensure === "absent") return removal(op, unit, [unit]);
  const trigger = { action: "restart", target: opId("service", unit) } as const;
  const files: Op[] = [];
  if (op.files.length > 0) files.push(fileFolder(op));
  for (const { path, text } of op.files) {
    const place = containerFilePath(op.name, path);
    // The container's user may be any number, and the folder above keeps everybody else on the machine out.
    files.push(file(op, `Write ${path} for ${op.name}`, place, "0644", text, [trigger]));
  }
  if (op.environment.length > 0) files.push(environmentFile(op, [trigger]));
  files.push(file(op, `Install the unit of ${op.name}`, unitPath(unit), "0644", containerUnit(op), [trigger]));
  return [...files, serviceOf(op, unit, files)];
}

function fileFolder(op: ContainerOp): DirectoryOp {
  const path = containerFolder(op.name);
  return {
    ...base(op, `Create the folder of ${op.name}`),
    op: "directory",
    id: opId("directory", path),
    path,
    owner: "root",
    group: "root",
    mode: "0700",
    implied: false,
    recursive: undefined,
  };
}

/** The service of a program that stays. */
function serviceOf(op: ProcessOp | ContainerOp, unit: string, files: readonly Op[]): ServiceOp {
  return {
    ...base(op, serviceTitle(op)),
    ...(op.bindings["enabled"] === undefined && op.bindings["running"] === undefined
      ? {}
      : { bindings: pick(op.bindings, ["enabled", "running"]) }),
    op: "service",
    id: opId("service", unit),
    unit,
    enabled: op.enabled,
    running: op.running,
    masked: false,
    after: [...op.after.map(expandedTarget), ...files.map((one) => one.id)],
    triggers: op.triggers.map((one) => ({ ...one, target: expandedTarget(one.target) })),
  };
}

function environmentFile(op: ExpandableOp, triggers: OpBase["triggers"]): FileOp {
  // 0600: only PID 1 reads it, and there may be a secret in it today or tomorrow.
  return file(
    op,
    `Write the environment of ${op.name}`,
    environmentPath(op.name),
    "0600",
    printEnvironmentFile(op.environment),
    triggers,
  );
}

function file(
  op: ExpandableOp,
  title: string,
  path: string,
  mode: string,
  text: Text,
  triggers: OpBase["triggers"],
): FileOp {
  return {
    ...base(op, title),
    op: "file",
    id: opId("file", path),
    path,
    content: { from: "text", text },
    owner: "root",
    group: "root",
    mode,
    validate: undefined,
    triggers,
  };
}

/** First the unit is stopped and disabled, then its files go; the links of an enabled unit go with `disable`. */
function removal(op: ExpandableOp, started: string, units: readonly string[]): readonly Op[] {
  const stop: ServiceOp = {
    ...base(op, `Stop and disable ${started}`),
    op: "service",
    id: opId("service", started),
    unit: started,
    enabled: false,
    running: false,
    masked: undefined,
    mayBeMissing: true,
    after: op.after.map(expandedTarget),
  };
  const paths = [...units.map(unitPath), environmentPath(op.name)];
  return [
    stop,
    ...paths.map((path): Op => ({
      ...base(op, `Remove ${path}`),
      op: "absent-path",
      id: opId("absent-path", path),
      path,
      was: "file",
      after: [stop.id],
    })),
  ];
}

/** What the ops of one process share. The doc comment stays on the first of them only by the backend's choice. */
function base(op: ExpandableOp, title: string): Omit<OpBase, "id"> {
  return {
    title,
    ...(op.doc === undefined ? {} : { doc: op.doc }),
    resource: op.resource,
    ...(op.instance === undefined ? {} : { instance: op.instance }),
    ...(op.machineOnly === undefined ? {} : { machineOnly: op.machineOnly }),
    after: op.after.map(expandedTarget),
    triggers: [],
    bindings: {},
    provenance: op.provenance,
  };
}

function serviceTitle(op: ProcessOp | ContainerOp): string {
  if (op.enabled && op.running) return `Enable and start ${op.name}`;
  if (!op.enabled && !op.running) return `Disable and stop ${op.name}`;
  return op.enabled ? `Enable ${op.name}, stopped` : `Start ${op.name}, disabled`;
}

function pick(bindings: Readonly<Record<string, string>>, fields: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(bindings).filter(([field]) => fields.includes(field)));
}
