/** The plays of `site.yml`: one per class of machines, over its group. */
import type { OsRelease } from "../../../ir/os.ts";
import { literalValue } from "../jinja.ts";
import { agreements, perEnvironment } from "../merge/environments.ts";
import type { ByEnvironment } from "../merge/environments.ts";
import { enterVariable, openBook } from "../merge/variable-book.ts";
import type { DifferingVariable } from "../merge/variable-book.ts";
import { taskName } from "../names.ts";
import type { Play } from "../target/project.ts";
import type { Task } from "../target/task.ts";
import type { Groups } from "./inventory.ts";
import type { MachinePlan, RolePlan } from "./role-plans.ts";
import { isPrompted } from "./variables.ts";
import type { OpenValues } from "./variables.ts";

/** A play, and the variables that it has because environments differ: they are the group's, not a role's. */
export interface BuiltPlay {
  readonly play: Play;
  readonly group: string;
  readonly differing: readonly DifferingVariable[];
}

/** The play of a class of machines. `taken` are the names of the roles' variables. */
export function buildPlay(
  plan: MachinePlan,
  projectName: string,
  isOnly: boolean,
  groups: Groups,
  open: readonly { readonly plan: RolePlan; readonly open: OpenValues }[],
  taken: readonly string[],
): BuiltPlay {
  const { machine } = plan;
  const anyHost = isOnly && [...machine.forms.values()].every((form) => form.hosts.length === 0);
  const group = groups.get(machine.name)?.group ?? machine.name;
  const secrets = open
    .filter(({ plan: role }) => plan.roles.includes(role.name))
    .flatMap(({ open: values }) => [...values.secrets.values()]);
  const system = checkSystem(
    perEnvironment(machine.forms, ({ os }) => os),
    group,
    taken,
  );
  return {
    group,
    differing: system.differing,
    play: {
      name: machine.implicit ? `Configure ${taskName(projectName)}` : `Configure the machines of class ${machine.name}`,
      hosts: anyHost ? "all" : group,
      ...(machine.doc === undefined ? {} : { comment: machine.doc }),
      prompts: secrets.flatMap(({ secret, forms, name }) =>
        secret.source.from === "ask" && isPrompted(forms) ? [{ variable: name, prompt: secret.source.prompt }] : [],
      ),
      preTasks: [system.task],
      roles: plan.roles,
    },
  };
}

function systemOf({ distribution, version }: OsRelease): { readonly name: string; readonly version: string } {
  return { name: distribution === "ubuntu" ? "Ubuntu" : "Debian", version };
}

/** The first thing a run does: refuse a machine that the project is not written for. */
function checkSystem(
  releases: ByEnvironment<OsRelease>,
  group: string,
  taken: readonly string[],
): { readonly task: Task; readonly differing: readonly DifferingVariable[] } {
  const systems = perEnvironment(releases, systemOf);
  const groups = agreements(systems, ({ name, version }) => `${name} ${version}`);
  const [first] = groups;
  if (first !== undefined && groups.length === 1) {
    const { name, version } = first.value;
    const fact = name === "Ubuntu" ? "distribution_version" : "distribution_major_version";
    const that = [`ansible_facts['distribution'] == '${name}'`, `ansible_facts['${fact}'] == '${version}'`];
    return {
      task: assertion(`${name} ${version}`, that, `This play is written for ${name} ${version}`),
      differing: [],
    };
  }
  const book = openBook(group, taken);
  const name = enterVariable(book, ["system", "machine_system"], {
    type: "str",
    description: "The system that the machines have",
    values: perEnvironment(systems, (system) => literalValue(`${system.name} ${system.version}`)),
    marks: [],
  });
  // Debian calls a point release 12.5; the version that counts is 12. Ubuntu's version is all of 24.04.
  const found = `(ansible_facts['distribution'] ~ ' ' ~ ansible_facts['distribution_version'] ~ '.')`;
  const task = assertion(
    "the one that the environment is written for",
    [`${found}.startswith(${name} ~ '.')`],
    `Here the machines of this class have {{ ${name} }}`,
  );
  return { task, differing: [...book.variables.values()] };
}

function assertion(system: string, that: readonly string[], message: string): Task {
  return {
    name: `Make sure that the system is ${system}`,
    module: "ansible.builtin.assert",
    args: [
      ["that", that],
      ["fail_msg", message],
      ["quiet", true],
    ],
    tags: ["always"],
    marks: [],
  };
}
