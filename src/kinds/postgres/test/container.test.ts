import { parse } from "yaml";
import { expect, test } from "vitest";
import { buildSpec } from "../../../../test/backends/build-spec.ts";
import { lowerFiles } from "../../../../test/kinds/compile-spec.ts";
import { isContrib } from "../extensions.ts";
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
  readonly user?: string;
  readonly shm_size?: string;
  readonly network_mode?: string;
  readonly secrets?: readonly { readonly target: string }[];
  readonly volumes?: readonly string[];
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
  expect(db?.shm_size).toBe("256m");
  expect(db?.command).toEqual(["postgres", "-c", "port=5433", "-c", "shared_buffers=64MB"]);
  // Its own machine alone reaches it.
  expect(JSON.stringify(compose)).not.toContain("127.0.0.1:5433:5433");
  const readme = files.get("README.md");
  expect(readme).toContain("`docker compose exec db psql shop` leads in");
  expect(readme).toContain('services:\n  main-network:\n    ports:\n      - "127.0.0.1:5433:5433"\n');
  // A password that nobody knows, and none of the users': those are the setup's.
  expect(db?.environment?.["POSTGRES_PASSWORD_FILE"]).toBe("/proc/sys/kernel/random/uuid");
  expect(db?.secrets).toBeUndefined();
  expect(db?.healthcheck?.test).toContain("pg_isready");
  const api = Object.entries(compose.services).find(([name]) => name.includes("api"))?.[1];
  expect(api?.depends_on).toEqual({
    db: { condition: "service_healthy", restart: true },
    "db-setup": { condition: "service_completed_successfully" },
    "main-network": { condition: "service_started", restart: true },
  });
  // At every start, through the socket of the server and nothing else.
  expect(compose.services["db-setup"]).toMatchObject({
    image: "postgres:15-bookworm",
    depends_on: { db: { condition: "service_healthy" } },
    network_mode: "none",
    user: "postgres",
    command: ["bash", "/setup.sh"],
    secrets: [{ target: "/run/secrets/shop-password" }],
    volumes: ["db-socket:/var/run/postgresql"],
  });
  expect(compose.services["db-setup"]).not.toHaveProperty("restart");
  expect(db?.volumes).toEqual(["db-data:/var/lib/postgresql/data", "db-socket:/var/run/postgresql"]);
  // A file that a person can read, for nothing in it is left for Compose to fill in.
  const [init = ""] = Object.values(compose.configs).map((one) => files.get(one.file.replace(/^\.\//, "")));
  // Everything that a machine is told, the image is told by the same statements.
  const machine = lowerFiles({ "main.envspec": spec }).programs[0]?.machines[0];
  const execs = machine?.ops.flatMap((op) => (op.op === "exec" ? [op] : [])) ?? [];
  expect(execs).toHaveLength(6);
  for (const op of execs) expect(init).toContain(literalOf(op.run) ?? "no literal");
  expect(init)
    .toContain(`if [ -z "$(cat /run/secrets/shop-password)" ]; then echo 'the secret db-password is empty' >&2; exit 1; fi
PGPASSWORD=$(cat /run/secrets/shop-password)
export PGPASSWORD
`);
  expect(init).toContain("ALTER ROLE postgres PASSWORD NULL");
});

test("what needs the users of a server on another machine waits until they are there, and a job waits for the server alone", async () => {
  const files = await buildSpec(
    `envspec 1

secret p = env("P")

machine data {
  os = "debian-12"
  postgres db {
    user shop { password = p }
    database shop
  }
}

machine web {
  os = "debian-12"
  process api { run = ["/usr/bin/sleep", "9"], user = nobody, env { URL = db.url } }
  schedule tidy { run = ["/usr/bin/true"], user = nobody, calendar = "daily", env { URL = db.url } }
}
`,
    "dockerfile",
  );
  const { services } = parse(files.get("compose.yaml") ?? "") as {
    readonly services: Readonly<Record<string, Service>>;
  };
  expect(services["api"]?.depends_on).toEqual({
    db: { condition: "service_healthy", restart: true },
    "db-setup": { condition: "service_completed_successfully" },
  });
  expect(services["db"]?.ports).toEqual(["127.0.0.1:5432:5432"]);
  expect(services["tidy"]?.depends_on).toEqual({ db: { condition: "service_healthy" } });
  expect(files.get("README.md")).toContain(
    "`docker compose up --no-deps --force-recreate db-setup && docker compose up --detach --no-deps --force-recreate api`",
  );
});

test("a secret that only the setup uses is given to it while one looks on", async () => {
  const files = await buildSpec(
    'envspec 1\n\nos = "debian-12"\n\nsecret p = env("P")\npostgres db { user shop { password = p } }\n',
    "dockerfile",
  );
  expect(files.get("README.md")).toContain("`docker compose up --no-deps --force-recreate db-setup`");
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
    "`docker compose up --no-deps --force-recreate db-setup && docker compose up --detach --no-deps --force-recreate api`",
  );
  expect(readme).toContain("belongs to PostgreSQL 15.");
  const inside = "docker compose exec -T db";
  expect(readme).toContain(
    `\`${inside} pg_dump --format=custom shop > shop.dump.part && mv shop.dump.part "shop-$(date +%F).dump"\``,
  );
  expect(readme).toContain(
    `\`${inside} pg_restore --file=/dev/null < shop.dump && ${inside} sh -c "dropdb --force shop && pg_restore --create --exit-on-error --dbname=postgres" < shop.dump\``,
  );
});

test("an extension that the official image does not have is said at its line, and is there with another image", async () => {
  const text = (image: string): string =>
    `envspec 1\n\nos = "debian-12"\n\npostgres db {\n${image}  user shop\n  database shop { extensions = [postgis, pg_trgm, uuid-ossp] }\n}\n`;
  const files = await buildSpec(text(""), "dockerfile");
  const script = files.get("configs/db-setup-setup.sh") ?? "";
  expect(script).not.toContain("postgis");
  expect(script).toContain('CREATE EXTENSION IF NOT EXISTS "pg_trgm"');
  expect(script).toContain('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"');
  expect(files.get("README.md")).toContain("the official image has no extension `postgis`");
  const other = await buildSpec(text('  image = "postgis/postgis:15-3.4"\n'), "dockerfile");
  expect(other.get("configs/db-setup-setup.sh")).toContain('CREATE EXTENSION IF NOT EXISTS "postgis"');
  expect(other.get("compose.yaml")).not.toContain("postgres:15-bookworm");
  expect(other.get("compose.yaml")?.match(/postgis\/postgis:15-3\.4/g)).toHaveLength(2);
});

test.each([
  ["pg_walinspect", "14", false],
  ["pg_walinspect", "15", true],
  ["adminpack", "17", false],
  ["constructor", "17", false],
])("PostgreSQL brings %s in version %s: %s", (extension, version, wanted) => {
  expect(isContrib(extension, version)).toBe(wanted);
});
