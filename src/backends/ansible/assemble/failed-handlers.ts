/**
 * Handlers that fail. Ansible ends a host's handlers with the first that does, and has forgotten the others by the next
 * run: a kernel setting that is refused would keep the firewall from being loaded. So every handler goes on, and one
 * that comes last stops the host and says which of them have failed.
 */
import { yamlText } from "../../shared/yaml.ts";
import { argumentString } from "../jinja.ts";
import { plainNames, snakeName } from "../names.ts";
import type { Constant } from "../target/project.ts";
import type { Task } from "../target/task.ts";

/** The handlers of a role, and the value that the last of them reads. */
export interface LastingHandlers {
  readonly handlers: readonly Task[];
  readonly constants: readonly Constant[];
}

/**
 * The handlers of a role, so that each is run whatever the others do. `earlier` are those of the roles before it, as this
 * function gave them; `plays` are the roles of each play that has this one. Where only one handler can fail, it is the
 * last by itself.
 */
export function outlastFailures(
  role: string,
  handlers: readonly Task[],
  earlier: readonly Task[],
  plays: readonly (readonly string[])[],
): LastingHandlers {
  const before = earlier.filter(({ goesOn }) => goesOn === true);
  const own = handlers.filter(canFail);
  const isAlone = plays.every((roles) => roles.length === 1);
  const isLast = plays.some((roles) => roles[roles.length - 1] === role);
  if (own.length + before.length < (isAlone ? 2 : 1)) return { handlers, constants: [] };
  const names = plainNames(own.map(({ name }) => `__${role}_${snakeName(name)}`));
  const registers = new Map(own.map((task, index) => [task, task.register ?? names[index] ?? ""]));
  const lasting = handlers.map((task): Task => {
    const register = registers.get(task);
    return register === undefined ? task : { ...task, register, goesOn: true };
  });
  if (!isLast) return { handlers: lasting, constants: [] };
  const all = [...before, ...lasting.filter(({ goesOn }) => goesOn === true)];
  const failed = `__${role}_failed_handlers`;
  // In a play with more roles the handlers of those come behind it, and are not to be forgotten either.
  const isLastHere = plays.some((roles) => roles[roles.length - 1] !== role)
    ? [`ansible_play_role_names | last == '${role}'`]
    : [];
  return { handlers: [...lasting, stopHandler(all, failed, isLastHere)], constants: [failedHandlers(all, failed)] };
}

/** Not a question, which has an answer whatever happens. */
function canFail({ failedWhen, raw }: Task): boolean {
  return failedWhen !== false && raw === undefined;
}

/** Its topics are the names of the others: whatever notifies one of them notifies it, too. */
function stopHandler(all: readonly Task[], failed: string, conditions: readonly string[]): Task {
  return {
    name: "Stop when a handler has failed",
    comment: "The others were run first: the next run would find nothing changed, and forget them.",
    module: "ansible.builtin.assert",
    args: [
      ["that", [`${failed} | length == 0`]],
      ["fail_msg", `These handlers have failed, and what they said is above: {{ ${failed} | join(', ') }}`],
      ["quiet", true],
    ],
    when: ["not ansible_check_mode", ...conditions],
    listen: [...new Set(all.map(({ name }) => name))],
    marks: [],
  };
}

/** A handler that was not run has said nothing. */
function failedHandlers(all: readonly Task[], failed: string): Constant {
  const said = all.map(({ name, register }) => `${argumentString(name)}: ${register} | default({})`).join(", ");
  const names = `{${said}} | dict2items | selectattr('value', 'failed') | map(attribute='key') | list`;
  return { name: failed, value: yamlText(`{{ ${names} }}`, { quoted: true }), marks: [] };
}
