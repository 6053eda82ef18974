import type { ExpandableOp } from "../../ir/expand-systemd.ts";
import type { MachineProgram } from "../../ir/program.ts";
import type { ExecOp, OnceHost, Op, OpId } from "../../ir/ops.ts";
import type { Hole } from "../../ir/text.ts";
import type { YamlMark } from "../shared/yaml.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { taskName } from "./names.ts";
import type { Constant, RoleFile, RoleVariable } from "./target/project.ts";
import type { Task } from "./target/task.ts";

/** An op that is lowered here: processes and schedules have become files and services before. */
export type BasicOp = Exclude<Op, ExpandableOp>;

/** The name of such an op. */
export type BasicOpKind = BasicOp["op"];

/** The op with this name. */
export type BasicOpOf<K extends BasicOpKind> = Extract<BasicOp, { readonly op: K }>;

/** What the lowering of an op may ask. Reading only. */
export interface LowerContext {
  /** Prefix of variables. */
  readonly role: string;
  /** The machine as it is in the environment; for the shared role the first of them. */
  readonly machine: MachineProgram;
  /** Every op of the role, in order. */
  readonly ops: readonly BasicOp[];
  /** One of them; undefined for an op that the role does not know. */
  readonly opOf: (id: OpId) => BasicOp | undefined;
  /** Added to variables' names when a role has several files of one function: `""`, `_2`. */
  readonly suffix: string;
  /** The expression for a hole that stays open. */
  readonly hole: (hole: Hole) => { readonly expression: string; readonly needsEncoding: boolean };
  /** The condition that the play is on the one host which does what is done once. */
  readonly onlyOn: (once: OnceHost) => string;
  /** Whether several hosts may be in the role at the same time. */
  readonly sideBySide: boolean;
  /** The variable that holds a secret. */
  readonly secretVariable: (secret: string) => string;
  /** Whether a secret's value may end in a line end (it is read from a file). */
  readonly secretMayEndLine: (secret: string) => boolean;
  /** Whether the value of a variable may end in a line end, in any environment. */
  readonly variableMayEndLine: (variable: string) => boolean;
  /** Whether the op's text is open in some environment, so that all of them use a template. */
  readonly isTemplate: (op: BasicOp) => boolean;
  /** The handlers that an op's triggers notify. */
  readonly notify: (op: BasicOp) => readonly string[];
  /** Whether a handler may be waiting for the op although something later depends on it. */
  readonly isAwaited: (op: BasicOp) => boolean;
  /** Whether a handler may be run for a unit of the role before its own task, so on a new machine before it is there. */
  readonly mayBeMissing: (unit: string) => boolean;
  /** Whether the handlers of a command that follows a change may be run before it has its turn. */
  readonly isEarly: (op: BasicOp) => boolean;
  /** The commands that must have worked before a unit is restarted. */
  readonly commandsBefore: (unit: string) => readonly ExecOp[];
  /** The units that are restarted after a command, whenever that is due. */
  readonly restartedAfter: (op: ExecOp) => readonly string[];
  readonly mark: (op: BasicOp) => YamlMark;
}

/** What an op became. */
export interface Lowered {
  readonly tasks: readonly Task[];
  readonly files?: readonly RoleFile[];
  readonly variables?: readonly RoleVariable[];
  readonly constants?: readonly Constant[];
  readonly diagnostics?: readonly Diagnostic[];
}

/** The tasks alone. */
export function lowered(...tasks: readonly Task[]): Lowered {
  return { tasks };
}

/** What every task of an op carries. */
export function taskBase(
  op: BasicOp,
  context: LowerContext,
): Pick<Task, "name" | "marks" | "notify"> & Partial<Pick<Task, "comment">> {
  return {
    name: taskName(op.title),
    marks: [context.mark(op)],
    notify: context.notify(op),
    ...(op.doc === undefined ? {} : { comment: op.doc }),
  };
}

/**
 * Handlers run at the end of the play; when something that comes later needs a service in its new state or a command's
 * effect, they run here.
 */
export function flushAfter(ops: readonly BasicOp[], context: LowerContext): readonly Task[] {
  const awaited = ops.filter(context.isAwaited);
  if (awaited.length === 0) return [];
  return [
    {
      name: "Run the handlers that are waiting",
      key: `flush ${ops[0]?.op ?? ""}${context.suffix}`,
      comment: "What comes next depends on it.",
      module: "ansible.builtin.meta",
      args: "flush_handlers",
      marks: awaited.map(context.mark),
    },
  ];
}
