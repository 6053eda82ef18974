import { expect, test } from "vitest";
import { codesOf, lowerBlocks, opWith } from "../../../../test/kinds/compile-spec.ts";

test.each([
  ["postgres", "postgresql-15", "postgresql"],
  ["mysql", "mariadb-server", "mariadb"],
  ["redis", "redis-server", "redis-server"],
])("what the author says of the package and the service of `%s` counts", (kind, name, unit) => {
  const blocks = `${kind} db\npackage ${name} { hold = true }\nservice ${unit} { enabled = false, running = true }\n`;
  expect(codesOf(blocks)).toEqual([]);
  const machine = lowerBlocks(blocks);
  expect(opWith(machine, `package:${name}`)).toMatchObject({ hold: true });
  expect(opWith(machine, `service:${unit}.service`)).toMatchObject({ enabled: false, running: true });
});
