import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op, ServiceOp } from "../../ir/ops.ts";
import { databaseVersionOf } from "../../ir/os/database-versions.ts";
import { knownText } from "../../ir/read-value.ts";
import { literalText } from "../../ir/text.ts";
import { installPackage, partBase, runService, writeText } from "../shared/build-ops.ts";
import { backupOps, backupPlan } from "../shared/databases/backup.ts";
import { waitsForNetwork } from "../shared/databases/network-online.ts";
import { labelsOf } from "../shared/databases/read-blocks.ts";
import { readText } from "../shared/read.ts";
import { backupScripts } from "./backup-scripts.ts";
import { dropIns, hostAccess } from "./config.ts";
import { insideOps } from "./inside.ts";

/** The version that runs: the one that is written, else the distribution's. */
export function versionOf(resource: Resource | undefined, osId: string): string {
  return (resource === undefined ? undefined : readText(resource, "version")) ?? databaseVersionOf("postgresql", osId);
}

/** The unit of the server itself; `postgresql.service` only starts those that there are (postgresql-common). */
export function unitOf(version: string): string {
  return `postgresql@${version}-main.service`;
}

/**
 * The package with its cluster `main`, two drop-ins (what needs a restart, and what a reload reads), who may log in from
 * where, and what is inside the server: each a command that first asks whether it is so already.
 */
export function lowerPostgres(resource: Resource, context: LowerContext): readonly Op[] {
  const version = versionOf(resource, context.machine.os.id);
  const folder = `/etc/postgresql/${version}/main`;
  const port = context.text(resource.attributes["port"]?.value) ?? literalText("5432");
  const server: ServiceOp = {
    ...partBase(resource, `Run PostgreSQL ${version}`),
    op: "service",
    id: opId("service", unitOf(version)),
    unit: unitOf(version),
    enabled: undefined,
    running: true,
    masked: undefined,
    after: [opId("package", `postgresql-${version}`)],
  };
  const restart = [{ action: "restart", target: server.id }] as const;
  const reload = [{ action: "reload", target: server.id }] as const;
  const { start, reload: anytime } = dropIns(resource, context, port);
  const own = { owner: "postgres", group: "postgres" };
  const inside = insideOps(resource, context, port, server.id);
  const plan = backupPlan(resource);
  return [
    installPackage(resource, `postgresql-${version}`),
    writeText(resource, `${folder}/conf.d/${resource.name}.conf`, start, { ...own, triggers: restart }),
    writeText(resource, `${folder}/conf.d/${resource.name}-reload.conf`, anytime, { ...own, triggers: reload }),
    writeText(resource, `${folder}/pg_hba.conf`, hostAccess(resource, context.model), {
      ...own,
      mode: "0640",
      triggers: reload,
    }),
    ...waitsForNetwork(resource, server.unit),
    { ...runService(resource, "postgresql"), after: [opId("package", `postgresql-${version}`)] },
    server,
    ...inside,
    ...(plan === undefined
      ? []
      : backupOps(
          resource,
          plan,
          "postgres",
          backupScripts(
            resource,
            plan,
            knownText({ is: "text", text: port }) ?? "5432",
            version,
            labelsOf(resource, "database"),
          ),
          [server.id],
        )),
  ];
}
