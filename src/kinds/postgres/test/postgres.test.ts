import { describe, expect, test } from "vitest";
import { lowerBlocks, lowerFiles, opWith, opsOfKind } from "../../../../test/kinds/compile-spec.ts";
import type { Op } from "../../../ir/ops.ts";
import { resolveText } from "../../../ir/resolve-text.ts";
import { everyText, literalOf } from "../../../ir/text.ts";

const shop = `secret db-password = env("DB_PASSWORD")
postgres db {
  user shop { password = db-password }
  database shop { owner = shop }
  settings { shared_buffers = 64MB, jit = false, log_min_duration_statement = 2s }
}`;

/** The text of a file op, secrets as their names. */
function textOf(op: Op): string {
  if (op.op !== "file" || op.content.from !== "text") throw new Error(`${op.id} is no text`);
  const text = resolveText(op.content.text, (hole) => {
    if (hole.hole === "address" && hole.every !== undefined) return everyText([`<${hole.machine}>`], hole.every);
    return "name" in hole ? hole.name : "there";
  });
  return text.ok ? text.text : "";
}

/** Two machines, the second of which uses the database of the first. */
function fleet(use: string, hosts = 'host web-1 { machine = web, address = "10.0.0.11" }'): Record<string, string> {
  return {
    "main.envspec": `envspec 1
machine web { os = "debian-12" }
machine data { os = "debian-12" }
secret db-password = env("DB_PASSWORD")
postgres db {
  machine = data
  user shop { password = db-password }
  database shop { owner = shop }
}
process api { machine = web, run = ["/usr/bin/sleep", "9"], user = nobody, env { X = ${use} } }
environment prod {
  target = ansible
  ${hosts}
  host data-1 { machine = data, address = "10.0.0.21" }
}
`,
  };
}

describe("postgres", () => {
  test("restarts for what is read at the start, and reloads for the rest", () => {
    const machine = lowerBlocks(shop);
    const start = opWith(machine, "file:/etc/postgresql/15/main/conf.d/db.conf");
    const reload = opWith(machine, "file:/etc/postgresql/15/main/conf.d/db-reload.conf");
    expect(textOf(start)).toBe("listen_addresses = 'localhost'\nport = '5432'\nshared_buffers = '64MB'\n");
    expect(textOf(reload)).toBe(
      "password_encryption = 'scram-sha-256'\njit = 'off'\nlog_min_duration_statement = '2s'\n",
    );
    expect([start, reload].map((op) => op.triggers.map((one) => one.action))).toEqual([["restart"], ["reload"]]);
  });

  test("keeps a password out of every command line", () => {
    for (const op of opsOfKind(lowerBlocks(shop), "exec")) {
      const words = [...op.run, ...(op.unless ?? [])];
      expect(words.every((part) => typeof part === "string")).toBe(true);
    }
  });

  test("asks before everything that it does inside the server, after the server runs", () => {
    const machine = lowerBlocks(shop);
    const execs = opsOfKind(machine, "exec");
    expect(execs.map((op) => op.id)).toEqual(["exec:db-user-shop", "exec:db-password-shop", "exec:db-database-shop"]);
    for (const op of execs) {
      expect(op.unless).toBeDefined();
      expect(op.after).toContain("service:postgresql@15-main.service");
    }
  });

  test("gives an application its URL, password encoded, and is there before it", () => {
    const machine = lowerBlocks(
      `${shop}\nprocess api { run = ["/usr/bin/sleep", "9"], user = nobody, env { URL = db.url, NAME = db.database.shop.name, USER = db.user.shop.name, PORT = "\${db.port}" } }`,
    );
    const api = opWith(machine, "process:api");
    if (api.op !== "process") throw new Error("no process");
    const filled = api.environment.map(({ name, value }) => {
      const text = resolveText(value, (hole) => (hole.hole === "secret" ? "p@ss/:" : "127.0.0.1"));
      return [name, text.ok ? text.text : ""];
    });
    expect(Object.fromEntries(filled)).toEqual({
      NAME: "shop",
      PORT: "5432",
      URL: "postgresql://shop:p%40ss%2F%3A@127.0.0.1:5432/shop",
      USER: "shop",
    });
    expect(machine.predecessors.get("process:api")).toContain("exec:db-database-shop");
    expect(api.after).toContain("service:postgresql@15-main.service");
  });

  test.each(["db.url", "db.host", "db.database.shop.url"])(
    "lets in the hosts that are given %s, and no others",
    (use) => {
      const { programs, diagnostics } = lowerFiles(fleet(use));
      expect(diagnostics).toEqual([]);
      const data = programs[0]?.machines.find((machine) => machine.name === "data");
      if (data === undefined) throw new Error("no machine");
      const access = textOf(opWith(data, "file:/etc/postgresql/15/main/pg_hba.conf"));
      expect(access.split("\n").filter((line) => line.includes("<"))).toEqual([
        "host shop shop <web>/32 scram-sha-256",
      ]);
      expect(textOf(opWith(data, "file:/etc/postgresql/15/main/conf.d/db.conf"))).toContain("listen_addresses = '*'");
    },
  );

  test.each([
    ["postgres db", "postgresql@15-main.service"],
    ["mysql db", "mariadb.service"],
    ["redis db", "redis-server.service"],
  ])("%s waits for an address that comes with the network, and for no other", (block, unit) => {
    const textFor = (listen: string, form?: "container"): string | undefined => {
      const password = block.startsWith("redis") ? "  password = p\n" : "";
      const spec = `envspec 1\n\nos = "debian-12"\n\nsecret p = env("P")\n\n${block} {\n  listen = [${listen}]\n${password}}\n`;
      const { programs } = lowerFiles({ "main.envspec": spec }, form);
      const path = `/etc/systemd/system/${unit}.d/network-online.conf`;
      const op = programs.flatMap(({ machines }) => machines[0]?.ops ?? []).find(({ id }) => id === `file:${path}`);
      return op === undefined ? undefined : textOf(op);
    };
    expect(textFor('"10.0.0.5"')).toBe("[Unit]\nWants=network-online.target\nAfter=network-online.target\n");
    expect(textFor('"127.0.0.2", "2001:db8::5"')).toContain("Wants=");
    for (const there of ['"127.0.0.2"', '"::1", "localhost"', '"*"', '"0.0.0.0", "::"', ""])
      expect(textFor(there)).toBeUndefined();
    expect(textFor('"10.0.0.5"', "container")).toBeUndefined();
  });

  test("stays on the loopback when only its name is used elsewhere, and warns when nobody can be let in", () => {
    const data = lowerFiles(fleet("db.database.shop.name")).programs[0]?.machines.find((one) => one.name === "data");
    if (data === undefined) throw new Error("no machine");
    expect(textOf(opWith(data, "file:/etc/postgresql/15/main/conf.d/db.conf"))).toContain("'localhost'");
    expect(lowerFiles(fleet("db.url", "")).diagnostics.map((one) => one.code)).toEqual(["W0470"]);
  });

  test.each([
    ["debian-11", "13"],
    ["debian-13", "17"],
    ["ubuntu-22.04", "14"],
    ["ubuntu-24.04", "16"],
  ])("has the version of %s", (os, version) => {
    const { programs } = lowerFiles({ "main.envspec": `envspec 1\nos = "${os}"\npostgres db {}\n` });
    const ids = programs[0]?.machines[0]?.ops.map((op) => op.id);
    expect(ids).toContain(`package:postgresql-${version}`);
    expect(ids).toContain(`service:postgresql@${version}-main.service`);
  });

  test("drops only what says so, and asks first", () => {
    const machine = lowerBlocks("postgres db {\n  drop-database old { data = destroy }\n  drop-user anna\n}");
    expect(opsOfKind(machine, "exec").map((op) => literalOf(op.run))).toEqual([
      expect.stringContaining('DROP DATABASE IF EXISTS "old";'),
      expect.stringContaining('DROP ROLE IF EXISTS "anna";'),
    ]);
  });
});

test("a database on every host is warned of only where all hosts answer for one name", () => {
  const codes = (domain: string, hosts: string): readonly string[] =>
    lowerFiles({
      "main.envspec": `envspec 1\n\nlet name = "shop.example.com"\n\nmachine web {\n  os = "debian-12"\n  postgres db {}\n  site shop { domain = ${domain} }\n}\n\nenvironment prod {\n${hosts}}\n`,
    }).diagnostics.map(({ code }) => code);
  const host = (number: number, more = ""): string =>
    `  host web-${number} {\n    machine = web\n    address = "10.0.0.${number}"\n${more}  }\n`;
  expect(codes("name", host(1))).toEqual([]);
  expect(codes("name", host(1) + host(2))).toEqual(["W0471"]);
  const own = (number: number): string => host(number, `    name = "shop-${number}.example.com"\n`);
  expect(codes("name", own(1) + own(2))).toEqual([]);
});
