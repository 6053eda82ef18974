import { describe, expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import { type HoleResolver, resolveText } from "../../../ir/resolve-text.ts";
import { everyText, literalOf } from "../../../ir/text.ts";

const shop = `secret db-password = env("DB_PASSWORD")
mysql db {
  user shop { password = db-password }
  user reader
  database my_shop { owner = shop }
  grant reports { to = reader, database = my_shop, privileges = [select, show-view] }
  settings { innodb_buffer_pool_size = 64MB, slow-query-log = true, init_connect = "SET NAMES 'utf8mb4'" }
}`;

/** The addresses of two hosts for the place that all of a machine have. */
const addresses: HoleResolver = (hole) =>
  hole.hole === "address" && hole.every !== undefined ? everyText(["10.0.0.11", "10.0.0.12"], hole.every) : undefined;

describe("mysql", () => {
  test("writes its settings as an option file reads them, and restarts for them", () => {
    const op = opWith(lowerBlocks(shop), "file:/etc/mysql/mariadb.conf.d/60-db.cnf");
    expect(op.op === "file" && op.content.from === "text" ? literalOf(op.content.text) : "").toBe(
      `[mysqld]
bind_address = 127.0.0.1
port = 3306
init_connect = "SET NAMES 'utf8mb4'"
innodb_buffer_pool_size = 64M
slow-query-log = ON
`,
    );
    expect(op.triggers).toEqual([{ action: "restart", target: "service:mariadb.service" }]);
  });

  test("keeps a password out of every command line", () => {
    for (const op of opsOfKind(lowerBlocks(shop), "exec"))
      expect([...op.run, ...(op.unless ?? [])].every((part) => typeof part === "string")).toBe(true);
  });

  test("gives rights in a database whose name is no pattern", () => {
    const runs = opsOfKind(lowerBlocks(shop), "exec").map((op) => literalOf(op.run));
    expect(runs.find((run) => run?.includes("ALL PRIVILEGES"))).toContain("ON `my\\_shop`.* TO 'shop'@'EACH_HOST';");
    expect(runs.find((run) => run?.includes("SHOW VIEW"))).toContain("GRANT SELECT, SHOW VIEW ON `my\\_shop`.*");
  });

  test("lets a user come from the hosts that use the server, and removes it for others", () => {
    const { programs, diagnostics } = lowerFiles({
      "main.envspec": `envspec 1
machine web { os = "debian-12" }
machine data { os = "debian-12" }
secret db-password = env("DB_PASSWORD")
mysql db { machine = data, user shop { password = db-password }, database shop { owner = shop } }
process api { machine = web, run = ["/usr/bin/sleep", "9"], user = nobody, env { URL = db.url } }
environment prod {
  host web-1 { machine = web, address = "10.0.0.11" }
  host data-1 { machine = data, address = "10.0.0.21" }
}
`,
    });
    expect(diagnostics).toEqual([]);
    const machines = programs[0]?.machines ?? [];
    const data = machines.find((machine) => machine.name === "data");
    const exec = data?.ops.find((op) => op.id === "exec:db-user-shop");
    if (exec?.op !== "exec") throw new Error("no command");
    expect(literalOf(exec.run)).toContain("for host in localhost 127.0.0.1 $CLIENTS; do");
    expect(literalOf(exec.run)).toContain("AND NOT FIND_IN_SET(Host, @hosts)");
    expect(exec.environment.map(({ name, value }) => [name, resolveText(value, addresses)])).toEqual([
      ["CLIENTS", { ok: true, text: "10.0.0.11 10.0.0.12" }],
    ]);
    const api = machines.flatMap((machine) => machine.ops).find((op) => op.op === "process");
    const url = api?.op === "process" ? resolveText(api.environment[0]?.value ?? [], () => "p@h") : undefined;
    expect(url).toEqual({ ok: true, text: "mysql://shop:p%40h@p@h:3306/shop" });
  });

  test("knows its settings", () => {
    expect(codesOf("mysql db { settings { inodb_buffer_pool_size = 64MB } }")).toEqual(["E0472"]);
    expect(codesOf('mysql db { settings { bind_address = "*" } }')).toEqual(["E0476"]);
    expect(codesOf('mysql db { version = "11.8" }')).toEqual(["E0471"]);
  });
});

test.each([
  ["mysql", "user root {}"],
  ["mysql", "user mysql {}"],
  ["mysql", "drop-user root"],
  ["mysql", "database sys {}"],
  ["postgres", "user postgres {}"],
  ["postgres", "user pg_monitor {}"],
  ["postgres", "drop-database template1 { data = destroy }"],
])("%s does not give away what is its own: %s", (kind, block) =>
  expect(codesOf(`${kind} db {\n  ${block}\n}`)).toContain("E0469"),
);
