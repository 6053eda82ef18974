import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

const files = { "app/package.json": '{ "scripts": { "start": "node server.js" } }', "app/server.js": "" };
const shop =
  'node-app shop {\n  source = "./app"\n  shared = ["uploads"]\n\n  env {\n    LOG = "all"\n    QUEUE = "none"\n  }\n}';

function workers(body: string): ReturnType<typeof opsOfKind<"process">> {
  const machine = lowerBlocks(`${shop}\n\nworker queue {\n  of = shop\n${body}\n}`, files);
  return opsOfKind(machine, "process").filter(({ name }) => name !== "shop");
}

test("a worker is a process with the user, the folders and the variables of its app, but not its port", () => {
  const [worker] = workers('  run = ["node", "queue.js"]\n\n  env {\n    QUEUE = "mails"\n  }');
  expect(worker).toMatchObject({ name: "queue", user: "shop", directory: "/srv/shop/current", ports: [] });
  expect(worker?.argv.map(literalOf)).toEqual(["/usr/bin/node", "queue.js"]);
  expect(worker?.writable).toEqual(["/srv/shop/shared/uploads", "/var/lib/shop"]);
  const variables = worker?.environment.map(({ name, value }) => `${name}=${literalOf(value)}`);
  expect(variables).toContain("LOG=all");
  expect(variables).toContain("QUEUE=mails");
  expect(variables?.some((each) => each.startsWith("PORT="))).toBe(false);
});

test("each instance is a process", () => {
  expect(workers('  run = ["node", "queue.js"]\n  instances = 3').map(({ name }) => name)).toEqual([
    "queue-1",
    "queue-2",
    "queue-3",
  ]);
});

test("limits are those of the worker", () => {
  expect(workers('  run = ["node", "queue.js"]\n  memory = 256MB\n  restart = no')).toMatchObject([
    { memoryBytes: 268435456, restart: "no" },
  ]);
});

test("a worker that runs nothing is refused", () => {
  expect(codesOf(`${shop}\n\nworker queue {\n  of = shop\n  run = []\n}`, files)).toEqual(["E0417"]);
});
