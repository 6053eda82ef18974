/** Whether the programs of a host are well: asked between two batches of a rolling change. */
import type { ExecOp, ProcessOp } from "../../../ir/ops.ts";
import { literalOf } from "../../../ir/text.ts";
import type { Text } from "../../../ir/text.ts";
import { environmentPath } from "../../../ir/environment-path.ts";
import { sq } from "../../shared/shell.ts";
import type { LowerContext, Lowered } from "../context.ts";
import { constantsOf, execTasks } from "../lower/execs.ts";
import { perEnvironment } from "../merge/environments.ts";
import type { ByEnvironment } from "../merge/environments.ts";
import { snakeName, taskName } from "../names.ts";
import type { Constant } from "../target/project.ts";
import type { Task } from "../target/task.ts";
import type { Chunk } from "./functions.ts";
import type { OpNode } from "./nodes.ts";
import type { LoweredRun } from "./role.ts";
import type { RolePlan } from "./role-plans.ts";

/** How often a program is asked, and how long to wait in between: a minute, in which most programs have started. */
const retries = 30;
const delay = 2;

/** Where the tasks are: a file that the role's own tasks do not import. */
export const healthChunk: Chunk = { name: "health", suffix: "", title: "See that programs are well", nodes: [] };

/** The programs of a role in one environment that are to be asked: those that shall run, and say how one sees that they are well. */
function watchedProcesses(plan: Pick<RolePlan, "machines" | "nodes">, environment: number): readonly ProcessOp[] {
  const own = new Set(plan.nodes.map(({ op }) => op.resource));
  const seen = new Set<string>();
  return plan.machines
    .filter(({ forms }) => [...forms.values()].some(({ rolling }) => rolling !== undefined))
    .flatMap(({ forms }) => forms.get(environment)?.ops ?? [])
    .flatMap((op) => (op.op === "process" && isWatched(op) ? [op] : []))
    .filter((op) => own.has(op.resource) && !seen.has(op.id) && seen.add(op.id));
}

function isWatched(op: ProcessOp): boolean {
  return op.ensure === "present" && op.running && (op.health !== undefined || op.ports.length > 0);
}

/**
 * What is asked, as commands in a form per environment: so their texts are written, and what differs between
 * environments becomes a variable, as with every command.
 */
export function healthNodes(plan: Pick<RolePlan, "machines" | "nodes">): readonly OpNode[] {
  const found = new Map<string, { readonly op: ExecOp; readonly forms: Map<number, ExecOp> }>();
  const environments = new Set(plan.machines.flatMap(({ forms }) => [...forms.keys()]));
  for (const environment of environments)
    for (const process of watchedProcesses(plan, environment)) {
      const op = healthCommand(process);
      const known = found.get(op.id);
      if (known === undefined) found.set(op.id, { op, forms: new Map([[environment, op]]) });
      else known.forms.set(environment, op);
    }
  return [...found].map(([id, node]) => ({ id, ...node, predecessors: [], partOfUnit: true }));
}

/** The tasks of all environments that ask for a role's programs; none when nothing is to be asked. */
export function healthRun(
  plan: Pick<RolePlan, "machines" | "nodes">,
  contexts: ByEnvironment<LowerContext>,
): readonly LoweredRun[] {
  const nodes = healthNodes(plan);
  if (nodes.length === 0) return [];
  const forms = perEnvironment(contexts, (context, environment) =>
    healthTasks(watchedProcesses(plan, environment), context),
  );
  return [{ chunk: healthChunk, nodes, forms }];
}

/**
 * Asked by systemd, as the user, in the directory and with the environment that the unit gives the program: so its
 * secrets stay in the file that they are in. Word by word for `sh`; a word that is only known when the play runs comes
 * in a variable of the environment, so that no character of it is read by the shell.
 */
function healthCommand(op: ProcessOp): ExecOp {
  const words: readonly Text[] = op.health ?? [];
  const late = words.flatMap((word, index) =>
    literalOf(word) === undefined ? [{ name: `HEALTH_WORD_${index + 1}`, value: word }] : [],
  );
  const run = words.map((word, index) => {
    const literal = literalOf(word);
    // systemd reads `$` in a command line, two of them are one (systemd.service(5), "Command lines").
    if (literal === undefined) return `"$(printf %s "$HEALTH_WORD_${index + 1}" | sed 's/[$]/&&/g')"`;
    return plainWord.test(literal) ? literal : sq(literal.replaceAll("$", "$$$$"));
  });
  const settings = [
    `User=${op.user}`,
    `Group=${op.group}`,
    `WorkingDirectory=${op.directory}`,
    ...(op.environment.length === 0 ? [] : [`EnvironmentFile=${environmentPath(op.name)}`]),
  ].map((setting) => `--property=${plainWord.test(setting) ? setting : sq(setting)}`);
  return {
    op: "exec",
    id: healthId(op),
    title: `Wait until ${op.name} is well`,
    resource: op.resource,
    after: [],
    triggers: [],
    bindings: {},
    provenance: op.provenance,
    run: [["systemd-run --quiet --wait --pipe --collect", ...settings, "--", ...run].join(" ")],
    user: "root",
    directory: "/",
    environment: late,
    creates: undefined,
    unless: undefined,
    onlyIf: undefined,
    onChange: [],
    always: true,
  };
}

const plainWord = /^[\w./:=@,+-]+$/;

function healthName(op: ProcessOp): string {
  return `${op.name}_health`;
}

function healthId(op: ProcessOp): string {
  return `exec:${healthName(op)}`;
}

function healthTasks(processes: readonly ProcessOp[], context: LowerContext): Lowered {
  const constants: Constant[] = [];
  const tasks = processes.flatMap((op): readonly Task[] => {
    if (op.health === undefined) return op.ports.map((port) => waitForPort(op, port, context));
    const command = healthCommand(op);
    constants.push(...constantsOf(command, context));
    return execTasks(command, context).map(({ tolerantCheck: _tolerant, notify: _notify, ...task }) => {
      const answer = `__${context.role}_${snakeName(healthName(op))}`;
      return {
        ...task,
        register: answer,
        until: `${answer} is succeeded`,
        retries,
        delay,
        changedWhen: false,
        // Nothing was changed, so nothing has to come up again.
        when: ["not ansible_check_mode"],
      };
    });
  });
  return { tasks, constants };
}

/** The module asks again by itself. In check mode it does nothing. */
function waitForPort(op: ProcessOp, port: number, context: LowerContext): Task {
  return {
    name: taskName(`Wait until ${op.name} answers on port ${port}`),
    module: "ansible.builtin.wait_for",
    args: [
      ["port", port],
      ["timeout", retries * delay],
    ],
    when: ["not ansible_check_mode"],
    marks: [context.mark(healthCommand(op))],
  };
}

/**
 * The task of a play that has a role look after its programs. Not `import_role`: its `when` would also be one of the
 * role's handlers, and where it does not hold no handler would ever run.
 */
export function healthImport(role: string, when: readonly string[]): Task {
  return {
    name: `Make sure that the programs of ${role} are well`,
    comment: "Only then the next machines follow.",
    module: "ansible.builtin.import_tasks",
    args: `roles/${role}/tasks/health.yml`,
    ...(when.length === 0 ? {} : { when }),
    tags: ["always", "health"],
    marks: [],
  };
}
