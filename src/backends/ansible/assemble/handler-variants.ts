import type { Task } from "../target/task.ts";

/**
 * Handlers of which environments have different ones. A notified name reaches one handler only, so each further one has
 * a name of its own and listens to the common one; its condition says where it is meant. Each has its own result, and
 * what asks for the result of one asks for that of whichever was run.
 */
export function nameVariants(handlers: readonly Task[]): readonly Task[] {
  const counts = new Map<string, number>();
  const results = new Map<string, string[]>();
  const named = handlers.map((task): Task => {
    const count = (counts.get(task.name) ?? 0) + 1;
    counts.set(task.name, count);
    const { name, register } = task;
    if (register !== undefined && count === 1) results.set(`${name}\0${register}`, [register]);
    if (count === 1) return task;
    const listen = [name, ...(task.listen ?? [])];
    if (register === undefined) return { ...task, name: `${name} (${count})`, listen };
    const own = `${register}_${count}`;
    results.get(`${name}\0${register}`)?.push(own);
    return { ...task, name: `${name} (${count})`, listen, register: own };
  });
  const several = [...results.values()].filter(({ length }) => length > 1);
  if (several.length === 0) return named;
  return named.map((task) => ({
    ...task,
    ...(task.when === undefined
      ? {}
      : { when: task.when.map((condition) => several.reduce((text, all) => askAll(text, all), condition)) }),
  }));
}

/** A condition about one result as one about all of them; others stay as they are. */
function askAll(condition: string, results: readonly string[]): string {
  const [first = ""] = results;
  if (condition === `${first} is succeeded`)
    return results.map((each) => `(${each} is succeeded and ${each} is not skipped)`).join(" or ");
  if (condition === `${first} is failed`) return results.map((each) => `${each} is failed`).join(" or ");
  const open = (each: string): string => `(${each} | default({})) is not failed`;
  return condition === open(first) ? results.map(open).join(" and ") : condition;
}
