/** The classes of machines of all environments. */
import type { MachineProgram, Program } from "../../../ir/program.ts";
import type { ByEnvironment } from "./environments.ts";
import { mergeSequences } from "./sequences.ts";

/** A class of machines, in the environments that have it. */
export interface ProjectMachine {
  readonly name: string;
  readonly implicit: boolean;
  readonly doc?: string;
  readonly forms: ByEnvironment<MachineProgram>;
}

/** Merges the machines by name, in the order in which they are declared. */
export function mergeMachines(programs: readonly Program[]): readonly ProjectMachine[] {
  const forms = new Map<string, Map<number, MachineProgram>>();
  for (const [environment, program] of programs.entries())
    for (const machine of program.machines) {
      const known = forms.get(machine.name);
      if (known === undefined) forms.set(machine.name, new Map([[environment, machine]]));
      else known.set(environment, machine);
    }
  const names = mergeSequences(programs.map((program) => program.machines.map((machine) => machine.name)));
  return (names ?? [...forms.keys()]).flatMap((name) => {
    const own = forms.get(name) ?? new Map<number, MachineProgram>();
    const all = [...own.values()];
    const doc = all.find((machine) => machine.doc !== undefined)?.doc;
    return all.length === 0
      ? []
      : [
          {
            name,
            implicit: all.every((machine) => machine.implicit),
            ...(doc === undefined ? {} : { doc }),
            forms: own,
          },
        ];
  });
}
