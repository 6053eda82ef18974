import { parse } from "yaml";
import { expect, test } from "vitest";
import { buildSpec } from "../../../../test/backends/build-spec.ts";

const spec = `envspec 1

os = "debian-12"

secret p = env("P")
mysql db {
  user shop { password = p }
  database shop
  backup {}
}
`;

interface Service {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly { readonly target: string }[];
  readonly volumes: readonly string[];
}

test("root has no password that anybody knows, and what fills the server gets in by its account at every start", async () => {
  const files = await buildSpec(spec, "dockerfile");
  const { services } = parse(files.get("compose.yaml") ?? "") as {
    readonly services: Readonly<Record<string, Service>>;
  };
  expect(services["db"]).toMatchObject({
    environment: {
      MARIADB_AUTO_UPGRADE: "1",
      MARIADB_ROOT_HOST: "localhost",
      MARIADB_ROOT_PASSWORD_FILE: "/proc/sys/kernel/random/uuid",
    },
    volumes: ["db-data:/var/lib/mysql", "db-socket:/run/mysqld"],
  });
  expect(services["db"]?.secrets).toBeUndefined();
  expect(services["db"]?.command.at(-1)).toBe("--init-file=/etc/mysql/setup-user.sql");
  expect(files.get("configs/db-etc-mysql-setup-user.sql")).toContain(
    "CREATE USER IF NOT EXISTS mysql@localhost IDENTIFIED VIA unix_socket;\n",
  );
  expect(services["db-setup"]).toMatchObject({
    image: "mariadb:10.11",
    depends_on: { db: { condition: "service_healthy" } },
    network_mode: "none",
    user: "mysql",
    secrets: [{ target: "/run/secrets/shop-password" }],
    volumes: ["db-socket:/run/mysqld"],
  });
  const script = files.get("configs/db-setup-setup.sh") ?? "";
  expect(script).toContain(
    "if [ -z \"$(cat /run/secrets/shop-password)\" ]; then echo 'the secret p is empty' >&2; exit 1; fi",
  );
  expect(script).toContain("ALTER USER root@localhost IDENTIFIED VIA unix_socket;");
  expect(script.indexOf("User = 'root' AND Host <> 'localhost'")).toBeLessThan(script.indexOf("CREATE USER"));
});

test("a dump that fails leaves the last one alone, and one that was cut off is not brought back", async () => {
  const readme = (await buildSpec(spec, "dockerfile")).get("README.md");
  expect(readme).toContain(' > db.sql.part && mv db.sql.part "db-$(date +%F).sql"`');
  expect(readme).toContain('`grep -q "^-- Dump completed" db.sql && docker compose exec -T db mariadb < db.sql`');
  expect(readme).toContain("belongs to MariaDB 10.11");
});
