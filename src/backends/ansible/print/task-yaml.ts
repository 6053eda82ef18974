import { decorate, yamlList, yamlMap, yamlNode } from "../../shared/yaml.ts";
import type { YamlInput, YamlMap, YamlNode } from "../../shared/yaml.ts";
import { hasModule } from "../module-programs.ts";
import type { Arguments, Task } from "../target/task.ts";

/**
 * The YAML of a list of tasks, a blank line between two. `prefix` stands in front of each name, as in
 * `packages | Install nginx` (Red Hat CoP good practices: tasks of an imported file name their file).
 */
export function tasksToYaml(tasks: readonly Task[], prefix = ""): YamlNode {
  return yamlList(tasks.map((task, index) => taskToYaml(task, prefix, index > 0)));
}

function taskToYaml(task: Task, prefix: string, blankBefore: boolean): YamlMap {
  const decoration = {
    blankBefore,
    ...(task.comment === undefined ? {} : { comment: task.comment }),
    ...(task.marks.length === 0 ? {} : { mark: task.marks }),
  };
  if (task.raw !== undefined) {
    const entries = task.raw.entries.filter(([key]) => key !== "name").map((entry) => withPrefixInside(entry, prefix));
    return decorate(yamlMap([["name", prefix + task.name], ...entries]), decoration);
  }
  return yamlMap(
    [
      ["name", prefix + task.name],
      [task.module, typeof task.args === "string" ? task.args : yamlMap(explainCommand(task.module, task.args))],
      ...(task.becomeUser === undefined
        ? []
        : ([
            ["become", true],
            ["become_user", task.becomeUser],
          ] as const)),
      ["environment", task.environment === undefined ? undefined : yamlMap(task.environment)],
      ["loop", task.loop],
      ["register", task.register],
      ["until", task.until],
      ["retries", task.retries],
      ["delay", task.delay],
      ["when", conditions(task.when)],
      ["changed_when", task.changedWhen],
      ["failed_when", task.failedWhen],
      ["check_mode", task.checkMode],
      ["no_log", task.secret === true ? true : undefined],
      ["diff", task.secret === true ? false : undefined],
      ["ignore_errors", ignoreErrors(task)],
      ["notify", names(task.notify)],
      ["listen", names(task.listen)],
      ["tags", names(task.tags)],
    ],
    decoration,
  );
}

/** The tasks of a block that the author wrote have names in the same file (the rule name[prefix] of ansible-lint). */
function withPrefixInside([key, value]: YamlMap["entries"][number], prefix: string): YamlMap["entries"][number] {
  if (!["block", "rescue", "always"].includes(key) || value.yaml !== "list") return [key, value];
  const items = value.items.map((task) => {
    if (task.yaml !== "map") return task;
    const entries = task.entries.map(([name, given]) =>
      name === "name" && given.yaml === "text"
        ? ([name, { ...given, text: prefix + given.text }] as const)
        : withPrefixInside([name, given], prefix),
    );
    return { ...task, entries };
  });
  return [key, { ...value, items }];
}

/** The rule ignore-errors of ansible-lint accepts a task that has its result read, and exactly this expression. */
function ignoreErrors({ goesOn, tolerantCheck }: Task): YamlInput | undefined {
  if (goesOn === true) return true;
  return tolerantCheck === true ? "{{ ansible_check_mode }}" : undefined;
}

/**
 * A word to ansible-lint where a command begins with a program that there is a module for. It is what the author wrote,
 * no module does quite the same, and the other targets run the same words. The comment has to be inside of the task.
 */
function explainCommand(module: string, args: Arguments): Arguments {
  if (module !== "ansible.builtin.shell") return args;
  return args.map(([key, value]) => {
    if (key !== "cmd" || value === undefined) return [key, value];
    const node = yamlNode(value);
    const [word = ""] = node.yaml === "text" ? node.text.trim().split(/\s/, 1) : [];
    return [key, hasModule(word) ? decorate(node, { comment: ownCommand }) : node];
  });
}

const ownCommand =
  "The command is the description's own, and no module does quite the same.\nnoqa: command-instead-of-module";

function conditions(when: readonly string[] | undefined): YamlInput | undefined {
  if (when === undefined || when.length === 0) return undefined;
  return when.length === 1 ? yamlNode(when[0] ?? "") : yamlList(when);
}

function names(list: readonly string[] | undefined): YamlInput | undefined {
  return list === undefined || list.length === 0 ? undefined : yamlList(list);
}
