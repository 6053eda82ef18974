import { describe, expect, test } from "vitest";
import { compareProbes, type Mask } from "./compare.ts";
import { notCarriedMask, otherFormMask } from "./derived-masks.ts";
import { MASKS } from "./masks.ts";
import { isNotHere } from "./oracle.ts";
import type { LabMachine } from "./project.ts";
import type { FactValue, Probe } from "./probe.ts";
import type { Expectation } from "../../src/ir/expectation.ts";

function probe(facts: Record<string, FactValue>, live = true): Probe {
  return { live, full: true, facts: new Map(Object.entries(facts)) };
}

const FILE = { type: "file", mode: "0644", owner: "root", group: "root", size: 1, sha256: "aa" };

describe("compareProbes", () => {
  test("equal machines have no difference", () => {
    const one = probe({ "path:/etc/motd": FILE, "package:tree": { status: "installed", version: "1" } });
    expect(compareProbes("ansible ~ cloud-init", one, one, MASKS).differences).toEqual([]);
  });

  test.each([
    ["mode", { ...FILE, mode: "0600" }],
    ["owner", { ...FILE, owner: "app" }],
    ["sha256", { ...FILE, sha256: "bb" }],
    ["type", { ...FILE, type: "link" }],
    ["security.capability", { ...FILE, "security.capability": "01" }],
  ])("notices another %s", (field, other) => {
    const result = compareProbes(
      "ansible ~ cloud-init",
      probe({ "path:/etc/motd": FILE }),
      probe({ "path:/etc/motd": other }),
      MASKS,
    );
    expect(result.differences.map((each) => each.field)).toEqual([field]);
  });

  test.each([
    "path:/etc/unknown",
    "path:/usr/local/bin/x",
    "package:extra",
    "user:extra",
    "unit:extra.service",
    "live:extra.service",
    "sysctl:net.ipv4.ip_forward",
    "sysctl-live:net.ipv4.ip_forward",
    "locale:LANG",
  ])("notices %s on one side only", (key) => {
    for (const pair of ["ansible ~ cloud-init", "ansible ~ second run", "cloud-init ~ reboot"] as const) {
      const [with_, without] = [probe({ [key]: { state: "x" } }), probe({})];
      expect(compareProbes(pair, with_, without, MASKS).differences).toHaveLength(1);
      expect(compareProbes(pair, without, with_, MASKS).differences).toHaveLength(1);
    }
  });

  test("the folder that Composer makes by chance is expected, and nothing in it or after a run", () => {
    const place = "/var/lib/shop/.cache/composer/files";
    const folder = { type: "directory", mode: "0755", owner: "shop", group: "shop" };
    const seen = (pair: "ansible ~ cloud-init" | "ansible ~ second run", path: string): number =>
      compareProbes(pair, probe({ [`path:${path}`]: folder }), probe({}), MASKS).differences.length;
    expect(seen("ansible ~ cloud-init", place)).toBe(0);
    expect(seen("ansible ~ cloud-init", `${place}/shop`)).toBe(1);
    expect(seen("ansible ~ second run", place)).toBe(1);
  });

  test("containerd's port of the moment is expected, on a machine that has it, and no other port", () => {
    const machine = (port: string, containerd: boolean): Probe =>
      probe({
        "ports:listening": ["tcp 0.0.0.0:22", `tcp ${port}`],
        ...(containerd ? { "path:/var/lib/containerd": { type: "directory" } } : {}),
      });
    const seen = (one: string, other: string, containerd = true): number =>
      compareProbes("ansible ~ cloud-init", machine(one, containerd), machine(other, containerd), MASKS).differences
        .length;
    expect(seen("127.0.0.1:39119", "127.0.0.1:46025")).toBe(0);
    expect(seen("127.0.0.1:39119", "127.0.0.1:46025", false)).toBe(1);
    expect(seen("127.0.0.1:39119", "0.0.0.0:46025")).toBe(1);
    expect(seen("127.0.0.1:39119", "127.0.0.1:8080")).toBe(1);
  });

  test("what only a booted machine has is not asked of an image", () => {
    const booted = probe({ "live:ssh.service": { active: "active" }, "unit:ssh.service": { state: "enabled" } });
    const image = probe({ "unit:ssh.service": { state: "disabled" } }, false);
    const result = compareProbes("ansible ~ dockerfile", booted, image, MASKS);
    expect(result.differences.map((each) => each.key)).toEqual(["unit:ssh.service"]);
  });

  test("a mask explains its own pairs, keys, fields and side only, and counts", () => {
    const mask: Mask = {
      id: "m",
      reason: "r",
      pairs: ["ansible ~ cloud-init"],
      keys: /^path:\/x$/,
      fields: ["mode"],
    };
    const [left, right] = [probe({ "path:/x": FILE }), probe({ "path:/x": { ...FILE, mode: "0600", owner: "app" } })];
    const inside = compareProbes("ansible ~ cloud-init", left, right, [mask]);
    expect(inside.differences.map((each) => each.field)).toEqual(["owner"]);
    expect(inside.masked).toEqual(new Map([["m", 1]]));
    expect(compareProbes("ansible ~ dockerfile", left, right, [mask]).differences).toHaveLength(2);
    const side: Mask = { ...mask, keys: /./, onlyOn: "left" };
    const { fields: _fields, ...anyField } = side;
    expect(compareProbes("ansible ~ cloud-init", probe({ a: 1 }), probe({}), [anyField]).differences).toEqual([]);
    expect(compareProbes("ansible ~ cloud-init", probe({}), probe({ a: 1 }), [anyField]).differences).toHaveLength(1);
  });
});

describe("the closed list of masks", () => {
  test("each has a name of its own, a reason and a pair", () => {
    expect(new Set(MASKS.map((mask) => mask.id)).size).toBe(MASKS.length);
    for (const mask of MASKS) {
      expect(mask.reason.length).toBeGreaterThan(20);
      expect(mask.pairs.length).toBeGreaterThan(0);
    }
  });

  test("no mask hides what a spec usually declares", () => {
    const keys = [
      "path:/etc/motd",
      "path:/etc/nginx/nginx.conf",
      "path:/srv/app/x",
      "path:/home/deploy/.ssh/authorized_keys",
      "path:/etc/sudoers.d/deploy",
      "path:/etc/systemd/system/app.service",
      "path:/etc/apt/keyrings/x.asc",
      "path:/etc/localtime",
      "path:/etc/timezone",
      "path:/etc/default/locale",
      "path:/var/lib/app",
      "package:nginx",
      "user:deploy",
      "group:deploy",
      "shadow:deploy",
      "unit:app.service",
      "live:app.service",
      "timezone:localtime",
    ];
    const one = probe(Object.fromEntries(keys.map((key) => [key, { value: 1 }])));
    for (const pair of [
      "ansible ~ cloud-init",
      "ansible ~ second run",
      "cloud-init ~ reboot",
      "ansible ~ dockerfile",
    ] as const) {
      const lost = compareProbes(pair, one, probe({}), MASKS).differences.map((each) => each.key);
      expect(lost).toEqual([...keys].sort());
    }
  });

  test("a machine that lived through midnight may have copies of the package records, with their usual owner", () => {
    const key = "path:/var/backups/dpkg.status.0";
    const compared = (left: Record<string, FactValue>, right: Record<string, FactValue>) =>
      compareProbes("ansible ~ second run", probe(left), probe(right), MASKS).differences;
    expect(compared({}, { [key]: FILE })).toEqual([]);
    expect(compared({ [key]: FILE }, { [key]: { ...FILE, mode: "0666" } })).toHaveLength(1);
    expect(compared({}, { "path:/var/backups/shop.sql": FILE })).toHaveLength(1);
  });

  test("only the ids of packages' own accounts may differ", () => {
    const [low, high] = [
      { uid: 105, group: "x" },
      { uid: 106, group: "x" },
    ];
    const compared = (left: FactValue, right: FactValue) =>
      compareProbes("ansible ~ cloud-init", probe({ "user:x": left }), probe({ "user:x": right }), MASKS).differences;
    expect(compared(low, high)).toEqual([]);
    expect(compared({ uid: 2001 }, { uid: 2002 })).toHaveLength(1);
    expect(compared({ uid: 105 }, { uid: 2002 })).toHaveLength(1);
  });
});

test("the cloud image's own user is no difference, another user in the same groups is", () => {
  const compared = (left: FactValue, right: FactValue, key = "group:adm") =>
    compareProbes("ansible ~ cloud-init", probe({ [key]: left }), probe({ [key]: right }), MASKS).differences;
  expect(compared({ members: ["ops"] }, { members: ["debian", "ops"] })).toEqual([]);
  expect(compared({ members: ["ops"] }, { members: ["debian", "eve", "ops"] })).toHaveLength(1);
  expect(compared({ members: ["ops"] }, { members: ["debian"] })).toHaveLength(1);
  expect(compared({ uid: 5 }, { uid: 6 }, "user:debian")).toHaveLength(1);
});

describe("what an image does not carry", () => {
  const facts: Expectation[] = [
    { fact: "unit-enabled", unit: "app.service", enabled: true, where: "booted", resource: "process.app", spans: [] },
    {
      fact: "file",
      path: "/etc/motd",
      owner: "root",
      group: "root",
      mode: "0644",
      bytes: undefined,
      content: undefined,
      where: "anywhere",
      resource: 'file."/etc/motd"',
      spans: [],
    },
    {
      fact: "user",
      name: "admin",
      exists: true,
      locked: false,
      where: "anywhere",
      resource: "user.admin",
      spans: [],
    },
    { fact: "timezone", timezone: "Etc/UTC", where: "anywhere", resource: "machine", spans: [] },
  ];
  const left = probe({
    "unit:app.service": { state: "enabled" },
    "path:/etc/systemd/system/multi-user.target.wants/app.service": { type: "link" },
    "path:/etc/motd": FILE,
    "timezone:localtime": "Etc/UTC",
  });

  const machine = (notOn: readonly string[], lockedInImage: readonly string[] = []): LabMachine => ({
    name: "lab",
    hosts: [{ name: "lab", address: undefined, userData: undefined }],
    group: "lab",
    expectations: facts,
    inImage: facts,
    written: [],
    notOn: { ansible: new Set(), dockerfile: new Set(notOn), "cloud-init": new Set() },
    lockedInImage: new Set(lockedInImage),
    resolve: () => undefined,
    needsOthers: false,
    dockerContext: undefined,
  });

  test("swallows the unit, but no file and no time zone that the image should have", () => {
    const mask = notCarriedMask(machine([]), "ansible ~ dockerfile");
    const lost = compareProbes("ansible ~ dockerfile", left, probe({}, false), [mask]).differences;
    expect(lost.map((each) => each.key)).toEqual(["path:/etc/motd", "timezone:localtime"]);
  });

  test("of another form in containers swallows what differs between the forms, what is below it, and what programs write", () => {
    const file = (path: string): Expectation => ({ ...facts.find((each) => each.fact === "file")!, path });
    const both = {
      ...machine([]),
      expectations: [file("/srv/a"), file("/srv/b")],
      inImage: [file("/srv/b")],
      written: ["/var/w"],
    };
    const mask = otherFormMask(both, "ansible ~ dockerfile");
    const only = probe({
      "path:/srv/a": FILE,
      "path:/srv/a/x": FILE,
      "path:/srv/b": FILE,
      "path:/var/w/y": FILE,
      "path:/srv/ab": FILE,
    });
    const lost = compareProbes("ansible ~ dockerfile", only, probe({}, false), [mask]).differences;
    expect(lost.map((each) => each.key)).toEqual(["path:/srv/ab", "path:/srv/b"]);
  });

  test("of another form swallows the unit whose file only one form has", () => {
    const file = (path: string): Expectation => ({ ...facts.find((each) => each.fact === "file")!, path });
    const unit = (name: string): string => `/etc/systemd/system/${name}`;
    const both = {
      ...machine([]),
      expectations: [file(unit("renew.service")), file(unit("app.service"))],
      inImage: [file(unit("app.service"))],
    };
    const mask = otherFormMask(both, "ansible ~ dockerfile");
    const only = probe({ "unit:renew.service": { state: "static" }, "unit:app.service": { state: "enabled" } });
    const lost = compareProbes("ansible ~ dockerfile", only, probe({}, false), [mask]).differences;
    expect(lost.map((each) => each.key)).toEqual(["unit:app.service"]);
  });

  test("of another form swallows the folder that is there for nothing else, and none that both need", () => {
    const file = (path: string): Expectation => ({ ...facts.find((each) => each.fact === "file")!, path });
    const both = { ...machine([]), expectations: [file("/etc/a/b/c"), file("/etc/d")], inImage: [file("/etc/d")] };
    const mask = otherFormMask(both, "ansible ~ dockerfile");
    const only = probe({ "path:/etc": FILE, "path:/etc/a": FILE, "path:/etc/a/b": FILE, "path:/etc/a/x": FILE });
    const lost = compareProbes("ansible ~ dockerfile", only, probe({}, false), [mask]).differences;
    expect(lost.map((each) => each.key)).toEqual(["path:/etc", "path:/etc/a/x"]);
  });

  test("swallows a file whose resource was reported", () => {
    const mask = notCarriedMask(machine(['file."/etc/motd"', "machine"]), "ansible ~ dockerfile");
    expect(compareProbes("ansible ~ dockerfile", left, probe({}, false), [mask]).differences).toEqual([]);
  });

  test("swallows the text of an edited file whose resource was reported", () => {
    const some: Expectation = {
      fact: "edit",
      id: "edit:a",
      path: "/etc/environment",
      edit: { edit: "key", section: undefined, key: "A", value: ["1"], create: false, ensure: "present" },
      where: "anywhere",
      resource: "a",
      spans: [],
    };
    const both = probe({ "text:/etc/environment": "A=1\n", "text:/etc/other": "A=1\n" });
    const lost = (notOn: readonly string[]): readonly string[] => {
      const mask = notCarriedMask({ ...machine(notOn), expectations: [some] }, "ansible ~ dockerfile");
      return compareProbes("ansible ~ dockerfile", both, probe({}, false), [mask]).differences.map((each) => each.key);
    };
    expect(lost(["a"])).toEqual(["text:/etc/other"]);
    expect(lost([])).toEqual(["text:/etc/environment", "text:/etc/other"]);
  });

  test("swallows a file that was reported, and nothing else of its resource", () => {
    const [file] = facts.filter((each) => each.fact === "file");
    const key = { ...file!, path: "/etc/key" };
    const some = { ...machine(["/etc/key"]), expectations: [...facts, key] };
    const mask = notCarriedMask(some, "ansible ~ dockerfile");
    const both = probe({ "path:/etc/motd": FILE, "path:/etc/key": FILE });
    const lost = compareProbes("ansible ~ dockerfile", both, probe({}, false), [mask]).differences;
    expect(lost.map((each) => each.key)).toEqual(["path:/etc/motd"]);
    expect(isNotHere(key, some.notOn.dockerfile)).toBe(true);
    expect(isNotHere(file!, some.notOn.dockerfile)).toBe(false);
  });

  test("swallows the password of a user who is locked in the image, and of no other", () => {
    const users = probe({ "shadow:admin": { lock: "password" }, "shadow:other": { lock: "password" } });
    const image = probe({ "shadow:admin": { lock: "locked" }, "shadow:other": { lock: "locked" } }, false);
    const mask = notCarriedMask(machine([], ["user.admin"]), "ansible ~ dockerfile");
    const lost = compareProbes("ansible ~ dockerfile", users, image, [mask]).differences;
    expect(lost.map((each) => each.key)).toEqual(["shadow:other"]);
  });
});
