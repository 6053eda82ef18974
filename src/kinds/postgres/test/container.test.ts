import { parse } from "yaml";
import { expect, test } from "vitest";
import { buildSpec } from "../../../../test/backends/build-spec.ts";
import { lowerFiles } from "../../../../test/kinds/compile-spec.ts";
import { literalOf } from "../../../ir/text.ts";

const blocks = `secret db-password = env("DB_PASSWORD")
postgres db {
  port = 5433
  user shop { password = db-password }
  user reader
  database shop { owner = shop, extensions = [pg_trgm] }
  grant reports { to = reader, database = shop, privileges = [select] }
  settings { shared_buffers = 64MB }
  backup { keep = 3 }
}
process api { run = ["/usr/bin/sleep", "infinity"], user = nobody, env { DATABASE_URL = db.url } }
`;
const spec = `envspec 1\n\nos = "debian-12"\n\n${blocks}`;

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

test("the official image has the port, the settings, the users and the databases of a machine", async () => {
  const files = await buildSpec(spec, "dockerfile");
  const compose = parse(files.get("compose.yaml") ?? "") as {
    readonly services: Readonly<Record<string, Service>>;
    readonly configs: Readonly<Record<string, { readonly file: string }>>;
  };
  const db = Object.values(compose.services).find((service) => service.image?.startsWith("postgres") === true);
  expect(db?.image).toBe("postgres:15-bookworm");
  expect(db?.command).toEqual(["postgres", "-c", "port=5433", "-c", "shared_buffers=64MB"]);
  expect(JSON.stringify(compose)).toContain("127.0.0.1:5433:5433");
  expect(db?.environment?.["POSTGRES_PASSWORD_FILE"]).toBe("/run/secrets/shop-password");
  expect(db?.healthcheck?.test).toContain("pg_isready");
  const api = Object.entries(compose.services).find(([name]) => name.includes("api"))?.[1];
  expect(Object.values(api?.depends_on ?? {})).toEqual([{ condition: "service_healthy" }]);
  // A file that a person can read, for nothing in it is left for Compose to fill in.
  const [init = ""] = Object.values(compose.configs).map((one) => files.get(one.file.replace(/^\.\//, "")));
  // Everything that a machine is told, the image is told by the same statements.
  const machine = lowerFiles({ "main.envspec": spec }).programs[0]?.machines[0];
  const execs = machine?.ops.flatMap((op) => (op.op === "exec" ? [op] : [])) ?? [];
  expect(execs).toHaveLength(6);
  for (const op of execs) expect(init).toContain(literalOf(op.run) ?? "no literal");
  expect(init).toContain("PGPASSWORD=$(cat /run/secrets/shop-password)");
});

test("a program of the machine needs its password, although it comes from 127.0.0.1", async () => {
  const compose = (await buildSpec(spec, "dockerfile")).get("compose.yaml");
  expect(compose).toContain('PGPORT: "5433"');
  expect(compose).toContain('POSTGRES_INITDB_ARGS: "--encoding=UTF8 --locale=C.UTF-8 --auth-host=scram-sha-256"');
});

test("what a container does not do is said at the block's line, with the commands for it", async () => {
  const files = await buildSpec(spec, "dockerfile");
  expect([...files.values()].join("\n")).not.toContain("postgresql-15 \\");
  const readme = files.get("README.md");
  expect(readme).toContain("| db | `postgres:15-bookworm` |");
  expect(readme).toContain(
    "`docker compose up --detach --wait --no-deps --force-recreate db && docker compose exec db bash /docker-entrypoint-initdb.d/db.sh && docker compose up --detach --no-deps --force-recreate api`",
  );
  const inside = "docker compose exec -T db";
  expect(readme).toContain(`\`${inside} pg_dump --format=custom shop > shop.dump\``);
  expect(readme).toContain(
    `\`${inside} sh -c "dropdb --force shop && pg_restore --create --exit-on-error --dbname=postgres" < shop.dump\``,
  );
});
