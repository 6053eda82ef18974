import { describe, expect, test } from "vitest";
import { buildSpec } from "../../../../test/backends/build-spec.ts";
import { codesOf, lowerBlocks, lowerFiles, opWith } from "../../../../test/kinds/compile-spec.ts";
import type { Op } from "../../../ir/ops.ts";
import { resolveText } from "../../../ir/resolve-text.ts";
import { everyText } from "../../../ir/text.ts";

function textOf(op: Op): string {
  if (op.op !== "file" || op.content.from !== "text") throw new Error(`${op.id} is no text`);
  const text = resolveText(op.content.text, (hole) => {
    if (hole.hole === "address" && hole.every !== undefined) return everyText([`<${hole.machine}>`], hole.every);
    return "name" in hole ? 'a"b\\c' : "there";
  });
  return text.ok ? text.text : "";
}

describe("redis", () => {
  test("goes on from the package's settings, with the password between quotes", () => {
    const machine = lowerBlocks(`secret p = env("P")
redis cache { password = p, max-memory = 256MB, eviction = allkeys-lru, persistence = none, settings { timeout = 5min, latency-tracking = false } }`);
    const op = opWith(machine, "file:/etc/redis/cache.conf");
    expect(textOf(op)).toBe(`include /etc/redis/redis.conf
bind 127.0.0.1
port 6379
requirepass "a\\"b\\\\c"
maxmemory 256mb
maxmemory-policy allkeys-lru
appendonly no
save ""
latency-tracking no
timeout 300
`);
    expect(op).toMatchObject({ owner: "redis", mode: "0640" });
  });

  test("lets in the hosts that use it, by systemd", () => {
    const { programs, diagnostics } = lowerFiles({
      "main.envspec": `envspec 1
machine web { os = "debian-12" }
machine data { os = "debian-12" }
secret p = env("P")
redis cache { machine = data, password = p }
process api { machine = web, run = ["/usr/bin/sleep", "9"], user = nobody, env { URL = cache.url } }
environment prod {
  host web-1 { machine = web, address = "10.0.0.11" }
  host data-1 { machine = data, address = "10.0.0.21" }
}
`,
    });
    expect(diagnostics).toEqual([]);
    const ops = programs[0]?.machines.find((machine) => machine.name === "data")?.ops ?? [];
    const dropIn = ops.find((op) => op.id === "file:/etc/systemd/system/redis-server.service.d/cache.conf");
    expect(dropIn === undefined ? "" : textOf(dropIn)).toContain(
      "IPAddressDeny=any\nIPAddressAllow=localhost\nIPAddressAllow=<web>\n",
    );
  });

  test("is refused on a network without a password", () => {
    expect(codesOf('redis cache { listen = ["10.0.0.5"] }')).toEqual(["E0479"]);
    expect(codesOf("redis cache { settings { maxmemory = 1GB } }")).toEqual(["E0476"]);
    expect(codesOf("redis cache { settings { timout = 1s } }")).toEqual(["E0472"]);
  });

  test.each([
    ["", "redis://127.0.0.1:6379"],
    ["password = p", "redis://:x%3Ay@127.0.0.1:6379"],
  ])("gives an application its URL (%s)", (password, wanted) => {
    const machine = lowerBlocks(
      `secret p = env("P")\nredis cache { ${password} }\nprocess api { run = ["/usr/bin/sleep", "9"], user = nobody, env { URL = cache.url } }`,
    );
    const api = opWith(machine, "process:api");
    const value = api.op === "process" ? (api.environment[0]?.value ?? []) : [];
    expect(resolveText(value, (hole) => (hole.hole === "secret" ? "x:y" : "127.0.0.1"))).toEqual({
      ok: true,
      text: wanted,
    });
  });
});

test("a second dump by hand lands where the first one did, so that the newest is what comes back", async () => {
  const files = await buildSpec('envspec 1\n\nos = "debian-12"\n\nredis cache { backup { keep = 3 } }\n', "dockerfile");
  expect(files.get("README.md")).toContain(
    "docker compose cp cache:/data/. ./cache-data.part && rm -rf cache-data && mv cache-data.part cache-data ",
  );
  expect(files.get("README.md")).toContain("docker compose cp ./cache-data/. cache:/data ");
});

test("a server with an empty password does not start, where it would let everybody in", async () => {
  const files = await buildSpec(
    'envspec 1\n\nos = "debian-12"\n\nsecret p = env("P")\nredis cache { password = p }\n',
    "dockerfile",
  );
  expect(files.get("compose.yaml")).toMatch(/echo 'the secret [\\\s]*p is empty' >&2; exit 1/);
});
