/** Kinds that cannot be `absent` say what takes away what they leave: every line of that is accepted, and does so. */
import { describe, expect, it } from "vitest";
import { kinds } from "../../src/index.ts";
import { envc, start } from "../cli/run-in-memory.ts";

const leaving = [...kinds.values()].filter((kind) => kind.remains !== undefined);

async function check(text: string): Promise<string> {
  const platform = start({ "shop.envspec": `envspec 1\n\n${text}` });
  const { out, err } = await envc(platform, "check");
  return out + err;
}

/** The help of E0227 for a block, as lines of a spec. */
async function linesFor(block: string, around = 'os = "debian-12"\n\n'): Promise<readonly string[]> {
  const said = await check(`${around}${block}\n`);
  expect(said).toContain("E0227");
  const help = /help: write instead of the block (.*)/.exec(said.replace(/\n {9,}(?=\S)/g, " "))?.[1] ?? "";
  return [...help.matchAll(/`([^`]*)`/g)].map(([, line = ""]) => line);
}

describe.each(leaving.map((kind) => [kind.name, kind] as const))("%s", (name, kind) => {
  it("is no kind that can be absent itself", () => {
    expect(kind.absent).toBe(false);
  });

  it.each(["one machine", "named machines"])("names lines that are accepted on %s", async (where) => {
    const named = where === "named machines";
    const around = named
      ? 'machine web { os = "debian-12" }\n\nmachine jobs { os = "debian-12" }\n\n'
      : 'os = "debian-12"\n\n';
    const label = kind.label.presence === "none" ? "" : ` ${kind.label.example}`;
    const lines = await linesFor(`absent ${name}${label}${named ? " { machine = jobs }" : ""}`, around);
    expect(lines).not.toEqual([]);
    expect(await check(`${around}${lines.join("\n\n")}\n`)).toContain("no mistakes found");
    for (const line of lines) expect(line.includes("machine = jobs")).toBe(named);
  });
});

it("names what the block says", async () => {
  expect(await linesFor("absent worker queue { instances = 2 }")).toEqual([
    "absent process queue-1",
    "absent process queue-2",
  ]);
  expect(await linesFor("absent php-app shop { user = deploy }")).toEqual([
    "absent process shop",
    'absent directory "/srv/shop"',
  ]);
  expect(await linesFor('absent download "/opt/tool" { unpack = zip }')).toEqual(['absent directory "/opt/tool"']);
  expect(await linesFor("absent command warm-cache {}")).toEqual([]);
});

it("names in a module only what is named after the instance, too", async () => {
  const said = await check('os = "debian-12"\n\nmodule page {\n  absent node-app shop {}\n}\n\npage acme {}\n');
  expect(said).toContain("help: write instead of the block `absent process shop`\n");
});

it("takes an app away in Ansible: its program stops before its user goes", async () => {
  const lines = await linesFor("absent node-app shop");
  const platform = start({ "shop.envspec": `envspec 1\n\nos = "debian-12"\n\n${lines.join("\n\n")}\n` });
  expect((await envc(platform, "build", "-t", "ansible")).code).toBe(0);
  const read = (name: string): string =>
    new TextDecoder().decode(platform.files.read(`/work/out/ansible/roles/shop/tasks/${name}.yml`, 1e9));
  const main = read("main");
  expect(main.indexOf("services.yml")).toBeGreaterThan(0);
  expect(main.indexOf("services.yml")).toBeLessThan(main.indexOf("accounts.yml"));
  expect(read("services")).toContain("Stop and disable shop.service");
  expect(read("accounts")).toContain("name: shop\n    state: absent");
  expect(read("files")).toContain("path: /srv/shop\n    state: absent");
});
