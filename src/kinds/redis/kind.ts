import type { Kind, PropertyPart } from "../../ir/kind.ts";
import { opId } from "../../ir/op-id.ts";
import { backupBlock } from "../shared/databases/backup.ts";
import { serverByHand } from "../shared/databases/by-hand.ts";
import { listenAttribute, portAttribute, settingsBlock, versionAttributes } from "../shared/databases/schema.ts";
import { unitName } from "../shared/names.ts";
import { readNumber } from "../shared/read.ts";
import { textValue } from "../shared/types.ts";
import { checkRedis } from "./check.ts";
import { lowerRedisInCompose } from "./container.ts";
import { alsoCalled, foreign } from "./foreign.ts";
import { configPath, lowerRedis, unit } from "./lower.ts";
import { stopped } from "../shared/stopped.ts";

/** The server Redis. */
export const kind: Kind = {
  name: "redis",
  doc: "A Redis server: a cache, a queue, a store for sessions.",
  label: { presence: "required", scope: "file", ...unitName, example: "cache" },
  attributes: {
    ...versionAttributes("8.0", "redis"),
    port: portAttribute(6379),
    listen: listenAttribute("only those hosts get in, and only with the `password`"),
    password: {
      type: { type: "secret" },
      sensitive: true,
      doc: "What everybody must give who uses it. Needed when another machine does.",
      example: "cache-password",
    },
    "max-memory": {
      type: { type: "size" },
      doc: "How much memory its data may take.",
      example: "256MB",
      default: {
        describe: "no limit",
        reason: "Redis has none, and a limit that is too small loses data or refuses it",
      },
    },
    eviction: {
      type: {
        type: "enum",
        values: [
          "noeviction",
          "allkeys-lru",
          "allkeys-lfu",
          "allkeys-random",
          "volatile-lru",
          "volatile-lfu",
          "volatile-random",
          "volatile-ttl",
        ],
      },
      doc: "What goes when the memory is full: nothing (writes are refused), or what was used longest ago.",
      example: "allkeys-lru",
      default: { value: textValue("noeviction"), reason: "a queue or a session must not vanish; a cache says so" },
    },
    persistence: {
      type: { type: "enum", values: ["snapshots", "append-only", "none"] },
      doc: "What is left after a power failure: all but the last minutes, all but the last second, or nothing.",
      example: "append-only",
      default: { value: textValue("snapshots"), reason: "that is what Redis does by itself" },
    },
  },
  blocks: {
    settings: settingsBlock("redis.conf", "timeout = 300", /^[a-z][a-z0-9-]*$/, "lower-case letters, digits and `-`"),
    backup: backupBlock,
  },
  properties: {
    url: {
      doc: "How an application gets in: `redis://:PASSWORD@HOST:PORT`. With a password it is a secret.",
      example: "cache.url",
      parts: (ask): readonly PropertyPart[] => [
        "redis://",
        ...(ask.says(["password"])
          ? ([":", { part: "value", path: ["password"], encoding: "url" }, "@"] as const)
          : []),
        { part: "host" },
        ":",
        { part: "value", path: ["port"], encoding: "plain" },
      ],
    },
  },
  absent: false,
  remains: () => [stopped("redis-server")],
  addressable: true,
  foreign,
  alsoCalled,
  examples: [
    {
      title: "a cache that forgets what is old",
      source: `envspec 1

os = "debian-12"

redis cache {
  max-memory = 256MB
  eviction = allkeys-lru
  persistence = none
}

process api {
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  env { REDIS_URL = cache.url }
}
`,
    },
    {
      title: "a queue that keeps what it took",
      source: `envspec 1

os = "debian-12"

secret queue-password = generate(48)

redis queue {
  password = queue-password
  persistence = append-only
  backup { keep = 7 }
}
`,
    },
  ],
  check: checkRedis,
  brings: () => ({ packages: ["redis-server"] }),
  primaryOp: () => opId("service", unit),
  targets: {
    ansible:
      "The package, a file of settings that begins with the package's, and a drop-in that starts the server with it.",
    dockerfile:
      "The official image as a Compose service with a named volume, a health check and the password as a secret file; published on 127.0.0.1 only where it listens to more than its own machine. It makes no backup by itself: the build says at the line which commands copy the data and bring it back.",
    "cloud-init": "The same as on a machine that Ansible sets up.",
  },
  byHand: (resource) => {
    const shell = `redis-cli -p ${readNumber(resource, "port") ?? 6379}`;
    const file = `${resource.name}-TIME.rdb`;
    if (resource.attributes["password"] === undefined) return serverByHand(resource, shell, file);
    const [look, ...others] = serverByHand(resource, `${shell} --askpass`, file);
    const where = `, with the password that is in \`${configPath(resource)}\``;
    return [...(look === undefined ? [] : [{ ...look, does: look.does + where }]), ...others];
  },
  lower: lowerRedis,
  lowerContainer: lowerRedisInCompose,
};
