import { expect, test } from "vitest";
import { expectState } from "../../src/ir/expect-state.ts";
import { lowerFiles } from "../kinds/compile-spec.ts";
import { sampleMachine, sampleProgram } from "./sample-program.ts";

const facts = expectState(sampleProgram, sampleMachine());

/** The fact about a path, a name or a unit. */
function about(fact: string, key: string): unknown {
  return facts.find(
    (one) =>
      one.fact === fact &&
      [one as Record<string, unknown>].some((all) => [all["path"], all["name"], all["unit"]].includes(key)),
  );
}

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

function bytesOf(path: string): Uint8Array | undefined {
  const found = facts.find((one) => one.fact === "file" && one.path === path);
  return found?.fact === "file" ? found.bytes : undefined;
}

test("there is one fact about each thing", () => {
  const keys = facts.map((one) =>
    JSON.stringify([one.fact, "path" in one ? one.path : "name" in one ? one.name : "unit" in one ? one.unit : ""]),
  );
  expect(new Set(keys).size).toBe(keys.length);
});

test("accounts, packages, paths and units", () => {
  expect(about("package", "nodejs")).toMatchObject({ installed: true, version: "22.*", hold: true, where: "anywhere" });
  expect(about("package", "telnet")).toMatchObject({ installed: false });
  expect(about("group", "leavers")).toMatchObject({ exists: false });
  expect(about("user", "guest")).toMatchObject({ exists: false });
  expect(about("user", "shop")).toMatchObject({
    uid: 700,
    group: "shop",
    groups: ["editors", "www-data"],
    locked: true,
  });
  expect(about("directory", "/srv/shop")).toMatchObject({ owner: "shop", mode: "0750" });
  expect(about("directory", "/etc/shop")).toBeUndefined();
  expect(about("link", "/etc/nginx/sites-enabled/shop")).toMatchObject({ target: "/etc/nginx/sites-available/shop" });
  expect(about("absent-path", "/etc/nginx/sites-enabled/default")).toBeDefined();
  expect(about("unit-enabled", "nginx.service")).toMatchObject({ enabled: true, where: "anywhere" });
  expect(about("unit-active", "nginx.service")).toMatchObject({ active: true, where: "booted" });
  expect(about("unit-masked", "apt-daily.timer")).toMatchObject({ masked: true });
  expect(about("unit-enabled", "apt-daily.timer")).toBeUndefined();
  expect(about("unit-enabled", "cron.service")).toBeUndefined();
});

test("processes and schedules are their units", () => {
  expect(about("file", "/etc/systemd/system/api.service")).toMatchObject({ owner: "root", mode: "0644" });
  expect(about("unit-enabled", "api.service")).toMatchObject({ enabled: true });
  expect(about("unit-active", "clean-carts.timer")).toMatchObject({ active: true });
  expect(about("absent-path", "/etc/systemd/system/old-backup.service")).toBeDefined();
});

test("bytes are exact where they are known, and unknown where a host or a secret decides", () => {
  expect(text(bytesOf("/etc/nginx/sites-available/shop"))).toContain("server_name shop.example.com;");
  expect(text(bytesOf("/etc/sysctl.d/90-shop.conf"))).toBe("net.core.somaxconn = 4096\nvm.swappiness = 10\n");
  expect(text(bytesOf("/etc/apt/sources.list.d/nodesource.sources"))).toBe(
    "Types: deb\nURIs: https://deb.nodesource.com/node_22.x\nSuites: nodistro\nComponents: main\nArchitectures: amd64 arm64\nSigned-By: /etc/apt/keyrings/nodesource.asc\n",
  );
  expect(bytesOf("/srv/shop/logo.bin")).toEqual(Uint8Array.from([0, 255, 10, 13, 137, 80]));
  expect(bytesOf("/etc/shop/config.json")).toBeUndefined();
  expect(bytesOf("/etc/shop/database.url")).toBeUndefined();
  expect(bytesOf("/etc/default/api")).toBeUndefined();
});

test("an executable of a folder keeps its x", () => {
  expect(about("file", "/srv/www/tools/run.sh")).toMatchObject({ mode: "0755", owner: "www-data" });
  expect(about("file", "/srv/www/index.html")).toMatchObject({ mode: "0644" });
  expect(about("directory", "/srv/www/empty")).toMatchObject({ mode: "0755" });
});

test("every fact says which resource it comes from and where that is", () => {
  for (const one of facts) {
    expect(one.resource).not.toBe("");
    expect(one.spans.length).toBeGreaterThan(0);
  }
});

test("an empty machine promises nothing", () => {
  const { programs } = lowerFiles({ "main.envspec": 'envspec 1\n\nos = "debian-12"\n' });
  const [program] = programs;
  const [machine] = program?.machines ?? [];
  expect(program === undefined || machine === undefined ? undefined : expectState(program, machine)).toEqual([]);
});
