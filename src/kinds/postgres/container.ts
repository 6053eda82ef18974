import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { ExecOp, Op } from "../../ir/ops.ts";
import { isBuiltInLocale } from "../../ir/os/locales.ts";
import { knownText } from "../../ir/read-value.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import {
  backupElsewhere,
  keepWhole,
  leadsIn,
  serverContainer,
  setupContainer,
  socketVolume,
} from "../shared/databases/container.ts";
import { attributeIn, blocksOf, labelsOf, textIn, textsIn } from "../shared/databases/read-blocks.ts";
import { settingsOf } from "../shared/databases/settings-text.ts";
import { forms } from "./config.ts";
import { isContrib } from "./extensions.ts";
import { extensionOp, insideOps } from "./inside.ts";
import { readText } from "../shared/read.ts";
import { lowerPostgres, versionOf } from "./lower.ts";

/** Where the image has its socket, and its programs look for it. */
const socketFolder = "/var/run/postgresql";

/**
 * The official image (github.com/docker-library/docs, "postgres"), and what fills it. The image wants a password for the
 * superuser: it gets one from the kernel that nobody knows, until the setup takes it away. Through the socket the image
 * lets everybody in as everybody (`local all all trust`), so that its folder is the setup's and nobody else's.
 */
export function lowerPostgresInCompose(resource: Resource, context: LowerContext): readonly Op[] {
  const version = versionOf(resource, context.machine.os.id);
  const port = context.text(resource.attributes["port"]?.value) ?? literalText("5432");
  const settings = settingsOf(resource, context, forms);
  const words = [
    joinTexts(literalText("port="), port),
    ...settings.map(({ name, value }) => joinTexts(literalText(`${name}=`), value)),
  ];
  const socket = socketVolume(resource, socketFolder);
  // Whom and where its own programs ask, also those that somebody starts in the container.
  const asSuperuser = [
    { name: "PGPORT", value: port },
    { name: "PGUSER", value: literalText("postgres") },
  ];
  const container = serverContainer(resource, context, 5432, {
    image: readText(resource, "image") ?? `postgres:${version}-bookworm`,
    argv: [literalText("postgres"), ...words.flatMap((word) => [literalText("-c"), word])],
    environment: [
      ...asSuperuser,
      // Programs of the machine come from 127.0.0.1, whom the image would trust without a password.
      {
        name: "POSTGRES_INITDB_ARGS",
        value: literalText("--encoding=UTF8 --locale=C.UTF-8 --auth-host=scram-sha-256"),
      },
      { name: "POSTGRES_PASSWORD_FILE", value: literalText("/proc/sys/kernel/random/uuid") },
    ],
    files: [],
    volumes: [
      {
        name: `${resource.name}-data`,
        path: Number(version) >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data",
      },
      socket,
    ],
    notes: [leadsIn(resource, "psql"), anotherVersion(resource, version)],
    // Parallel queries share their work there, and fail with "could not resize shared memory segment" when it is full.
    sharedMemoryBytes: 256 * 1024 * 1024,
    health: [
      ...["pg_isready", "--quiet", "--username=postgres", "--host=127.0.0.1"].map(literalText),
      joinTexts(literalText("--port="), port),
    ],
  });
  const execs = insideOps(resource, context, port, container.id);
  const missing = missingExtensions(resource, version, execs);
  const gone = new Set(missing.map((op) => op.id));
  const setup = setupContainer(resource, context, container, {
    user: "postgres",
    environment: asSuperuser,
    socket,
    opening: [
      "",
      "# Nobody logs in as the superuser but inside the container.",
      "psql -Xqc 'ALTER ROLE postgres PASSWORD NULL'",
    ],
    execs: execs.filter((op) => !gone.has(op.id)),
  });
  return [container, setup, ...missing, ...leftOut(resource, context)];
}

/** The extensions that the official image does not have, left out and said at their line. What another image has, it knows itself. */
function missingExtensions(resource: Resource, version: string, execs: readonly ExecOp[]): readonly Op[] {
  if (readText(resource, "image") !== undefined) return [];
  return blocksOf(resource, "database").flatMap((block) =>
    textsIn(block, "extensions")
      .filter((extension) => !isContrib(extension, version))
      .flatMap((extension): readonly Op[] => {
        const made = execs.find((op) => op.id === extensionOp(resource, block.label ?? "", extension));
        if (made === undefined) return [];
        const machineOnly = {
          reason: `the official image has no extension \`${extension}\`, and without it your program may not work`,
          instead: `write \`image = …\` in \`postgres ${resource.name}\`, with an image of PostgreSQL ${version} that has it: there are \`postgis/postgis\`, \`pgvector/pgvector\` and others`,
        };
        const span = attributeIn(block, "extensions")?.span ?? block.span;
        return [{ ...made, resource: `${resource.id}.${extension}`, provenance: [span], machineOnly }];
      }),
  );
}

/** The commands that dump the databases, and that bring dumps back. */
function dumpCommands(resource: Resource): { readonly dump: string; readonly restore: string } {
  const inside = `docker compose exec -T ${resource.name}`;
  const each = (command: (database: string) => string): string =>
    labelsOf(resource, "database").map(command).join("; ");
  return {
    dump: each((database) => keepWhole(`${inside} pg_dump --format=custom ${database}`, database, "dump")),
    // The whole dump is read before anything is dropped: one that was cut off fails there.
    restore: each(
      (database) =>
        `${inside} pg_restore --file=/dev/null < ${database}.dump && ${inside} sh -c "dropdb --force ${database} && pg_restore --create --exit-on-error --dbname=postgres" < ${database}.dump`,
    ),
  };
}

/** PostgreSQL starts on data of its own major version alone ("Upgrading a PostgreSQL Cluster"). */
function anotherVersion(resource: Resource, version: string): string {
  const { name } = resource;
  const lead = `The volume \`${name}-data\` belongs to PostgreSQL ${version}. A server of another major version, which a newer \`os\` may bring, does not start on it and leaves it as it is.`;
  if (labelsOf(resource, "database").length === 0) return lead;
  const { dump, restore } = dumpCommands(resource);
  return `${lead} Before you start it, dump with the old one: \`${dump}\`. Then \`docker compose down\`, remove the volume (\`docker volume ls\` has its whole name), \`docker compose up --detach ${name}-setup\`, and bring the dump back under its name without the date: \`${restore}\`.`;
}

/** What is for machines only: backups, and locales that the image does not have. */
function leftOut(resource: Resource, context: LowerContext): readonly Op[] {
  const other = blocksOf(resource, "database").flatMap((block) => {
    const locale = textIn(block, "locale") ?? knownText(context.machine.attributes["locale"]?.value);
    return locale === undefined || isBuiltInLocale(locale) ? [] : [{ database: block.label ?? "", locale }];
  });
  const asOnMachine = lowerPostgres(resource, { ...context, form: "machine" });
  const locales = asOnMachine.flatMap((op): readonly Op[] => {
    const found = other.find((one) => op.id === opId("exec", `${resource.name}-database-${one.database}`));
    if (found === undefined) return [];
    const machineOnly = {
      reason: `the official image has no locale ${found.locale}: there the database sorts by C.UTF-8`,
      instead: "leave the order of texts to the program, or accept the other order where you try things out",
    };
    return [{ ...op, machineOnly }];
  });
  return [...backupElsewhere(resource, asOnMachine, dumpCommands(resource)), ...locales];
}
