/** The plays of `site.yml`: one per class of machines, over its group. */
import type { OsRelease } from "../../../ir/os.ts";
import { literalValue } from "../jinja.ts";
import { agreements, perEnvironment } from "../merge/environments.ts";
import type { ByEnvironment } from "../merge/environments.ts";
import { enterVariable, openBook } from "../merge/variable-book.ts";
import type { DifferingVariable } from "../merge/variable-book.ts";
import { taskName } from "../names.ts";
import { stopTogether } from "../stop-together.ts";
import type { Play, Role } from "../target/project.ts";
import type { Task } from "../target/task.ts";
import { healthImport } from "./health.ts";
import type { MachinePlan, RolePlan } from "./role-plans.ts";
import { goSideBySide, turnsOf } from "./rolling.ts";
import type { Turns } from "./rolling.ts";
import { isPrompted } from "./variables.ts";
import type { Groups, OpenValues } from "./variables.ts";

/** A play, and the variables that it has because environments differ: they are the group's, not a role's. */
export interface BuiltPlay {
  readonly play: Play;
  readonly group: string;
  readonly turns: Turns;
  readonly differing: readonly DifferingVariable[];
}

/** The play of a class of machines. `roles` are those of the whole project. */
export function buildPlay(
  plan: MachinePlan,
  projectName: string,
  groups: Groups,
  open: readonly { readonly plan: RolePlan; readonly open: OpenValues }[],
  roles: readonly Role[],
): BuiltPlay {
  const { machine } = plan;
  const taken = roles.flatMap(({ variables }) => variables.map(({ name }) => name));
  const group = groups.get(machine.name)?.group ?? machine.name;
  const secrets = open
    .filter(({ plan: role }) => plan.roles.includes(role.name))
    .flatMap(({ open: values }) => [...values.secrets.values()]);
  const system = checkSystem(
    perEnvironment(machine.forms, ({ os }) => os),
    group,
    taken,
  );
  const prompts = secrets.flatMap(({ secret, forms, name }) =>
    secret.source.from === "ask" && isPrompted(forms) ? [{ variable: name, prompt: secret.source.prompt }] : [],
  );
  const turns = turnsOf(machine, group, new Set([...groups.values()].map((each) => each.group)));
  const asked = turns.serial === undefined ? [] : roles.filter(({ health }) => health.length > 0);
  return {
    group,
    turns,
    differing: system.differing,
    play: {
      name: machine.implicit ? `Configure ${taskName(projectName)}` : `Configure the machines of class ${machine.name}`,
      hosts: groups.get(machine.name)?.pattern ?? group,
      ...(machine.doc === undefined ? {} : { comment: machine.doc }),
      prompts,
      ...(turns.serial === undefined ? {} : { serial: turns.serial }),
      ...(turns.groups.size === 0
        ? {}
        : { turns: [...new Map([...turns.groups.values()].map((each) => [each.group, each])).values()] }),
      preTasks: [system.task, ...prompts.map(({ variable }) => checkAnswer(variable))],
      roles: plan.roles,
      postTasks: [
        ...asked.flatMap(({ name }) =>
          plan.roles.includes(name) ? [healthImport(name, turns.condition === undefined ? [] : [turns.condition])] : [],
        ),
        // A batch of one that fails is all of its batch, and that ends the run (playbook_executor.py).
        ...(goSideBySide(machine) ? [stopTogether("Stop here when a host has failed", ["always"])] : []),
      ],
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
      task: assertion(`the system is ${name} ${version}`, that, `This play is written for ${name} ${version}`),
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
    "the system is the one that the environment is written for",
    [`${found}.startswith(${name} ~ '.')`],
    `Here the machines of this class have {{ ${name} }}`,
  );
  return { task, differing: [...book.variables.values()] };
}

/**
 * Without a terminal Ansible asks nothing, says so in a warning only, and goes on with the word `None` for the answer
 * (`do_var_prompt` in ansible/utils/display.py); who only presses Enter has answered with nothing. The task shows an
 * expression and never the value, so it needs no `no_log`, which would hide the message.
 */
function checkAnswer(variable: string): Task {
  return assertion(
    `${variable} is given`,
    [`${variable} | string not in ['', 'None']`],
    `${variable} was not given. Run this in a terminal, which asks for it; or write the line "${variable}: VALUE" into a file that only you can read, and add "-e @FILE" to the command`,
  );
}

function assertion(what: string, that: readonly string[], message: string): Task {
  return {
    name: `Make sure that ${what}`,
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
