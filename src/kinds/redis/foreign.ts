import type { ForeignWords } from "../../ir/kind.ts";
import { toolWords, wordsFor } from "../shared/foreign-words.ts";

/** What other tools write in such a block. */
export const foreign: ForeignWords = {
  ...toolWords("redis cache"),
  ...wordsFor(["requirepass", "redis-password", "auth", "pass"], {
    help: "write `password = cache-password`, a secret",
    same: "password",
  }),
  ...wordsFor(["maxmemory", "memory", "redis-maxmemory", "memory-limit"], {
    help: "write `max-memory = 256MB`",
    same: "max-memory",
  }),
  ...wordsFor(["maxmemory-policy", "policy", "eviction-policy"], {
    help: "write `eviction = allkeys-lru`",
    same: "eviction",
  }),
  ...wordsFor(["appendonly", "aof", "append-only", "save", "snapshots"], {
    help: "write `persistence = append-only`, `snapshots` or `none`",
  }),
  ...wordsFor(["bind", "bind-address", "host", "hostname", "redis-bind-interface"], {
    help: 'take the line away: it listens where a reference needs it; else write `listen = ["10.0.0.5"]`',
  }),
  ...wordsFor(["image", "container-name", "volumes", "volume", "healthcheck"], {
    help: "take the line away: containers get the official image, a named volume and a health check",
  }),
  ...wordsFor(["config", "conf", "options", "redis-conf"], { help: "write `settings { timeout = 300 }`" }),
  ...wordsFor(["backups", "dump"], { help: "write `backup { keep = 14 }`" }),
  ...wordsFor(["databases", "db"], { help: "write `settings { databases = 16 }`" }),
};

/** What other tools call it. */
export const alsoCalled: ForeignWords = {
  ...wordsFor(["redis-server", "valkey", "elasticache", "cache"], { help: "write `redis cache`", same: "redis" }),
  ...wordsFor(["memcached", "memcache"], {
    help: "write `redis cache { max-memory = 256MB, eviction = allkeys-lru, persistence = none }`, or `package memcached` and `service memcached`",
  }),
};
