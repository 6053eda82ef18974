/** Which containers start after which others. */
import { oncePer } from "../../ir/once-per.ts";
import type { FileOp } from "../../ir/ops.ts";
import type { MachineProgram, Program } from "../../ir/program.ts";
import type { Text } from "../../ir/text.ts";
import { isWithin } from "../../ir/paths.ts";
import { namesPath } from "./named-paths.ts";
import { isProgram } from "./runnable.ts";
import type { Runnable } from "./runnable.ts";

/** When a service may start after another one (github.com/compose-spec/compose-spec, `depends_on`). */
export type StartCondition = "service_started" | "service_healthy" | "service_completed_successfully";

/** Service → what it waits for, in order. */
export type Dependencies = ReadonlyMap<string, ReadonlyMap<string, StartCondition>>;

/**
 * Who waits for whom. A program waits for the steps before it on its machine, a step for the steps and programs before
 * it, and both for the servers that come as ready images and for what fills them, which waits for its server alone; all wait for the machines whose addresses stand in their own texts or in a file that they use. Where machines
 * wait for each other, the last of these is left out: Compose refuses a circle. Nobody waits for a job, and a job waits
 * for nothing that runs to its end: `docker compose run` would do that again each time.
 */
export function planDependencies(program: Program, plan: ReadonlyMap<string, readonly Runnable[]>): Dependencies {
  const waits = new Map<string, Map<string, StartCondition>>();
  const add = (name: string, other: Runnable, mayCircle = true): void => {
    if (name === other.name || (mayCircle && reaches(waits, other.name, name))) return;
    const own = waits.get(name) ?? new Map<string, StartCondition>();
    waits.set(name, own.set(other.name, conditionOf(other)));
  };
  for (const machine of program.machines) {
    const position = new Map(machine.ops.map((op, index) => [op.id, index]));
    const at = (runnable: Runnable): number => position.get(runnable.op.id) ?? 0;
    const everything = (plan.get(machine.name) ?? []).filter((one) => one.active);
    const setups = everything.filter(isSetup);
    for (const setup of setups) for (const other of everything) if (isFilledBy(setup, other)) add(setup.name, other);
    const active = everything.filter((one) => !isSetup(one));
    const own = active.filter((one) => one.kind !== "job");
    // Whoever waits for what comes before it only, waits in no circle; a ready image may come behind a step.
    const mayCircle = own.some(({ kind }) => kind === "container");
    for (const one of active)
      for (const other of own)
        if (
          // What comes as a ready image is what the machine's own programs need.
          (one.kind !== "container" && other.kind === "container") ||
          ((one.kind === "step" || (other.kind === "step" && one.kind !== "job")) && at(other) < at(one))
        )
          add(one.name, other, mayCircle);
    for (const one of active)
      if (one.kind === "process" || one.kind === "service" || one.kind === "step")
        for (const setup of setups) add(one.name, setup, mayCircle);
  }
  // An app on several machines migrates on one of them; the programs of the others need that as much.
  for (const machine of program.machines)
    for (const step of (plan.get(machine.name) ?? []).filter(isDoneOnce))
      for (const other of program.machines)
        if (sharesStep(other, step))
          for (const one of (plan.get(other.name) ?? []).filter(isProgram)) add(one.name, step);
  // Steps first: where not everybody can wait, it is they who cannot try again.
  for (const wanted of [isStep, isProgram, isJob])
    for (const machine of program.machines)
      for (const one of (plan.get(machine.name) ?? []).filter(wanted))
        for (const name of machinesOf(one, machine, plan.get(machine.name) ?? [])) {
          const there = plan.get(name) ?? [];
          const needed = there.filter(
            (each) => each.kind === "container" || (isSetup(each) && !isJob(one)) || each === there.find(isProgram),
          );
          if (name !== machine.name) for (const other of needed) if (other.active) add(one.name, other);
        }
  return waits;
}

function isDoneOnce({ op, active }: Runnable): boolean {
  return active && op.op === "exec" && op.once !== undefined;
}

/** Whether a machine has more of what the step belongs to, but not the step. */
function sharesStep(machine: MachineProgram, { op }: Runnable): boolean {
  return machine.ops.some(({ resource }) => resource === op.resource) && !machine.ops.some(({ id }) => id === op.id);
}

function isStep({ kind }: Runnable): boolean {
  return kind === "step";
}

function isSetup({ kind }: Runnable): boolean {
  return kind === "setup";
}

/** Whether a container is the server that the setup fills. */
function isFilledBy(setup: Runnable, { op, kind }: Runnable): boolean {
  return kind === "container" && setup.op.op === "container" && setup.op.prepares === op.id;
}

function isJob({ kind }: Runnable): boolean {
  return kind === "job";
}

/** The machines whose addresses a program knows from its own texts and from the files that it uses. */
function machinesOf(runnable: Runnable, machine: MachineProgram, all: readonly Runnable[]): ReadonlySet<string> {
  const own = [...runnable.argv, ...(runnable.health ?? []), ...runnable.environment.map(({ value }) => value)];
  const alone = isProgram(runnable) && all.filter(isProgram).length === 1;
  const files = filesWithAddresses(machine).filter(({ file }) => alone || usesFile(runnable, own, file));
  return new Set([...own.flatMap(addressedIn), ...files.flatMap(({ machines }) => machines)]);
}

/** The files that hold addresses of machines, with the names of these. */
const filesWithAddresses = oncePer((machine: MachineProgram) =>
  machine.ops.flatMap((file) => {
    const machines = file.op === "file" && file.content.from === "text" ? addressedIn(file.content.text) : [];
    return file.op === "file" && machines.length > 0 ? [{ file, machines }] : [];
  }),
);

/** The machines whose addresses stand in the text. */
function addressedIn(text: Text): readonly string[] {
  return text.flatMap((part) => (typeof part !== "string" && part.hole === "address" ? [part.machine] : []));
}

/** Whether the spec shows that a program uses the file: by its name, its place, its order, or by what a change restarts. */
function usesFile(runnable: Runnable, texts: readonly Text[], file: FileOp): boolean {
  const { op } = runnable;
  return (
    op.after.includes(file.id) ||
    (op.op === "exec" && op.onChange.includes(file.id)) ||
    file.triggers.some((trigger) => trigger.target === op.id) ||
    (runnable.directory !== "/" && isWithin(file.path, runnable.directory)) ||
    namesPath(texts, file.path)
  );
}

function conditionOf(other: Runnable): StartCondition {
  if (other.kind === "step" || other.kind === "setup") return "service_completed_successfully";
  return other.health === undefined ? "service_started" : "service_healthy";
}

function reaches(waits: Dependencies, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(waits.get(from)?.keys() ?? [])].some((each) => reaches(waits, each, to, seen));
}
