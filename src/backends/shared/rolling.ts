import type { ReportRow, Support } from "../../ir/backend.ts";
import type { MachineProgram } from "../../ir/program.ts";

/** The row of the report about `rolling` of a machine; none where it says nothing. */
export function rollingRows(machine: MachineProgram, support: Support): readonly ReportRow[] {
  if (machine.rolling === undefined) return [];
  return [
    {
      machine: machine.name,
      resource: `machine.${machine.name}`,
      op: `rolling:${machine.name}`,
      support,
      spans: machine.spans,
    },
  ];
}
