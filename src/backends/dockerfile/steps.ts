/** What is done once, as a container of its own: it runs to its end before the programs that come after it start. */
import type { ExecOp } from "../../ir/ops.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import { literalText } from "../../ir/text.ts";
import type { Text } from "../../ir/text.ts";
import type { Runnable } from "./runnable.ts";

/** When a service may start after another one (github.com/compose-spec/compose-spec, `depends_on`). */
export type StartCondition = "service_started" | "service_healthy" | "service_completed_successfully";

/** Service → what it waits for, in order. */
export type Dependencies = ReadonlyMap<string, ReadonlyMap<string, StartCondition>>;

/** A command that is done once, as something that Compose runs. */
export function fromOnce(op: ExecOp, machine: MachineProgram, name: string): Runnable {
  const account = machine.ops.find((other) => other.op === "user" && other.name === op.user);
  return {
    name,
    kind: "step",
    op,
    foreground: undefined,
    argv: argvOf(op),
    user: op.user,
    group: account?.op === "user" ? account.group : op.user,
    directory: op.directory,
    environment: op.environment,
    health: undefined,
    ports: [],
    stopSignal: "SIGTERM",
    stopSeconds: undefined,
    restart: undefined,
    active: true,
    writable: [],
  };
}

/** The command behind its guards. Each text is a word of its own, so that none of them has to be quoted for the others. */
function argvOf(op: ExecOp): readonly Text[] {
  const words: Text[] = [op.run];
  const guards: string[] = [];
  const add = (word: Text, guard: (word: string) => string): void => {
    words.push(word);
    guards.push(guard(`"$${words.length}"`));
  };
  if (op.creates !== undefined) add(literalText(op.creates), (word) => `if [ -e ${word} ]; then exit 0; fi`);
  if (op.unless !== undefined) add(op.unless, (word) => `if sh -c ${word}; then exit 0; fi`);
  if (op.onlyIf !== undefined) add(op.onlyIf, (word) => `if ! sh -c ${word}; then exit 0; fi`);
  const shell = ["/bin/sh", "-c"].map(literalText);
  if (guards.length === 0) return [...shell, op.run];
  const script = [...guards, 'exec sh -c "$1"'].join("; ");
  return [...shell, literalText(script), literalText(op.id.replace(/^exec:/, "")), ...words];
}

/**
 * Who waits for whom. A program waits for the steps before it on its machine; a step waits for the steps and programs
 * before it, and for the machines whose addresses its texts hold. Where machines wait for each other, the last of these
 * is left out: Compose refuses a circle.
 */
export function planDependencies(
  program: Program,
  plan: ReadonlyMap<string, readonly Runnable[]>,
  serviceNames: ReadonlyMap<string, string>,
): Dependencies {
  const waits = new Map<string, Map<string, StartCondition>>();
  const all = [...plan.values()].flat();
  const add = (name: string, other: Runnable): void => {
    if (name === other.name || reaches(waits, other.name, name)) return;
    const own = waits.get(name) ?? new Map<string, StartCondition>();
    waits.set(name, own.set(other.name, conditionOf(other)));
  };
  for (const machine of program.machines) {
    const position = new Map(machine.ops.map((op, index) => [op.id, index]));
    const at = (runnable: Runnable): number => position.get(runnable.op.id) ?? 0;
    const own = (plan.get(machine.name) ?? []).filter((one) => one.kind !== "job" && one.active);
    for (const one of own)
      for (const other of own)
        if ((one.kind === "step" || other.kind === "step") && at(other) < at(one)) add(one.name, other);
  }
  for (const [machine, runnables] of plan)
    for (const step of runnables)
      if (step.kind === "step")
        for (const name of machinesIn(step)) {
          const other = all.find((one) => one.name === serviceNames.get(name));
          if (name !== machine && other?.active === true) add(step.name, other);
        }
  return waits;
}

function machinesIn(step: Runnable): ReadonlySet<string> {
  const texts = [...step.argv, ...step.environment.map(({ value }) => value)];
  return new Set(
    texts.flat().flatMap((part) => (typeof part !== "string" && part.hole === "address" ? [part.machine] : [])),
  );
}

function conditionOf(other: Runnable): StartCondition {
  if (other.kind === "step") return "service_completed_successfully";
  return other.health === undefined ? "service_started" : "service_healthy";
}

function reaches(waits: Dependencies, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(waits.get(from)?.keys() ?? [])].some((next) => reaches(waits, next, to, seen));
}
