import type { Backend, ReportRow, TogetherResult } from "../../ir/backend.ts";
import type { Program } from "../../ir/program.ts";
import { rollingRows } from "../shared/rolling.ts";
import { assembleProject } from "./assemble/project.ts";
import { projectFiles } from "./print/project-files.ts";
import { supportOf } from "./support.ts";

/** One Ansible project for all environments: playbook, roles, an inventory per environment, and hand-over. */
export const ansible: Backend = {
  name: "ansible",
  doc: "An Ansible project: roles, an inventory, and a README that says how to run it.",
  options: { type: "object", properties: {}, additionalProperties: false },
  support: supportOf,
  build: (program) => {
    const { files, rows, diagnostics } = buildTogether([program]);
    return { files, rows: rows.flat(), diagnostics };
  },
  buildTogether,
};

function buildTogether(programs: readonly Program[]): TogetherResult {
  const { project, diagnostics } = assembleProject(programs);
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  return { files: failed ? [] : projectFiles(project), rows: programs.map(reportRows), diagnostics };
}

function reportRows(program: Program): readonly ReportRow[] {
  return program.machines.flatMap((machine) => [
    ...rollingRows(machine, { support: "full" }),
    ...machine.ops.map((op) => ({
      machine: machine.name,
      resource: op.resource,
      op: op.id,
      support: supportOf(op),
      spans: op.provenance,
    })),
  ]);
}
