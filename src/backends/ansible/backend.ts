import type { Backend, BackendResult, ReportRow } from "../../ir/backend.ts";
import type { Program } from "../../ir/program.ts";
import { assembleProject } from "./assemble/project.ts";
import { projectFiles } from "./print/project-files.ts";
import { supportOf } from "./support.ts";

/** An Ansible project for one environment: playbook, roles, inventory and hand-over. */
export const ansible: Backend = {
  name: "ansible",
  doc: "An Ansible project: roles, an inventory, and a README that says how to run it.",
  options: { type: "object", properties: {}, additionalProperties: false },
  support: supportOf,
  build: buildAnsible,
};

function buildAnsible(program: Program): BackendResult {
  const { project, diagnostics } = assembleProject(program);
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  return { files: failed ? [] : projectFiles(project), rows: reportRows(program), diagnostics };
}

function reportRows(program: Program): readonly ReportRow[] {
  return program.machines.flatMap((machine) =>
    machine.ops.map((op) => ({
      machine: machine.name,
      resource: op.resource,
      op: op.id,
      support: supportOf(op),
      spans: op.provenance,
    })),
  );
}
