/** What a build says of things that servers keep although the spec does not describe them any more. */
import { describe, expect, it } from "vitest";
import { envc, start } from "./run-in-memory.ts";

const project = {
  "app/package.json": '{ "scripts": { "start": "node server.js" } }\n',
  "app/server.js": "",
  "app/queue.js": "",
};

/** Builds one spec after the other in the same folder; the summary of the last. */
async function buildAll(...specs: readonly string[]): Promise<string> {
  const platform = start(project);
  let printed = "";
  for (const text of specs) {
    if (platform.files.inspect("/work/shop.envspec") !== undefined) platform.files.removeFile("/work/shop.envspec");
    const bytes = new TextEncoder().encode(`envspec 1\n\n${text}`);
    platform.files.create("/work/shop.envspec", bytes, false);
    const { code, out, err } = await envc(platform, "build", "-t", "ansible");
    expect(code, err).toBe(0);
    printed = out;
  }
  return printed;
}

const os = 'os = "debian-12"\n\n';
const app = 'node-app shop { source = "./app" }\n\n';
const worker = (instances: number): string =>
  `${os}${app}worker queue {\n  of = shop\n  run = ["node", "queue.js"]\n  instances = ${instances}\n}\n`;
const title = "No longer described; servers that have it keep it:";

describe("the instances of a worker that are gone", () => {
  it.each([
    [2, 1, ["queue-1", "queue-2"]],
    [4, 2, ["queue-3", "queue-4"]],
    [1, 2, ["queue"]],
  ])("%i, then %i", async (before, after, names) => {
    const out = await buildAll(worker(before), worker(after));
    expect(out).toContain(`${title}\n  worker.queue: ${names.join(", ")}\n  To have it taken away, write:\n`);
    for (const name of names) expect(out).toContain(`    absent process ${name}\n`);
    const removed = worker(after) + names.map((name) => `\nabsent process ${name}\n`).join("");
    expect(await buildAll(worker(before), removed)).not.toContain(title);
    expect(await buildAll(removed, worker(after))).not.toContain(title);
  });

  it("are named with their machine, which an absent process has to say", async () => {
    const on = (instances: number): string =>
      `machine web { os = "debian-12" }\n\nmachine jobs { os = "debian-12" }\n\n${worker(instances)
        .replace(os, "")
        .replace('"./app" }', '"./app", machine = jobs }')
        .replace("of = shop", "machine = jobs\n  of = shop")}`;
    const out = await buildAll(on(4), on(3));
    expect(out).toContain("  jobs: worker.queue: queue-4\n");
    expect(out).toContain("    absent process queue-4 { machine = jobs }\n");
    expect(await buildAll(on(4), `${on(3)}\nabsent process queue-4 { machine = jobs }\n`)).not.toContain(title);
  });
});

describe.each(["mysql", "postgres"])("what is inside a %s server", (kind) => {
  const server = (...parts: readonly string[]): string => `${os}${kind} db {\n${parts.join("\n")}\n}\n`;
  const shop = ["user shop {}", "database shop { owner = shop }"];
  const old = ["user anna {}", "database old { owner = shop }", "grant reports { to = anna, privileges = [select] }"];
  const drops = ["drop-database old { data = destroy }", "drop-user anna"];

  it("is named part by part, with what drops it", async () => {
    const out = await buildAll(server(...shop, ...old), server(...shop));
    expect(out).toContain(`${title}\n  ${kind}.db: database old, grant reports, user anna\n`);
    for (const line of drops) expect(out).toContain(`    ${line}  in ${kind}.db\n`);
  });

  it("is not named when it is dropped, nor when the line that drops it goes", async () => {
    expect(await buildAll(server(...shop, ...old.slice(0, 2)), server(...shop, ...drops))).not.toContain(title);
    expect(await buildAll(server(...shop, ...drops), server(...shop))).not.toContain(title);
  });

  it("has a backup, whose timer goes on", async () => {
    const out = await buildAll(server(...shop, "backup {}"), server(...shop));
    expect(out).toContain(`  ${kind}.db: db-backup\n`);
    expect(out).toContain("    absent schedule db-backup\n");
    const ended = `${server(...shop)}\nabsent schedule db-backup\n`;
    expect(await buildAll(server(...shop, "backup {}"), ended)).not.toContain(title);
  });
});

describe("a kind that cannot be absent", () => {
  const lines = ["absent process shop", 'absent directory "/srv/shop"', "absent user shop"];

  it("is named with what takes away what it leaves", async () => {
    const out = await buildAll(`${os}${app}`, os);
    expect(out).toContain(`${title}\n  node-app.shop\n  To have it taken away, write:\n`);
    for (const line of lines) expect(out).toContain(`    ${line}\n`);
  });

  it("is not named when those lines are there, or another one has the same things", async () => {
    expect(await buildAll(`${os}${app}`, `${os}${lines.join("\n\n")}\n`)).not.toContain(title);
    const other = app.replace("node-app", "python-app").replace('" }', '", wsgi = "shop:app" }');
    expect(await buildAll(`${os}${app}`, `${os}${other}`)).not.toContain(title);
  });

  it("is named with the programs that it ran", async () => {
    const out = await buildAll(worker(2), `${os}${app}`);
    expect(out).toContain(`${title}\n  worker.queue\n`);
    for (const name of ["queue-1", "queue-2"]) expect(out.split(`absent process ${name}\n`)).toHaveLength(2);
  });
});

it("a volume of a container stays, and there is no line that takes it away", async () => {
  const mail = (volumes: string): string => `${os}container mail {\n  image = "axllent/mailpit:v1.21"\n${volumes}}\n`;
  const out = await buildAll(mail('  volume "/data" {}\n'), mail(""));
  expect(out).toContain(`${title}\n  container.mail: volume /data\n`);
  expect(out).not.toContain("taken away");
});

it("what is one file on the server goes with the next run, and is not named", async () => {
  const jails = (more: string): string => `${os}fail2ban {\n  jail sshd {}\n${more}}\n`;
  expect(await buildAll(jails("  jail nginx-http-auth {}\n"), jails(""))).not.toContain(title);
});

describe("a database that moves to a machine of its own", () => {
  const host = (name: string, more = ""): string => `  host ${name} { ${more}address = "203.0.113.${name.length}" }\n`;
  const db = "  user shop {}\n  database shop { owner = shop }\n}\n";
  const one = `os = "debian-12"\n\npostgres db {\n${db}\nenvironment prod {\n${host("web-1")}}\n`;
  const two = `machine [web, data] { os = "debian-12" }\n\npostgres db {\n  machine = data\n${db}\nenvironment prod {\n${host("web-1", "machine = web, ")}${host("data-1", "machine = data, ")}}\n`;

  it("is left over on the server that it was on, whatever its machine is called now, and its data with it", async () => {
    const out = await buildAll(one, two);
    expect(out).toContain(`${title}\n  prod · web: postgres.db\n`);
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "What is in postgres.db does not move to `data` by itself: back it up here",
    );
    expect(out).toContain("machine = web }");
    expect(await buildAll(two, two)).not.toContain(title);
  });
});
