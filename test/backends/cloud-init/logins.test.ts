import { expect, test } from "vitest";
import { buildSpec } from "../build-spec.ts";

const key =
  'authorized-keys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHcKkDf2Nw1o4QwZ0Yk0qG8s0uY3v3nqf0V1u6i3Z8aB anna"]';

/** What the README says about logins, and as whom Ansible comes. */
async function said(blocks: string, os = "debian-12"): Promise<{ readonly logins: string; readonly ansible: string }> {
  const top = blocks.startsWith("machine") ? "" : `os = "${os}"\n\n`;
  const readme = (await buildSpec(`envspec 1\n\n${top}${blocks}\n`, "cloud-init")).get("README.md") ?? "";
  return {
    logins: /## Who can log in\n\n([^]*?)\n\n## /.exec(readme)?.[1] ?? "",
    ansible: /`ssh \{ user = "([^"]*)" \}` in its/.exec(readme)?.[1] ?? "",
  };
}

/** What a rule for everything looks like. */
function all(): string {
  return 'sudo = "ALL=(ALL:ALL) NOPASSWD: ALL"';
}

/** What some of the users need. */
const needed = 'package sudo\nsecret pw = env("PW") { fetch = ["/usr/bin/get-secret", "pw"] }';

const image =
  "The default user of the image (`debian`, `ubuntu`, `admin`) with the SSH key that you give to the provider.";
const notImage = "Not the default user of the image (`debian`, `ubuntu`, `admin`): the spec leaves it out.";
const noPassword = "Nobody logs in with a password.";
const noRoot = "Nobody logs in as `root`: no key is there for it.";
const absent =
  "Write `absent user debian` into the spec when the default user shall go; see first that another one can log in.";

test("without a policy the image's user comes in, and users with a key", async () => {
  expect((await said("package curl")).logins.split("\n")).toEqual([image, noPassword, noRoot, absent]);
  expect((await said(`user anna { ${key} }\nuser robot`)).logins).toContain(
    "\nOf the spec, with their own keys: `anna`.\n",
  );
});

test("on Ubuntu the image's user has another name", async () => {
  const { logins, ansible } = await said("package curl", "ubuntu-24.04");
  expect(logins).toContain("`absent user ubuntu`");
  expect(ansible).toBe("ubuntu");
});

test("`allow-users` shuts out whom it does not name", async () => {
  const { logins } = await said(
    `user [anna, ben, carl] { ${key} }\n\nssh-server { allow-users = [anna, ben, "root"] }`,
  );
  expect(logins.split("\n")).toEqual([
    notImage,
    "Of the spec, with their own keys: `anna`, `ben`.",
    noPassword,
    noRoot,
  ]);
});

test.each([
  [
    "without a password before one with it",
    [
      ["dora", "groups = [sudo]\n  password = pw"],
      ["ella", all()],
    ],
    "ella",
  ],
  [
    "by the group with a password",
    [
      ["carl", 'sudo = "ALL=(ALL) NOPASSWD: /usr/bin/ls"'],
      ["dora", "groups = [sudo]\n  password = pw"],
    ],
    "dora",
  ],
  [
    "not by the group without one",
    [
      ["dora", "groups = [sudo]"],
      ["ella", all()],
    ],
    "ella",
  ],
  [
    "not as another user",
    [
      ["dba", 'sudo = "ALL=(postgres) NOPASSWD: ALL"'],
      ["ella", all()],
    ],
    "ella",
  ],
  [
    "not where all but a few ask for a password",
    [
      ["anna", 'sudo = "ALL=(ALL) NOPASSWD: /bin/ls, PASSWD: ALL"'],
      ["ella", all()],
    ],
    "ella",
  ],
  [
    "as the image's root would",
    [
      ["anna", 'sudo = "ALL = NOPASSWD: ALL"'],
      ["ella", all()],
    ],
    "anna",
  ],
  [
    "by a file of another name",
    [
      ["anna", ""],
      ["ben", ""],
    ],
    "ben",
    'file "/etc/sudoers.d/90-x" { text = "ben ALL=(ALL:ALL) NOPASSWD: ALL\\n" }',
  ],
  [
    "by a rule for a group",
    [
      ["anna", ""],
      ["ben", "groups = [staff]"],
    ],
    "ben",
    'file "/etc/sudoers.d/90-x" { text = "%staff ALL=(ALL:ALL) NOPASSWD: ALL\\n" }',
  ],
  [
    "as root with a key of the spec",
    [
      ["anna", ""],
      ["root", ""],
    ],
    "root",
  ],
] as const)("Ansible comes as who becomes root: %s", async (_, users, expected, more: string = "") => {
  const blocks = users.map(([name, lines]) => `user ${name} {\n  ${key}\n  ${lines}\n}`);
  const names = users.map(([name]) => name).join(", ");
  const spec = [needed, ...blocks, more, `ssh-server { allow-users = [${names}] }`].join("\n");
  expect((await said(spec)).ansible).toBe(expected);
});

test("nobody is named who cannot become root", async () => {
  const spec = `envspec 1\n\nos = "debian-12"\nuser anna { ${key} }\nssh-server { allow-users = [anna] }\n`;
  const readme = (await buildSpec(spec, "cloud-init")).get("README.md") ?? "";
  expect(readme).toContain("the spec has nobody like that");
  expect(readme).not.toContain('user = "anna"');
});

test("the image's user has the name that the provider gives it, and is gone when the spec says so", async () => {
  const machine = (provider: string): string =>
    `machine web {\n  os = "debian-12"\n  provider = ${provider}\n}\npackage curl { machine = web }`;
  expect((await said(machine("aws"))).ansible).toBe("admin");
  expect((await said(machine("hetzner"))).ansible).toBe("debian");
  expect((await said(`absent user debian\nuser anna { ${key} }`)).logins).toContain(notImage);
});

test("the file says whether the image's user stays", async () => {
  const text = async (policy: string): Promise<string> =>
    (await buildSpec(`envspec 1\n\nos = "debian-12"\nuser anna { ${key} }\n${policy}\n`, "cloud-init")).get(
      "main.yaml",
    ) ?? "";
  expect(await text("")).toContain("# The image's own user stays: ");
  expect(await text("ssh-server { allow-users = [anna] }")).toContain(
    "# The image's own user gets in until the script has run",
  );
});

test("the image's user stays where the policy names it, or one of its groups", async () => {
  const policy = (lines: string): string => `user anna { ${key} }\n\nssh-server {\n  ${lines}\n}`;
  expect((await said(policy('allow-users = [anna, "debian"]'))).logins).toContain(image);
  expect((await said(policy('allow-users = [anna, "debian"]'), "ubuntu-24.04")).logins).toContain(notImage);
  const group = `group operators\n\nuser anna {\n  groups = [operators]\n  ${key}\n}\n\nssh-server { allow-groups = [operators, sudo] }`;
  expect((await said(group)).logins).toContain(image);
  expect((await said(group.replace(", sudo", ""))).logins).toContain(notImage);
  expect((await said(`absent user debian\nabsent user admin\nuser anna { ${key} }`)).logins).toContain(notImage);
});

test("root and passwords are as the policy has them", async () => {
  const user = `user anna { ${key} }\n`;
  expect((await said(`${user}ssh-server { root-login = no }`)).logins).toContain("\nNobody logs in as `root`.\n");
  const root = `${user}user root { ${key} }\n`;
  expect((await said(root)).logins).toContain("As `root`, too, with its key of the spec.");
  expect((await said(`${root}ssh-server { root-login = no }`)).logins).toContain("\nNobody logs in as `root`.\n");
  expect((await said(`${user}ssh-server { password-login = true }`)).logins).toContain(
    "\nWho has a password may log in with it.\n",
  );
});

test("what follows a `Match` holds for some only", async () => {
  const file = (text: string): string =>
    `user anna { ${key} }\nfile "/etc/ssh/sshd_config.d/50-x.conf" { text = "${text}" }`;
  expect((await said(file("AllowUsers anna\\n"))).logins).toContain(notImage);
  expect((await said(file("Match Address 10.0.0.0/8\\nAllowUsers anna\\n"))).logins).toContain(image);
  for (const pattern of ["deb*", "d?bian", "*", "*b*a*"])
    expect((await said(file(`AllowUsers ${pattern}\\n`))).logins, pattern).toContain(image);
  for (const pattern of ["deb", "d?ban", "*x*", `${"*a".repeat(40)}*b`])
    expect((await said(file(`AllowUsers ${pattern}\\n`))).logins, pattern).toContain(notImage);
});

test("machines that differ are named", async () => {
  const blocks = `machine [web, db] { os = "debian-12" }\n\nuser anna { ${key} }\n\nssh-server {\n  machine = db\n  allow-users = [anna]\n}`;
  const { logins } = await said(blocks);
  expect(logins).toContain("On `web`:\n\nThe default user");
  expect(logins).toContain("On `db`:\n\nNot the default user");
});
