/** Commands that follow a change: when they are run, and what waits for them. */
import { expect, test } from "vitest";
import { parse } from "yaml";
import { buildSpec } from "../build-spec.ts";

interface Task {
  readonly name: string;
  readonly when?: string | readonly string[];
  readonly notify?: readonly string[];
  readonly changed_when?: string;
}

async function roleOf(
  blocks: string,
): Promise<{ readonly tasks: readonly Task[]; readonly handlers: readonly Task[] }> {
  const files = await buildSpec(`envspec 1\n\nos = "debian-12"\n\n${blocks}`, "ansible");
  const list = (path: string): readonly Task[] => (parse(files.get(path) ?? "[]") as readonly Task[] | null) ?? [];
  const names = [...(files.get("roles/main/tasks/main.yml") ?? "").matchAll(/import_tasks: (\S+)/g)];
  return {
    tasks: names.flatMap(([, name]) => list(`roles/main/tasks/${name}`)),
    handlers: list("roles/main/handlers/main.yml"),
  };
}

const conditionsOf = (all: readonly Task[], name: string): readonly string[] =>
  [all.find((task) => task.name === name)?.when ?? []].flat();

/** The restart of the first service makes the handlers run before the second command is ready. */
const blocks = `
file "/etc/shop.conf" { text = "a\\n" }
file "/etc/store.conf" {
  text = "b\\n"
  restarts = [store]
}
process store {
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
}
command fill {
  run = "fill"
  unless = "is-filled"
  after = [store]
}
command migrate {
  run = "migrate"
  on-change = [file."/etc/shop.conf"]
  after = [fill]
}
process shop {
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  after = [migrate]
  restart-on = [file."/etc/shop.conf"]
}
`;

test("they are not run before their turn, and then for sure", async () => {
  const { tasks, handlers } = await roleOf(blocks);
  const names = tasks.map(({ name }) => name.replace(/^.*\| /, ""));
  expect(names.indexOf("Run the handlers that are waiting")).toBeLessThan(names.indexOf("Run fill"));
  expect(conditionsOf(handlers, "Run migrate")).toEqual(["__main_migrate_done is defined"]);
  expect(conditionsOf(handlers, "Note what it was done for: Run migrate")).toContain("__main_migrate_done is defined");
  const question = tasks.find(({ name }) => name.includes("Ask whether it was done for what is there now"));
  expect(question?.changed_when).toBe("__main_migrate_done.rc != 0 or (__main_migrate_ran | default({})) is skipped");
});

test("what comes after them is restarted when they have worked, and asked for again with them", async () => {
  const { tasks, handlers } = await roleOf(blocks);
  expect(conditionsOf(handlers, "Restart shop")).toEqual(
    expect.arrayContaining(["__main_migrate_done is defined", "(__main_migrate_ran | default({})) is not failed"]),
  );
  expect(conditionsOf(handlers, "Restart store").join(" ")).not.toContain("migrate");
  const question = tasks.find(({ name }) => name.includes("Ask whether it was done for what is there now"));
  expect(question?.notify).toEqual(expect.arrayContaining(["Run migrate", "Restart shop"]));
  const order = handlers.map(({ name }) => name);
  expect(order.indexOf("Run migrate")).toBeLessThan(order.indexOf("Restart shop"));
});

test("where nothing makes the handlers run early, only what comes after waits for them", async () => {
  const { handlers } = await roleOf(blocks.replace("  after = [store]\n", ""));
  expect(conditionsOf(handlers, "Run migrate")).toEqual([]);
  expect(conditionsOf(handlers, "Restart shop").filter((each) => each.includes("migrate"))).toEqual([
    "(__main_migrate_ran | default({})) is not failed",
  ]);
});

test("what is restarted for another reason waits for no command", async () => {
  const { tasks, handlers } = await roleOf(
    blocks.replace('restart-on = [file."/etc/shop.conf"]', 'restart-on = [file."/etc/store.conf"]'),
  );
  expect(conditionsOf(handlers, "Restart shop").join(" ")).not.toContain("migrate");
  const question = tasks.find(({ name }) => name.includes("Ask whether it was done for what is there now"));
  expect(question?.notify).not.toContain("Restart shop");
});
