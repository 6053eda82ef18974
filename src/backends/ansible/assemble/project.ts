/** From the programs of all environments to the tree of one Ansible project. */
import { isExpandable } from "../../../ir/expand-systemd.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import { textsOfOp } from "../../../ir/op-texts.ts";
import type { Op } from "../../../ir/ops.ts";
import type { Program } from "../../../ir/program.ts";
import type { Hole, Text } from "../../../ir/text.ts";
import { byHandText } from "../../shared/by-hand-text.ts";
import { fillKnown } from "../jinja.ts";
import { environmentName } from "../merge/environments.ts";
import { mergeMachines } from "../merge/machines.ts";
import { taskName, uniqueNames } from "../names.ts";
import type { Project, Role } from "../target/project.ts";
import type { Task, TaskFile } from "../target/task.ts";
import { collectionsUsed } from "./collections.ts";
import { healthNodes } from "./health.ts";
import { buildInventories, groupsOf } from "./inventory.ts";
import type { PlannedRole } from "./inventory.ts";
import { encryptedFiles } from "./secret-references.ts";
import { fixedVariables, mapTexts } from "./op-texts.ts";
import { orderPlays } from "./play-order.ts";
import { buildPlay } from "./plays.ts";
import { buildRole } from "./role.ts";
import type { ProjectScope } from "./role.ts";
import { planRoles } from "./role-plans.ts";
import { openValues } from "./variables.ts";

/** The project, and what was wrong with what the author wrote for Ansible by hand. */
export interface AssembledProject {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/** Builds one project for these environments of a description: at least one. */
export function assembleProject(given: readonly Program[]): AssembledProject {
  const programs = withFixedValues(given);
  const [program] = programs;
  if (program === undefined) throw new Error("a project of no environment");
  const machines = mergeMachines(programs);
  const groups = groupsOf(machines);
  const plans = planRoles(machines);
  const docs = new Map(programs.flatMap((each) => each.variables.map(({ name, doc }) => [name, doc] as const)));
  const scope: ProjectScope = {
    environments: programs.map(environmentName),
    machines: plans.machines,
    groups,
    docOf: (variable) => docs.get(variable),
  };
  const roles: Role[] = [];
  const planned: PlannedRole[] = [];
  const diagnostics: Diagnostic[] = [];
  const earlier: Task[] = [];
  for (const plan of plans.roles) {
    const open = openValues(plan.name, [...plan.nodes, ...healthNodes(plan)], programs);
    const built = buildRole(plan, scope, open, earlier);
    if (plan.shared) earlier.push(...built.role.handlers);
    roles.push(built.role);
    diagnostics.push(...built.diagnostics);
    planned.push({ plan, open, differing: built.differing });
  }
  const named = roles.map(nameTasks);
  const plays = orderPlays(machines)
    .flatMap((machine) => plans.machines.find((plan) => plan.machine === machine) ?? [])
    .filter(({ roles: own }) => own.length > 0)
    .map((plan) => buildPlay(plan, program.name, groups, planned, named));
  return {
    project: {
      name: program.name,
      ...(program.doc === undefined ? {} : { doc: program.doc }),
      byHand: byHandText(programs.flatMap(({ machines: all }) => all)),
      hasEnvironments: program.environment !== undefined,
      plays: plays.map(({ play }) => play),
      roles: named,
      inventories: buildInventories(programs, machines, groups, planned, plays),
      collections: collectionsUsed(named),
      encrypted: programs.flatMap((each, environment) =>
        encryptedFiles(
          each,
          planned.flatMap(({ open }) =>
            [...open.secrets.values()].flatMap(({ forms }) => forms.get(environment) ?? []),
          ),
        ),
      ),
    },
    diagnostics,
  };
}

/** Variables which are fixed while building are filled in, everywhere, and the address that a machine has for itself. */
function withFixedValues(programs: readonly Program[]): readonly Program[] {
  const fixed = fixedVariables(programs.flatMap(({ machines }) => machines.flatMap((machine) => machine.ops)));
  return programs.map((program) => ({
    ...program,
    machines: program.machines.map((machine) => {
      const value = (hole: Hole): string | undefined => {
        if (hole.hole === "address")
          return hole.machine === machine.name && hole.every === undefined ? "127.0.0.1" : undefined;
        return hole.hole === "variable" && fixed.has(hole.name) ? hole.value : undefined;
      };
      const fill = (text: Text): Text => fillKnown(text, value);
      const isOpen = (op: Op): boolean =>
        textsOfOp(op, "ansible").some((text) =>
          text.some((part) => typeof part !== "string" && value(part) !== undefined),
        );
      const ops = machine.ops.map((op): Op => {
        if (!isOpen(op)) return op;
        if (!isExpandable(op)) return mapTexts(op, fill);
        const environment = op.environment.map((entry) => ({ ...entry, value: fill(entry.value) }));
        const argv = op.argv.map(fill);
        if (op.op !== "container") return { ...op, environment, argv };
        return { ...op, environment, argv, files: op.files.map((each) => ({ ...each, text: fill(each.text) })) };
      });
      return { ...machine, ops };
    }),
  }));
}

/** Task names tell one task from another in a play's output, which says the role before them: unique within a role. */
function nameTasks(role: Role): Role {
  const names = uniqueNames(
    role.taskFiles.flatMap((file) =>
      file.tasks.map((task) => `${file.name} | ${task.raw === undefined ? taskName(task.name) : task.name}`),
    ),
  );
  let index = 0;
  const rename = (task: Task, file: TaskFile): Task => {
    const name = names[index] ?? task.name;
    index += 1;
    return { ...task, name: name.slice(file.name.length + 3) };
  };
  return {
    ...role,
    taskFiles: role.taskFiles.map((file) => ({ ...file, tasks: file.tasks.map((task) => rename(task, file)) })),
  };
}
