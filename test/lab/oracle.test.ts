import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Expectation, ExpectationFact } from "../../src/ir/expectation.ts";
import { checkExpectations, checkHealth, declaredPaths, volatilePaths } from "./oracle.ts";
import { planMutations } from "./judge.ts";
import type { FactValue, Probe } from "./probe.ts";

const BYTES = Buffer.from("hello\n");
const FILE = {
  type: "file",
  mode: "0640",
  owner: "app",
  group: "app",
  size: 6,
  sha256: createHash("sha256").update(BYTES).digest("hex"),
};

const HEALTHY: Record<string, FactValue> = {
  "package:tree": { status: "installed", version: "2.1-1", hold: false },
  "group:app": { gid: 2001, members: ["deploy"] },
  "group:adm": { gid: 4, members: ["app", "deploy"] },
  "user:app": { uid: 2001, group: "app", comment: "App", home: "/srv/app", shell: "/bin/sh" },
  "shadow:app": { lock: "locked", marker: "!" },
  "path:/srv/app": { type: "directory", mode: "0755", owner: "app", group: "app" },
  "path:/srv/app/x": FILE,
  "path:/srv/now": { type: "link", owner: "root", group: "root", target: "/srv/app" },
  "unit:app.service": { state: "enabled", links: ["multi-user.target.wants"] },
  "unit:old.service": { state: "masked", links: [] },
  "live:app.service": { active: "active", sub: "running", restarts: 0, needReload: false },
  "timezone:localtime": "Europe/Vienna",
  "timezone:file": "Europe/Vienna",
  "locale:LANG": "de_AT.UTF-8",
  "locale:generated": ["C.utf8", "de_AT.utf8"],
  "hostname:file": "web-1",
  "hostname:live": "web-1",
};

const FACTS: ExpectationFact[] = [
  { fact: "package", name: "tree", installed: true, version: "2.1*", hold: false },
  { fact: "package", name: "telnet", installed: false },
  { fact: "group", name: "app", exists: true, gid: 2001 },
  { fact: "group", name: "gone", exists: false },
  {
    fact: "user",
    name: "app",
    exists: true,
    uid: 2001,
    group: "app",
    groups: ["adm"],
    comment: "App",
    home: "/srv/app",
    shell: "/bin/sh",
    locked: true,
  },
  { fact: "user", name: "gone", exists: false },
  { fact: "directory", path: "/srv/app", owner: "app", group: "app", mode: "0755" },
  { fact: "file", path: "/srv/app/x", owner: "app", group: "app", mode: "0640", bytes: BYTES, content: ["hello\n"] },
  { fact: "link", path: "/srv/now", target: "/srv/app" },
  { fact: "absent-path", path: "/etc/gone" },
  { fact: "unit-enabled", unit: "app.service", enabled: true },
  { fact: "unit-enabled", unit: "other.service", enabled: false },
  { fact: "unit-masked", unit: "old.service", masked: true },
  { fact: "unit-active", unit: "app.service", active: true },
  { fact: "unit-active", unit: "other.service", active: false },
  { fact: "timezone", timezone: "Europe/Vienna" },
  { fact: "locale", locale: "de_AT.UTF-8", path: "/etc/default/locale" },
  { fact: "hostname", hostname: ["web-1"] },
];

const EXPECTATIONS: Expectation[] = FACTS.map((fact, index) => ({
  ...fact,
  where: "anywhere",
  resource: `resource-${index}`,
  spans: [],
}));

function probe(facts: Record<string, FactValue | undefined>, live = true): Probe {
  const entries = Object.entries(facts).filter((entry): entry is [string, FactValue] => entry[1] !== undefined);
  return { live, full: true, facts: new Map(entries) };
}

describe("checkExpectations", () => {
  test("a machine that keeps every promise has no failure", () => {
    const result = checkExpectations(probe(HEALTHY), EXPECTATIONS);
    expect(result).toEqual({ checked: FACTS.length, skipped: 0, bytesUnknown: 0, failures: [] });
  });

  const damages: [string, Record<string, FactValue | undefined>, RegExp][] = [
    ["missing package", { "package:tree": undefined }, /tree is not installed/],
    ["removed package", { "package:tree": { status: "config-files", version: "2.1-1", hold: false } }, /not installed/],
    ["other version", { "package:tree": { status: "installed", version: "3.0", hold: false } }, /version 3\.0/],
    ["held package", { "package:tree": { status: "installed", version: "2.1-1", hold: true } }, /held/],
    ["unwanted package", { "package:telnet": { status: "installed", version: "1", hold: false } }, /still installed/],
    ["other group id", { "group:app": { gid: 2002, members: [] } }, /gid is 2002/],
    ["group not gone", { "group:gone": { gid: 5, members: [] } }, /still there/],
    ["missing user", { "user:app": undefined }, /user app is missing/],
    [
      "other shell",
      { "user:app": { uid: 2001, group: "app", comment: "App", home: "/srv/app", shell: "/bin/bash" } },
      /shell/,
    ],
    ["lost membership", { "group:adm": { gid: 4, members: [] } }, /groups is \[\]/],
    ["extra membership", { "group:sudo": { gid: 27, members: ["app"] } }, /groups is \["adm","sudo"\]/],
    ["unlocked account", { "shadow:app": { lock: "open" } }, /open/],
    ["missing directory", { "path:/srv/app": undefined }, /\/srv\/app is missing/],
    [
      "other directory owner",
      { "path:/srv/app": { type: "directory", mode: "0755", owner: "root", group: "app" } },
      /owner/,
    ],
    ["other bytes", { "path:/srv/app/x": { ...FILE, sha256: "00" } }, /sha256/],
    ["wrong mode", { "path:/srv/app/x": { ...FILE, mode: "0644" } }, /mode is "0644"/],
    ["link to elsewhere", { "path:/srv/now": { type: "link", owner: "root", group: "root", target: "/x" } }, /target/],
    ["path not gone", { "path:/etc/gone": FILE }, /still there/],
    ["disabled unit", { "unit:app.service": { state: "disabled", links: [] } }, /not enabled/],
    ["enabled unit", { "unit:other.service": { state: "enabled", links: ["x"] } }, /other\.service is enabled/],
    ["unmasked unit", { "unit:old.service": { state: "disabled", links: [] } }, /not masked/],
    ["stopped unit", { "live:app.service": undefined }, /not active/],
    [
      "unit that keeps crashing",
      { "live:app.service": { active: "active", sub: "running", restarts: 3, needReload: false } },
      /restarted 3 times/,
    ],
    [
      "running unit",
      { "live:other.service": { active: "active", sub: "running", restarts: 0, needReload: false } },
      /not inactive/,
    ],
    ["other time zone", { "timezone:localtime": "Etc/UTC" }, /localtime/],
    ["other time zone file", { "timezone:file": "Etc/UTC" }, /timezone/],
    ["other locale", { "locale:LANG": "C.UTF-8" }, /LANG/],
    ["locale not generated", { "locale:generated": ["C.utf8"] }, /not generated/],
    ["other host name", { "hostname:live": "lab" }, /running name/],
  ];
  test.each(damages)("notices: %s", (_name, damage, message) => {
    const { failures } = checkExpectations(probe({ ...HEALTHY, ...damage }), EXPECTATIONS);
    expect(failures).toHaveLength(1);
    expect(failures[0]!.message).toMatch(message);
  });

  test("an empty machine keeps no promise but those of absence", () => {
    const result = checkExpectations(probe({ "locale:generated": [] }), EXPECTATIONS);
    const promised = FACTS.length - 6;
    expect(new Set(result.failures.map((failure) => failure.resource)).size).toBe(promised);
  });

  test("booted facts are skipped on an image, reported resources everywhere", () => {
    const booted: Expectation = {
      fact: "unit-active",
      unit: "x",
      active: true,
      where: "booted",
      resource: "r",
      spans: [],
    };
    expect(checkExpectations(probe({}, false), [booted])).toMatchObject({ checked: 0, skipped: 1, failures: [] });
    const context = { notHere: new Set(["r"]), resolve: () => undefined };
    expect(checkExpectations(probe({}), [booted], context)).toMatchObject({ checked: 0, skipped: 1 });
  });

  test("a file with a secret is compared byte for byte when the lab knows the secret, and counted when not", () => {
    const span = { file: "main.envspec", start: 0, end: 0 };
    const file: Expectation = {
      fact: "file",
      path: "/srv/app/x",
      owner: "app",
      group: "app",
      mode: "0640",
      bytes: undefined,
      content: [{ hole: "secret", name: "s", encoding: "plain", span }, "\n"],
      where: "anywhere",
      resource: "r",
      spans: [],
    };
    const known = (value: string) =>
      checkExpectations(probe(HEALTHY), [file], { notHere: new Set(), resolve: () => value });
    expect(known("hello")).toMatchObject({ bytesUnknown: 0, failures: [] });
    expect(known("other").failures).not.toEqual([]);
    expect(checkExpectations(probe(HEALTHY), [file])).toMatchObject({ bytesUnknown: 1, failures: [] });
  });
});

describe("checkHealth", () => {
  const base = probe({});
  test.each<[string, string, FactValue]>([
    ["failed unit", "live:x.service", { active: "failed", sub: "failed", restarts: 0, needReload: false }],
    ["missing daemon-reload", "live:x.service", { active: "active", sub: "running", restarts: 0, needReload: true }],
    ["unknown owner", "path:/srv/x", { ...FILE, owner: "#1234" }],
    ["debris of a package", "path:/etc/nginx/nginx.conf.dpkg-dist", FILE],
    ["broken sudo rules", "sudoers:valid", "parse error"],
  ])("notices: %s", (_name, key, value) => {
    expect(checkHealth(probe({ [key]: value }), base)).toHaveLength(1);
  });

  test("says nothing about a healthy machine or what was there before", () => {
    expect(checkHealth(probe({ ...HEALTHY, "sudoers:valid": true }), base)).toEqual([]);
    const old = probe({ "path:/x": { ...FILE, owner: "#99" } });
    expect(checkHealth(old, old)).toEqual([]);
  });
});

describe("the judge's plan", () => {
  test("finds a victim for each kind of damage, or says that there is none", () => {
    const more: Expectation[] = ["/a", "/b"].map((path) => ({
      fact: "file",
      path,
      owner: "root",
      group: "root",
      mode: "0644",
      bytes: BYTES,
      content: undefined,
      where: "anywhere",
      resource: path,
      spans: [],
    }));
    expect(planMutations([...EXPECTATIONS, ...more]).filter((each) => each.damage === undefined)).toEqual([]);
    expect(planMutations([]).filter((each) => each.damage !== undefined)).toEqual([]);
  });

  test("the paths of the quick probe are those of the spec", () => {
    expect(declaredPaths(EXPECTATIONS)).toEqual([
      "/etc/default/locale",
      "/etc/gone",
      "/srv/app",
      "/srv/app/x",
      "/srv/now",
    ]);
  });

  test("what every start makes anew is looked at where the spec names it", () => {
    const folder = (path: string): Expectation => ({
      fact: "directory",
      path,
      owner: "root",
      group: "root",
      mode: "0755",
      where: "anywhere",
      resource: path,
      spans: [],
    });
    expect(volatilePaths([folder("/run/shop"), folder("/runner"), folder("/tmp/x"), folder("/srv")])).toEqual([
      "/run/shop",
      "/tmp/x",
    ]);
  });
});
