import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { databaseVersionOf } from "../../ir/os/database-versions.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import { backupElsewhere, initScript, passwordFiles, serverContainer } from "../shared/databases/container.ts";
import { labelsOf } from "../shared/databases/read-blocks.ts";
import { settingsOf } from "../shared/databases/settings-text.ts";
import { readText } from "../shared/read.ts";
import { insideOps } from "./inside.ts";
import { forms, lowerMysql } from "./lower.ts";

/**
 * How the image's own start talks to the server while nobody else can (docker_process_sql of MariaDB's docker-entrypoint.sh),
 * and how root does afterwards.
 */
const client = [
  "",
  "mariadb() {",
  '  MYSQL_PWD=${MARIADB_ROOT_PASSWORD:-} command mariadb -uroot --socket="${SOCKET:-/run/mysqld/mysqld.sock}" "$@"',
  "}",
];

/**
 * The official image (hub.docker.com/_/mariadb). What is inside the server is made by the same commands as on a machine,
 * and root gets in as there: through the socket, without a password.
 */
export function lowerMysqlInCompose(resource: Resource, context: LowerContext): readonly Op[] {
  const version = readText(resource, "version") ?? databaseVersionOf("mariadb", context.machine.os.id);
  const port = context.text(resource.attributes["port"]?.value) ?? literalText("3306");
  const settings = settingsOf(resource, context, forms);
  const container = serverContainer(resource, 3306, {
    image: `mariadb:${version}`,
    argv: [
      joinTexts(literalText("--port="), port),
      ...settings.map(({ name, value }) => joinTexts(literalText(`--${name}=`), value)),
    ],
    environment: [{ name: "MARIADB_RANDOM_ROOT_PASSWORD", value: literalText("1") }],
    files: [
      ...passwordFiles(resource, context),
      {
        path: `/docker-entrypoint-initdb.d/${resource.name}.sh`,
        text: initScript(resource, insideOps(resource, context, opId("container", resource.name)), context, client, [
          "",
          "# Root gets in inside the container alone.",
          "mariadb -e 'ALTER USER root@localhost IDENTIFIED VIA unix_socket; DROP USER IF EXISTS root@\"%\"'",
        ]),
      },
    ],
    volumes: [{ name: `${resource.name}-data`, path: "/var/lib/mysql" }],
    // Without a name it is refused, which is an answer, too; a certificate that nobody can check would be none. The start of an
    // empty volume does not listen yet.
    health: [
      ...["mariadb-admin", "ping", "--silent", "--skip-ssl", "--protocol=tcp", "--host=127.0.0.1"].map(literalText),
      joinTexts(literalText("--port="), port),
    ],
  });
  const inside = `docker compose exec -T ${resource.name}`;
  const commands = {
    dump: `${inside} mariadb-dump --single-transaction --routines --events --triggers --add-drop-database --databases ${labelsOf(resource, "database").join(" ")} > ${resource.name}.sql`,
    restore: `${inside} mariadb < ${resource.name}.sql`,
  };
  return [container, ...backupElsewhere(resource, lowerMysql(resource, context), commands)];
}
