import type { LowerContext, Resource } from "../../ir/model.ts";
import { opId } from "../../ir/op-id.ts";
import type { Op } from "../../ir/ops.ts";
import { databaseVersionOf } from "../../ir/os/database-versions.ts";
import { joinTexts, literalText } from "../../ir/text.ts";
import { installPackage, runService, writeText } from "../shared/build-ops.ts";
import { backupOps, backupPlan } from "../shared/databases/backup.ts";
import { waitsForNetwork } from "../shared/databases/network-online.ts";
import { readText } from "../shared/read.ts";
import { backupScripts } from "./backup-scripts.ts";
import { bindWords, hostAccess, persistenceOf, settingLines } from "./config.ts";

/** The unit of the server. */
export const unit = "redis-server.service";

/** The server's settings, with its password. */
export function configPath(resource: Resource): string {
  return `/etc/redis/${resource.name}.conf`;
}

/** The version that runs: the one that is written, else the distribution's. */
export function versionOf(resource: Resource, osId: string): string {
  return readText(resource, "version") ?? databaseVersionOf("redis", osId);
}

/**
 * The package, a file that begins with the package's own settings and goes on with the block's, and a drop-in that starts
 * the server with it: the package's file stays as it is, so that updates ask nothing.
 */
export function lowerRedis(resource: Resource, context: LowerContext): readonly Op[] {
  const version = versionOf(resource, context.machine.os.id);
  const service = runService(resource, "redis-server");
  const restart = [{ action: "restart", target: service.id }] as const;
  const path = configPath(resource);
  const start = `/usr/bin/redis-server ${path} --supervised systemd --daemonize no`;
  const dropIn = literalText(`[Service]\nExecStart=\nExecStart=${start}\n`);
  const plan = backupPlan(resource);
  const password = context.text(resource.attributes["password"]?.value);
  const port = context.text(resource.attributes["port"]?.value) ?? literalText("6379");
  const settings = settingLines(resource, context, bindWords(resource, context.model, version));
  return [
    installPackage(resource, "redis-server"),
    writeText(resource, path, joinTexts(literalText("include /etc/redis/redis.conf\n"), settings), {
      owner: "redis",
      group: "redis",
      mode: "0640",
      triggers: restart,
    }),
    writeText(
      resource,
      `/etc/systemd/system/redis-server.service.d/${resource.name}.conf`,
      joinTexts(dropIn, hostAccess(resource, context.model)),
      { triggers: restart },
    ),
    ...waitsForNetwork(resource, unit),
    { ...service, after: [opId("package", "redis-server")] },
    ...(plan === undefined
      ? []
      : backupOps(resource, plan, "redis", backupScripts(resource, plan, persistenceOf(resource), version), [
          service.id,
        ]).map((op) =>
          op.op === "schedule"
            ? {
                ...op,
                environment: [
                  { name: "REDIS_PORT", value: port },
                  ...(password === undefined ? [] : [{ name: "REDISCLI_AUTH", value: password }]),
                ],
              }
            : op,
        )),
  ];
}
