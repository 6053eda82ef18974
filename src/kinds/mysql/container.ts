import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { databaseVersionOf } from "../../ir/os/database-versions.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import {
  backupElsewhere,
  keepWhole,
  leadsIn,
  serverContainer,
  setupContainer,
  socketVolume,
} from "../shared/databases/container.ts";
import { labelsOf } from "../shared/databases/read-blocks.ts";
import { settingsOf } from "../shared/databases/settings-text.ts";
import { readText } from "../shared/read.ts";
import { insideOps } from "./inside.ts";
import { forms, lowerMysql } from "./lower.ts";

const socketFolder = "/run/mysqld";
const adminPath = "/etc/mysql/setup-user.sql";

/**
 * The account of the image that owns the data may do everything in the server, as MariaDB's own installation has it
 * ("Authentication from MariaDB 10.4"). The server reads this at every start, before anybody gets in.
 */
const adminUser = [
  "CREATE USER IF NOT EXISTS mysql@localhost IDENTIFIED VIA unix_socket;",
  "GRANT ALL PRIVILEGES ON *.* TO mysql@localhost WITH GRANT OPTION;",
  "",
].join("\n");

/** Also after a first start that was cut short, which leaves root without a password, and from several addresses. */
const closeRoot = [
  "",
  "# Root gets in inside the container alone.",
  "mariadb -NB <<'SQL' | mariadb",
  "SELECT CONCAT('DROP USER ', QUOTE(User), '@', QUOTE(Host), ';') FROM mysql.user",
  "  WHERE User = 'root' AND Host <> 'localhost';",
  "SELECT 'ALTER USER root@localhost IDENTIFIED VIA unix_socket;';",
  "SQL",
];

/**
 * The official image (hub.docker.com/_/mariadb), and what fills it. The image wants a password for root: it gets one from
 * the kernel that nobody knows, until the setup replaces it. Both root and the setup get in as on a machine: through the
 * socket, where the server asks the kernel who is there.
 */
export function lowerMysqlInCompose(resource: Resource, context: LowerContext): readonly Op[] {
  const version = readText(resource, "version") ?? databaseVersionOf("mariadb", context.machine.os.id);
  const port = context.text(resource.attributes["port"]?.value) ?? literalText("3306");
  const settings = settingsOf(resource, context, forms);
  const socket = socketVolume(resource, socketFolder);
  const container = serverContainer(resource, context, 3306, {
    image: `mariadb:${version}`,
    argv: [
      joinTexts(literalText("--port="), port),
      ...settings.map(({ name, value }) => joinTexts(literalText(`--${name}=`), value)),
      literalText(`--init-file=${adminPath}`),
    ],
    environment: [
      // A newer release of the image mends the system tables of an older one, and keeps a copy of them.
      { name: "MARIADB_AUTO_UPGRADE", value: literalText("1") },
      { name: "MARIADB_ROOT_HOST", value: literalText("localhost") },
      { name: "MARIADB_ROOT_PASSWORD_FILE", value: literalText("/proc/sys/kernel/random/uuid") },
    ],
    files: [{ path: adminPath, text: literalText(adminUser) }],
    volumes: [{ name: `${resource.name}-data`, path: "/var/lib/mysql" }, socket],
    notes: [
      leadsIn(resource, "mariadb"),
      "Its users may come from where they may on the machine: where that is 127.0.0.1 alone, a port that is published lets none of them in.",
      `The volume \`${resource.name}-data\` belongs to MariaDB ${version}. A newer one, which a newer \`os\` may bring, takes it over when it starts; there is no way back but a dump that was made before.`,
    ],
    // Without a name it is refused, which is an answer, too; a certificate that nobody can check would be none. The start of an
    // empty volume does not listen yet.
    health: [
      ...["mariadb-admin", "ping", "--silent", "--skip-ssl", "--protocol=tcp", "--host=127.0.0.1"].map(literalText),
      joinTexts(literalText("--port="), port),
    ],
  });
  const setup = setupContainer(resource, context, container, {
    user: "mysql",
    environment: [],
    socket,
    opening: closeRoot,
    execs: insideOps(resource, context, container.id),
  });
  const inside = `docker compose exec -T ${resource.name}`;
  const commands = {
    dump: keepWhole(
      `${inside} mariadb-dump --single-transaction --routines --events --triggers --add-drop-database --databases ${labelsOf(resource, "database").join(" ")}`,
      resource.name,
      "sql",
    ),
    // What mariadb-dump writes last: a dump that was cut off has no such line.
    restore: `grep -q "^-- Dump completed" ${resource.name}.sql && ${inside} mariadb < ${resource.name}.sql`,
  };
  return [container, setup, ...backupElsewhere(resource, lowerMysql(resource, context), commands)];
}
