import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { isBuiltInLocale } from "../../ir/os/locales.ts";
import { knownText } from "../../ir/read-value.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import {
  backupElsewhere,
  initScript,
  passwordFiles,
  passwordPath,
  serverContainer,
} from "../shared/databases/container.ts";
import { attributeIn, blocksOf, labelsOf, textIn } from "../shared/databases/read-blocks.ts";
import { settingsOf } from "../shared/databases/settings-text.ts";
import { forms } from "./config.ts";
import { insideOps } from "./inside.ts";
import { lowerPostgres, versionOf } from "./lower.ts";

/**
 * The official image (github.com/docker-library/docs, "postgres"). What is inside the server is made by the same commands
 * as on a machine; the superuser, whom the image wants to have a password, has none afterwards.
 */
export function lowerPostgresInCompose(resource: Resource, context: LowerContext): readonly Op[] {
  const version = versionOf(resource, context.machine.os.id);
  const port = context.text(resource.attributes["port"]?.value) ?? literalText("5432");
  const execs = insideOps(resource, context, port, opId("container", resource.name));
  const withPassword = blocksOf(resource, "user").find((block) => attributeIn(block, "password") !== undefined);
  const settings = settingsOf(resource, context, forms);
  const words = [
    joinTexts(literalText("port="), port),
    ...settings.map(({ name, value }) => joinTexts(literalText(`${name}=`), value)),
  ];
  const container = serverContainer(resource, 5432, {
    image: `postgres:${version}-bookworm`,
    argv: [literalText("postgres"), ...words.flatMap((word) => [literalText("-c"), word])],
    environment: [
      // Whom and where its own programs ask, also those that somebody starts in the container.
      { name: "PGUSER", value: literalText("postgres") },
      { name: "PGPORT", value: port },
      // Programs of the machine come from 127.0.0.1, whom the image would trust without a password.
      {
        name: "POSTGRES_INITDB_ARGS",
        value: literalText("--encoding=UTF8 --locale=C.UTF-8 --auth-host=scram-sha-256"),
      },
      withPassword === undefined
        ? { name: "POSTGRES_PASSWORD", value: literalText("removed-after-the-first-start") }
        : { name: "POSTGRES_PASSWORD_FILE", value: literalText(passwordPath(withPassword.label ?? "")) },
    ],
    files: [
      ...passwordFiles(resource, context),
      {
        path: `/docker-entrypoint-initdb.d/${resource.name}.sh`,
        text: initScript(
          resource,
          execs,
          context,
          [],
          [
            "",
            "# Nobody logs in as the superuser but inside the container.",
            "psql -Xqc 'ALTER ROLE postgres PASSWORD NULL'",
          ],
        ),
      },
    ],
    volumes: [
      {
        name: `${resource.name}-data`,
        path: Number(version) >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data",
      },
    ],
    health: [
      ...["pg_isready", "--quiet", "--username=postgres", "--host=127.0.0.1"].map(literalText),
      joinTexts(literalText("--port="), port),
    ],
  });
  return [container, ...leftOut(resource, context)];
}

/** What is for machines only: backups, and locales that the image does not have. */
function leftOut(resource: Resource, context: LowerContext): readonly Op[] {
  const other = blocksOf(resource, "database").flatMap((block) => {
    const locale = textIn(block, "locale") ?? knownText(context.machine.attributes["locale"]?.value);
    return locale === undefined || isBuiltInLocale(locale) ? [] : [{ database: block.label ?? "", locale }];
  });
  const asOnMachine = lowerPostgres(resource, { ...context, form: "machine" });
  const inside = `docker compose exec -T ${resource.name}`;
  const each = (command: (database: string) => string): string =>
    labelsOf(resource, "database").map(command).join("; ");
  const commands = {
    dump: each((database) => `${inside} pg_dump --format=custom ${database} > ${database}.dump`),
    restore: each(
      (database) =>
        `${inside} sh -c "dropdb --force ${database} && pg_restore --create --exit-on-error --dbname=postgres" < ${database}.dump`,
    ),
  };
  const locales = asOnMachine.flatMap((op): readonly Op[] => {
    const found = other.find((one) => op.id === opId("exec", `${resource.name}-database-${one.database}`));
    if (found === undefined) return [];
    const machineOnly = {
      reason: `the official image has no locale ${found.locale}: there the database sorts by C.UTF-8`,
      instead: "leave the order of texts to the program, or accept the other order where you try things out",
    };
    return [{ ...op, machineOnly }];
  });
  return [...backupElsewhere(resource, asOnMachine, commands), ...locales];
}
