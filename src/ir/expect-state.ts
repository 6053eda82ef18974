import { expandMachine } from "./expand-systemd.ts";
import type { Expectation, ExpectationFact } from "./expectation.ts";
import { factsOfOp } from "./op-facts.ts";
import type { MachineProgram, Program } from "./program.ts";

/**
 * The oracle: what must be true on a machine when it is finished, from the Ops alone; processes and schedules count as
 * the units they become. One fact per thing, in the order of the ops; where two ops speak of one thing (a home that is
 * also a declared directory), the explicit directory counts.
 */
export function expectState(_program: Program, machine: MachineProgram): readonly Expectation[] {
  const expectations = new Map<string, Expectation>();
  for (const op of expandMachine(machine).ops)
    for (const { fact, where } of factsOfOp(op)) {
      const key = keyOf(fact);
      if (expectations.has(key) && op.op !== "directory") continue;
      expectations.set(key, { ...fact, where, resource: op.resource, spans: op.provenance });
    }
  return [...expectations.values()];
}

/** What a fact is about: there is one fact for each. */
function keyOf(fact: ExpectationFact): string {
  switch (fact.fact) {
    case "package":
    case "group":
    case "user":
      return `${fact.fact} ${fact.name}`;
    case "directory":
    case "file":
    case "link":
    case "absent-path":
      return `path ${fact.path}`;
    case "edit":
      return fact.id;
    case "attributes":
      return `attributes ${fact.path}`;
    case "unit-enabled":
    case "unit-masked":
    case "unit-active":
      return `${fact.fact} ${fact.unit}`;
    case "timezone":
    case "locale":
    case "hostname":
      return fact.fact;
  }
}
