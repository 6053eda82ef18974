/** What the README says that somebody does on the host: its sections, and the commands in them. */
import { describe, expect, test } from "vitest";
import { buildSpec } from "../build-spec.ts";

const head = 'envspec 1\n\nos = "debian-12"\n\n';
const api = 'process api { run = ["/usr/bin/sleep", "infinity"], user = nobody, port = 3000 }\n';
const worker = 'process mail { run = ["/usr/bin/sleep", "infinity"], user = nobody }\n';
const step = 'command fill { run = "true", always = true, once = true }\n';

async function readmeOf(spec: string, before = head): Promise<string> {
  return (await buildSpec(before + spec, "dockerfile")).get("README.md") ?? "";
}

function section(readme: string, title: string): string {
  return readme.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? "";
}

describe("after a restart of the host", () => {
  const title = "After a restart of the host";

  test("a unit has Compose start what is down", async () => {
    const text = section(await readmeOf(api + worker + step), title);
    expect(text).toContain("\nExecStart=/usr/bin/docker compose up --detach\n");
    expect(text).toContain("\nRequires=docker.service\nAfter=docker.service\n");
    expect(text).toContain("stays down");
    expect(text).toContain("`fill`");
  });

  test("says only what holds", async () => {
    expect(section(await readmeOf(api), title)).not.toMatch(/stays down|does not run|\.env/);
    expect(section(await readmeOf("package curl\n"), title)).toBe("");
  });
});

describe("ports", () => {
  const web = `
machine web { os = "debian-12" }
machine lb { os = "debian-12" }
process admin {
  machine = web
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  port = 8080
}
process shop {
  machine = web
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  port = 80
}
process front {
  machine = lb
  run = ["/usr/bin/sleep", "infinity"]
  user = nobody
  port = 80
}
`;

  test("that several have get the next number that nobody wants", async () => {
    const text = section(await readmeOf(web, "envspec 1\n"), "Ports");
    expect(text.match(/^- .*$/gm)).toEqual([
      "- `127.0.0.1:8080` leads to 8080 of `web`",
      "- `127.0.0.1:8081` leads to 80 of `web`",
      "- `127.0.0.1:8082` leads to 80 of `lb`",
    ]);
  });

  test("for visitors are the ones that are opened, and the others stay as they are", async () => {
    const block = /```yaml\n([\s\S]*?)```/.exec(section(await readmeOf(web, "envspec 1\n"), "Ports"))?.[1];
    expect(block).toBe(
      'services:\n  web-network:\n    ports: !override\n      - "127.0.0.1:8080:8080"\n      - "80:80"\n',
    );
  });

  test("on other addresses take the place of those that are there", async () => {
    const text = section(await readmeOf(api + worker), "Ports");
    const block = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
    expect(block).toBe('services:\n  main-network:\n    ports: !override\n      - "3000:3000"\n');
  });
});

describe("updates", () => {
  const commands = (readme: string): readonly string[] =>
    (/```sh\n([\s\S]*?)\n```/.exec(section(readme, "Updates"))?.[1] ?? "").split("\n");

  test("reach packages, base images and what nobody starts", async () => {
    const job = 'schedule tidy { run = ["/usr/bin/true"], user = nobody, every = 1h }\n';
    expect(commands(await readmeOf(api + worker + job))).toEqual([
      "docker compose --profile jobs pull --ignore-buildable",
      "docker compose --profile jobs build --pull --no-cache",
      "docker compose up --detach",
      "docker image prune --force",
    ]);
    expect(commands(await readmeOf(api))).toEqual([
      "docker compose build --pull --no-cache",
      "docker compose up --detach",
      "docker image prune --force",
    ]);
  });

  test("of a pinned image come from version control, where a rule of Renovate finds it", async () => {
    const text = section(await readmeOf(api), "Pin the base image");
    const pin = (/```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? "").replace("…", "0a1b");
    const rule = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? "") as {
      customManagers: { managerFilePatterns: string[]; matchStrings: string[] }[];
    };
    const [manager] = rule.customManagers;
    expect(new RegExp(manager?.matchStrings[0] ?? "^$").exec(pin)?.groups).toEqual({
      depName: "debian",
      currentValue: "bookworm-slim",
      currentDigest: "sha256:0a1b",
    });
    expect("out/compose.override.yaml").toMatch(new RegExp((manager?.managerFilePatterns[0] ?? "^$").slice(1, -1)));
  });
});

test("a changed secret of what runs to its end is for what reads its result, too", async () => {
  const spec = `secret pw = env("PW")

site docs { domain = "docs.example.com", root = "/srv/docs", basic-auth { anna = pw } }
`;
  const text = section(await readmeOf(spec), "When a secret changes");
  expect(text).toContain("| `pw` | `docker compose up --build --detach --force-recreate docs-passwords nginx` |");
});
