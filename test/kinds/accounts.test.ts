import { expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opWith, opsOfKind } from "./compile-spec.ts";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHcKkDf2Nw1o4QwZ0Yk0qG8s0uY3v3nqf0V1u6i3Z8aB anna";

test("a user gets a number from the name, a group of its own, a home, and no password", () => {
  const machine = lowerBlocks("user anna");
  const user = opsOfKind(machine, "user")[0];
  expect(user).toMatchObject({
    name: "anna",
    group: "anna",
    groups: [],
    home: "/home/anna",
    createHome: true,
    homeMode: "0750",
    shell: "/bin/bash",
    locked: true,
  });
  expect(user?.uid).toBeGreaterThanOrEqual(2000);
  expect(user?.uid).toBeLessThanOrEqual(9999);
  expect(opWith(machine, "group:anna")).toMatchObject({ gid: user?.uid });
  // The number is part of what is promised: it must never change between versions.
  expect(user?.uid).toBe(9739);
});

test("a system user has a number of its own range, no shell, and no home unless it is written", () => {
  expect(opsOfKind(lowerBlocks("user shop { system = true }"), "user")[0]).toMatchObject({
    home: "/nonexistent",
    createHome: false,
    shell: "/usr/sbin/nologin",
  });
  const user = opsOfKind(lowerBlocks('user shop {\n  system = true\n  home = "/srv/shop"\n}'), "user")[0];
  expect(user).toMatchObject({ home: "/srv/shop", createHome: true });
  expect(user?.uid).toBeGreaterThanOrEqual(300);
  expect(user?.uid).toBeLessThanOrEqual(899);
});

test("a user of the system keeps its number, group, home and shell, and gets no group", () => {
  const machine = lowerBlocks(`user root { authorized-keys = ["${key}"] }`);
  expect(opsOfKind(machine, "user")[0]).toMatchObject({
    uid: 0,
    comment: "root",
    group: "root",
    home: "/root",
    createHome: false,
    shell: "/bin/bash",
  });
  expect(opsOfKind(machine, "group")).toEqual([]);
  expect(opWith(machine, "file:/root/.ssh/authorized_keys")).toMatchObject({ owner: "root", mode: "0600" });
});

test("a declared group with the user's name is the user's group, whichever number is written", () => {
  const machine = lowerBlocks("user anna { uid = 2500 }\n\ngroup anna");
  expect(opsOfKind(machine, "group").map((group) => [group.name, group.gid])).toEqual([["anna", 2500]]);
  const other = lowerBlocks("user anna { group = staff }");
  expect(opsOfKind(other, "group")).toEqual([]);
  expect(opsOfKind(other, "user")[0]).toMatchObject({ group: "staff" });
});

test("the name of a user stands for that user's group", () => {
  const machine = lowerBlocks(
    'group web { gid = 2500 }\n\nuser anna { group = web }\n\nfile "/etc/a" {\n  group = anna\n  text = ""\n}',
  );
  expect(opWith(machine, "file:/etc/a")).toMatchObject({ owner: "root", group: "web" });
});

test("a file belongs to its owner's group", () => {
  const machine = lowerBlocks(
    'group web { gid = 2500 }\n\nuser anna { group = web }\n\nfile "/etc/a" {\n  owner = anna\n  text = ""\n}',
  );
  expect(opWith(machine, "file:/etc/a")).toMatchObject({ owner: "anna", group: "web", mode: "0644" });
});

test("keys are one per line, without comments, doubles and foreign line ends", () => {
  const machine = lowerBlocks(`user anna { authorized-keys = [file("./a.pub"), "${key}"] }`, {
    "a.pub": `# laptop\r\n${key}\r\n\r\n`,
  });
  const file = opWith(machine, "file:/home/anna/.ssh/authorized_keys");
  expect(file).toMatchObject({ owner: "anna", group: "anna", mode: "0600", content: { text: [`${key}\n`] } });
  expect(opWith(machine, "directory:/home/anna/.ssh")).toMatchObject({ mode: "0700", owner: "anna" });
});

test("an empty list of keys empties the file; no list leaves it alone", () => {
  expect(
    opWith(lowerBlocks("user anna { authorized-keys = [] }"), "file:/home/anna/.ssh/authorized_keys"),
  ).toMatchObject({
    content: { text: [] },
  });
  expect(lowerBlocks("user anna").ops.some((op) => op.id.includes(".ssh"))).toBe(false);
});

test("a sudo rule is a checked file", () => {
  expect(opWith(lowerBlocks('user anna { sudo = "ALL=(ALL) ALL" }'), "file:/etc/sudoers.d/anna")).toMatchObject({
    content: { text: ["anna ALL=(ALL) ALL\n"] },
    owner: "root",
    group: "root",
    mode: "0440",
    validate: ["/usr/sbin/visudo", "-cf", "%s"],
  });
});

test("a password is a secret's name and unlocks the account", () => {
  const machine = lowerBlocks('secret pw = env("PW")\n\nuser anna { password = pw }');
  expect(opsOfKind(machine, "user")[0]).toMatchObject({ locked: false, passwordSecret: "pw" });
});

test("the directory block of a home says its mode, so that the two never fight", () => {
  const machine = lowerBlocks('user anna\n\ndirectory "/home/anna" {\n  owner = anna\n  mode = 0711\n}');
  expect(opsOfKind(machine, "user")[0]?.homeMode).toBe("0711");
});

test("an absent user goes with its sudo rule, after everything else, and its group after it", () => {
  const machine = lowerBlocks("absent user anna\n\nabsent group anna\n\npackage git");
  const ids = machine.ops.map((op) => op.id);
  expect(opsOfKind(machine, "user")[0]).toMatchObject({ ensure: "absent", uid: undefined });
  expect(ids).toContain("absent-path:/etc/sudoers.d/anna");
  expect(ids.indexOf("user:anna")).toBeLessThan(ids.indexOf("group:anna"));
  expect(ids.indexOf("package:git")).toBeLessThan(ids.indexOf("user:anna"));
});

test.each([
  ["ALL=(ALL) ALL", true],
  ["ALL=(ALL:ALL) NOPASSWD: ALL", true],
  ["ALL = NOPASSWD: /usr/bin/systemctl restart shop, /usr/bin/systemctl reload nginx", true],
  ["ALL=(root) NOPASSWD: SETENV: /usr/local/bin/deploy *", true],
  ["web-1,web-2=(ALL) sudoedit /etc/motd", true],
  ["ALL=(ALL) ALL, !/bin/su", true],
  ["ALL", false],
  ["anna ALL=(ALL) ALL", false],
  ["NOPASSWD: ALL", false],
  ["ALL=NOPASSWD: (ALL) ALL", false],
  ["ALL=(ALL) systemctl restart shop", false],
  ["ALL=(ALL) NOPASWD: ALL", false],
  ["ALL=(ALL)", false],
  ["Defaults !requiretty", false],
  ["ALL=(ALL) ALL,", false],
  ["", false],
])("the sudo rule %j is right: %s", (rule, right) => {
  expect(codesOf(`user anna { sudo = ${JSON.stringify(rule)} }`)).toEqual(right ? [] : ["E0412"]);
});

test.each([
  [key, true],
  [`command="/usr/bin/backup \\"x y\\"",no-pty ${key}`, true],
  ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHcKkDf2Nw1o4QwZ0Yk0qG8s0uY3v3nqf0V1u6i3", false],
  [key.replace("ssh-ed25519", "ssh-rsa"), false],
  ["ssh-dss AAAAB3NzaC1kc3M= anna", false],
  ["-----BEGIN OPENSSH PRIVATE KEY-----", false],
  ["anna@laptop", false],
  ["", false],
])("%j is a public key: %s", (line, right) => {
  expect(codesOf(`user anna { authorized-keys = [${JSON.stringify(line)}] }`)).toEqual(right ? [] : ["E0411"]);
});

test.each([
  [
    "~/.ssh/id_ed25519.pub",
    'copy it into the project, for example into `keys/`, and write `authorized-keys = [file("./keys/id_ed25519.pub")]`; or give the line that is in it',
  ],
  ["./keys/anna.pub", 'write `authorized-keys = [file("./keys/anna.pub")]`; or give the line that is in it'],
])("the name of a key's file, %s, leads to the file", (path, help) => {
  const text = `envspec 1\n\nos = "debian-12"\n\nuser anna { authorized-keys = [${JSON.stringify(path)}] }\n`;
  expect(lowerFiles({ "main.envspec": text }).diagnostics.map((one) => one.help)).toEqual([help]);
});

test.each([
  ["user anna { uid = 50 }", ["E0416"]],
  ["user anna { uid = 500 }", ["E0416"]],
  ["user anna {\n  uid = 500\n  system = true\n}", []],
  ["user anna {\n  uid = 2500\n  system = true\n}", ["E0416"]],
  ["user www-data { uid = 34 }", ["E0416"]],
  ["user www-data { uid = 33 }", []],
  ["group web { gid = 65534 }", ["E0416"]],
  ["group web { gid = 59999 }", []],
  ["group a { gid = 2500 }\n\ngroup b { gid = 2500 }", ["E0405"]],
  ['user anna { comment = "a:b" }', ["E0427"]],
  ["user anna { home-mode = 0777 }", ["W0403"]],
  ["absent user anna { uid = 2500 }", ["E0421"]],
])("%s gives %j", (blocks, codes) => {
  expect(codesOf(blocks)).toEqual(codes);
});

test("two names whose numbers meet are reported, with both places", () => {
  const names = Array.from({ length: 200 }, (_, index) => `user s${index} { system = true }`).join("\n\n");
  const { diagnostics } = lowerFiles({ "main.envspec": `envspec 1\n\nos = "debian-12"\n\n${names}\n` });
  expect(diagnostics.length).toBeGreaterThan(0);
  for (const one of diagnostics) {
    expect(one.code).toBe("E0405");
    expect(one.related.length).toBe(1);
  }
});
