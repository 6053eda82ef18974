import type { LowerContext, Resource } from "../../ir/model.ts";
import type { Op } from "../../ir/ops.ts";
import { type Text, joinTexts, literalText } from "../../ir/text.ts";
import { backupElsewhere, refuseEmpty, serverContainer } from "../shared/databases/container.ts";
import { readNumber } from "../shared/read.ts";
import { settingLines } from "./config.ts";
import { lowerRedis, versionOf } from "./lower.ts";

const settingsPath = "/usr/local/etc/redis/redis.conf";
const passwordPath = "/run/secrets/password";

/**
 * The start of a server with a password: its settings come by the input, so that the password is in no command line and in
 * no file but the secret's own. A backslash keeps any character between double quotes.
 */
const startWithPassword = (password: Text): string => `\
${refuseEmpty({ path: passwordPath, text: password })}\
exec docker-entrypoint.sh redis-server - <<EOF
$(cat ${settingsPath})
requirepass "$(sed 's/["\\\\]/\\\\&/g' ${passwordPath})"
EOF`;

/** The official image (hub.docker.com/_/redis) with the same settings as on a machine. */
export function lowerRedisInCompose(resource: Resource, context: LowerContext): readonly Op[] {
  const version = versionOf(resource, context.machine.os.id);
  const password = context.text(resource.attributes["password"]?.value);
  const port = context.text(resource.attributes["port"]?.value) ?? literalText("6379");
  const { password: _password, ...attributes } = resource.attributes;
  const settings = settingLines({ ...resource, attributes }, context, "0.0.0.0");
  const open = password === undefined ? literalText("protected-mode no\n") : [];
  const ping = joinTexts(literalText("redis-cli -p "), port, literalText(" ping | grep -qx PONG"));
  const authenticated = joinTexts(literalText(`export REDISCLI_AUTH="$(cat ${passwordPath})"; `), ping);
  const portNumber = readNumber(resource, "port") ?? 6379;
  const portOption = portNumber === 6379 ? "" : ` -p ${portNumber}`;
  const container = serverContainer(resource, context, 6379, {
    image: `redis:${version}`,
    argv:
      password === undefined
        ? ["redis-server", settingsPath].map(literalText)
        : ["sh", "-c", startWithPassword(password)].map(literalText),
    environment: [],
    files: [
      { path: settingsPath, text: joinTexts(settings, open) },
      ...(password === undefined ? [] : [{ path: passwordPath, text: password }]),
    ],
    volumes: [{ name: `${resource.name}-data`, path: "/data" }],
    notes: [
      password === undefined
        ? `\`docker compose exec ${resource.name} redis-cli${portOption}\` leads in.`
        : `\`docker compose exec ${resource.name} sh -c 'REDISCLI_AUTH="$(cat ${passwordPath})" redis-cli${portOption}'\` leads in.`,
    ],
    health: [literalText("sh"), literalText("-c"), password === undefined ? ping : authenticated],
  });
  const stopped = (copy: string): string =>
    `docker compose stop ${resource.name} && ${copy} && docker compose start ${resource.name}`;
  const commands = {
    // The copy before stays until the new one is whole.
    dump: stopped(
      `rm -rf ${resource.name}-data.part && docker compose cp ${resource.name}:/data/. ./${resource.name}-data.part && rm -rf ${resource.name}-data && mv ${resource.name}-data.part ${resource.name}-data`,
    ),
    restore: stopped(`docker compose cp ./${resource.name}-data/. ${resource.name}:/data`),
  };
  return [container, ...backupElsewhere(resource, lowerRedis(resource, context), commands)];
}
