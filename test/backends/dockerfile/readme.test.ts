/** What the README says that somebody does on the host: its sections, and the commands in them. */
import { describe, expect, test } from "vitest";
import { buildSpec } from "../build-spec.ts";

const head = 'envspec 1\n\nos = "debian-12"\n\n';
const api = 'process api { run = ["/usr/bin/sleep", "infinity"], user = nobody, port = 3000 }\n';
const worker = 'process mail { run = ["/usr/bin/sleep", "infinity"], user = nobody }\n';
const step = 'command fill { run = "true", always = true, once = true }\n';

async function readmeOf(spec: string): Promise<string> {
  return (await buildSpec(head + spec, "dockerfile")).get("README.md") ?? "";
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
