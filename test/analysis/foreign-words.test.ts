import { describe, expect, test } from "vitest";
import { kinds } from "../../src/kinds/registry.ts";
import { analyseBody, analyseText, applyFixes, showDiagnostics } from "./helpers.ts";

/** A block with one foreign line, and what the help must name. */
const lines: readonly (readonly [block: string, line: string, help: RegExp])[] = [
  ['file "/etc/motd"', 'src = "./motd"', /`source/],
  ['file "/etc/motd"', 'content = "Hello\\n"', /`text/],
  ['file "/etc/motd"', 'path = "/etc/motd"', /file "/],
  ['file "/etc/motd"', 'dest = "/etc/motd"', /file "/],
  ['file "/etc/motd"', "permissions = 0644", /`mode/],
  ['file "/etc/motd"', "perm = 0644", /`mode/],
  ['file "/etc/motd"', "chmod = 0644", /`mode/],
  ['file "/etc/motd"', "chown = root", /`owner/],
  ['file "/etc/motd"', "notify = cron", /`restarts = \[/],
  ['file "/etc/motd"', "handlers = [cron]", /`reloads = \[/],
  ['file "/etc/motd"', "state = present", /`absent`/],
  ['file "/etc/motd"', "become = true", /root/],
  ['file "/etc/motd"', 'tags = ["base"]', /environment/],
  ['file "/etc/motd"', 'name = "motd"', /file "/],
  ["package nginx", "state = latest", /`version/],
  ["package nginx", 'pkg = "nginx"', /package nginx/],
  ["package nginx", "ensure = installed", /`absent`/],
  ["service cron", "state = started", /`running/],
  ["service cron", "autostart = true", /`enabled/],
  ["process api", 'cmd = ["/usr/bin/node"]', /`run/],
  ["process api", 'exec = ["/usr/bin/node"]', /`run/],
  ["process api", 'entrypoint = ["/usr/bin/node"]', /`run/],
  ["process api", 'command = ["/usr/bin/node"]', /`run/],
  ["process api", 'run = ["/bin/true"], workdir = "/srv"', /`directory/],
  ["process api", 'run = ["/bin/true"], depends_on = []', /`after/],
  ["command clear", 'cmd = "true"', /`run/],
  ["schedule tidy", 'cron = "0 3 * * *"', /`at = /],
  ["schedule tidy", "minute = 5", /`every = /],
  ["schedule tidy", "hour = 3", /`at = /],
  ["user anna", 'keys = ["x"]', /`authorized-keys/],
  ["user anna", 'ssh_keys = ["x"]', /`authorized-keys/],
  ["user anna", 'sudoers = "ALL=(ALL) ALL"', /`sudo = /],
  ["host web-1", 'ip = "203.0.113.1"', /`address/],
  ["host web-1", 'ansible_host = "203.0.113.1"', /`address/],
  ["host web-1", 'address = "203.0.113.11", via = lb-1', /`ssh \{ via = /],
  ["host web-1", 'address = "203.0.113.11", bastion = lb-1', /`ssh \{ via = /],
  ["schedule tidy", "app = shop", /`of = shop`/],
  ["host web-1", 'hostname = "example.com"', /`address/],
];

/** A part of a block with one foreign line, and what the help must name. */
const parts: readonly (readonly [block: string, part: string, line: string, help: RegExp])[] = [
  ["proxy front", 'route "/" { to = web', 'path = "/"', /route "\/api\/"/],
  ["proxy front", 'route "/" { to = web', "proxy_pass = web", /`to = api`/],
  ["proxy front", 'route "/" { to = web', "port = 3000", /its port/],
  ["proxy front", 'route "/" { to = web', "websockets = true", /`websocket = true`/],
  ["proxy front", 'route "/" { to = web', "proxy-read-timeout = 90s", /`timeout = 90s`/],
  ["proxy front", 'route "/" { to = web', "strip-prefix = true", /`strip-path/],
  ["proxy front", 'route "/" { to = web', "ip_hash = true", /`balance = same-host`/],
  ["proxy front", 'route "/" { to = web', "headers = []", /X-Forwarded-For/],
  ["proxy front", 'redirect "/old" { to = "/new"', "code = 302", /`status = 302`/],
  ["proxy front", 'redirect "/old" { to = "/new"', "permanent = true", /`status = 301`/],
  ["proxy front", 'redirect "/old" { to = "/new"', "wildcard = true", /`below = true`/],
  ["proxy front", 'redirect "/old" { to = "/new"', 'prefix = "/old"', /redirect "/],
  ["proxy front", 'location "/a/" { closed = true', 'root = "/srv"', /`folder = /],
  ["proxy front", 'location "/a/" { closed = true', 'alias = "/srv"', /`folder = "\/srv"`/],
  ["proxy front", 'location "/a/" { closed = true', "deny = all", /`closed = true`/],
  ["proxy front", 'location "/a/" { closed = true', "proxy-pass = web", /`route /],
  ["proxy front", 'location "/a/" { closed = true', 'allow-from = ["10.0.0.0/8"]', /`allow = /],
  ["container mail", 'file "/a" { text = "a"', 'source = "./a"', /`text = file\(/],
  ["container mail", 'volume "/a" { name = "a"', 'target = "/a"', /volume "/],
  ["postgres db", "grant a { to = anna, privileges = [select]", "user = anna", /`to = /],
  ["postgres db", "backup { keep = 3", 'path = "/srv/b"', /`directory = "\/srv\/b"`/],
  ["postgres db", "backup { keep = 3", 'schedule = "daily"', /`at = /],
  ["mysql db", "grant a { to = anna, privileges = [select]", 'on = "shop.*"', /`database = shop`/],
  ["mysql db", "grant a { to = anna, privileges = [select]", "roles = [anna]", /a `grant` for each/],
  ["mysql db", "grant a { to = anna, privileges = [select]", 'priv = "ALL"', /`privileges = \[select\]`/],
  ["redis cache", "backup { keep = 3", "retention = 7", /`keep = 14`/],
];

/** What else a block must have, so that the foreign line is its only mistake. */
const rest: Readonly<Record<string, string>> = { process: "user = root", schedule: 'user = root, run = ["/bin/true"]' };

describe("an attribute of another tool", () => {
  test.each(lines)("%s: %s", (block, line, help) => {
    const { diagnostics } = analyseBody(`${block} {\n  ${rest[block.split(" ")[0] ?? ""] ?? ""}\n  ${line}\n}\n`);
    const [first, ...others] = diagnostics;
    expect(others.map((one) => `${one.code} ${one.title}`)).toEqual([]);
    expect(first?.code).toBe("E0203");
    expect(first?.help).toMatch(help);
  });

  test.each(parts)("%s { %s, %s }", (block, part, line, help) => {
    const { diagnostics } = analyseBody(`${block} {\n  ${part}, ${line} }\n}\n`);
    const found = diagnostics.filter((one) => one.code === "E0203");
    expect(found.map((one) => one.help)).toEqual([expect.stringMatching(help)]);
  });

  test.each([
    ["ssh_keys", /`user deploy \{ authorized-keys = /],
    ["authorized-keys", /`user deploy \{ authorized-keys = /],
    ["users", /`user \[anna, deploy\]`/],
    ["packages", /`package \[git, curl\]`/],
    ["services", /`service cron`/],
  ])("machine: %s", (word, help) => {
    for (const text of [`os = "debian-12"\n${word} = ["a"]\n`, `machine web { os = "debian-12", ${word} = ["a"] }\n`])
      expect(analyseText(`envspec 1\n\n${text}`).diagnostics).toMatchObject([
        { code: "E0203", help: expect.stringMatching(help) },
      ]);
  });

  test("`when` in a schedule was meant for the time of day", () => {
    const { diagnostics } = analyseBody('schedule tidy {\n  user = root, run = ["/bin/true"]\n  when = "daily"\n}\n');
    expect(diagnostics.map((one) => [one.code, one.help])).toEqual([
      ["E0610", expect.stringContaining("write `at = ")],
    ]);
  });

  test("what takes the same value is renamed, and then all is well", () => {
    const source =
      'envspec 1\n\nos = "debian-12"\n\nfile "/etc/motd" {\n  content = "Hello\\n"\n  permissions = 0644\n  state = present\n  depends_on = [cron]\n}\n\nservice cron {\n  state = started\n  autostart = true\n}\n';
    const mended = applyFixes(source, analyseText(source));
    expect(mended).toBe(
      'envspec 1\n\nos = "debian-12"\n\nfile "/etc/motd" {\n  text = "Hello\\n"\n  mode = 0644\n  after = [cron]\n}\n\nservice cron {\n  enabled = true\n}\n',
    );
    expect(showDiagnostics(analyseText(mended))).toBe("");
  });

  test("a block that shall be gone gets `absent` in front", () => {
    const source = 'envspec 1\n\nos = "debian-12"\n\npackage telnet {\n  state = "absent"\n}\n';
    const mended = applyFixes(source, analyseText(source), "suggested");
    expect(mended).toBe('envspec 1\n\nos = "debian-12"\n\nabsent package telnet {\n}\n');
    expect(showDiagnostics(analyseText(mended))).toBe("");
  });

  test("nothing is renamed onto an attribute that is there", () => {
    const source = 'envspec 1\n\nos = "debian-12"\n\nfile "/etc/motd" {\n  text = "a"\n  content = "b"\n}\n';
    expect(applyFixes(source, analyseText(source))).toBe(source);
  });

  test("a line with something else on it is left to its author", () => {
    const source = 'envspec 1\n\nos = "debian-12"\n\npackage nginx { state = present }\n';
    expect(applyFixes(source, analyseText(source))).toBe(source);
  });

  test("in a patch too", () => {
    const { diagnostics } = analyseText(
      'envspec 1\n\nos = "debian-12"\n\nfile "/etc/motd" { text = "a" }\n\nenvironment prod {\n  file."/etc/motd".content = "b"\n}\n',
    );
    expect(diagnostics.map((one) => one.help)).toEqual([expect.stringMatching(/`text/)]);
    expect(diagnostics[0]?.fixes.map((fix) => fix.title)).toEqual(["write `text`"]);
  });
});

const blocks: readonly (readonly [block: string, help: RegExp])[] = [
  ["apt nginx", /`package /],
  ["yum nginx", /`package /],
  ["cron backup", /`schedule /],
  ["systemd api", /`process /],
  ['copy "/etc/motd"', /`file /],
  ['template "/etc/motd"', /`file /],
  ['lineinfile "/etc/motd"', /line umask/],
  ['symlink "/etc/motd"', /`link /],
  ['folder "/srv"', /`directory /],
  ['git "https://example.com/shop.git"', /`checkout /],
  ["docker shop", /`container /],
  ["yarn express", /`npm /],
  ["pip3 flask", /`pip /],
  ["bundle install", /`command`/],
  ["ufw ssh", /`firewall /],
  ["fstab data", /`mount /],
  ["nginx site", /`package nginx`/],
  ["postgresql main", /`postgres db /],
  ["authorized_key anna", /authorized-keys = /],
  ["role base", /`module /],
  ["variables all", /`let /],
  ['ssh { user = "deploy" }', /`host web-1 /],
  ["backup nightly", /`mysql`, `postgres` and `redis`/],
];

describe("a kind of another tool", () => {
  test.each(blocks)("%s", (block, help) => {
    const { diagnostics } = analyseBody(`${block}\n`);
    expect(diagnostics.map((one) => one.code)).toEqual(["E0201"]);
    expect(diagnostics[0]?.help).toMatch(help);
  });

  test("what means the same is renamed", () => {
    const source = 'envspec 1\n\nos = "debian-12"\n\napt nginx\n';
    const mended = applyFixes(source, analyseText(source));
    expect(mended).toContain("package nginx");
    expect(showDiagnostics(analyseText(mended))).toBe("");
  });
});

test("every foreign word is foreign, is normal, and leads somewhere", () => {
  const seen = new Set<string>();
  const everywhere = [...kinds.values()].flatMap((kind) => [
    ...Object.keys(kind.attributes),
    ...Object.values(kind.blocks).flatMap((block) => Object.keys(block.attributes)),
  ]);
  for (const kind of kinds.values()) {
    for (const [word, { same }] of Object.entries(kind.alsoCalled ?? {})) {
      expect(word).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(kinds.has(word) || seen.has(word), word).toBe(false);
      expect([undefined, kind.name]).toContain(same);
      seen.add(word);
    }
    for (const [word, { same, help }] of Object.entries(kind.foreign ?? {})) {
      expect(word).toMatch(/^[a-z][a-z0-9-]*$/);
      const own = [...Object.keys(kind.attributes), ...Object.keys(kind.blocks)];
      if (same !== undefined) expect([...own, "after", "machine"], `${kind.name}.${word}`).toContain(same);
      for (const name of help.matchAll(/`([a-z-]+) = /g))
        expect([...everywhere, "after", "machine"]).toContain(name[1]);
    }
    for (const [part, { attributes, foreign = {} }] of Object.entries(kind.blocks))
      for (const [word, { same, help }] of Object.entries(foreign)) {
        const place = `${kind.name}.${part}.${word}`;
        expect(word, place).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(Object.keys(attributes), place).not.toContain(word);
        if (same !== undefined) expect(Object.keys(attributes), place).toContain(same);
        for (const name of help.matchAll(/`([a-z-]+) = /g)) expect(everywhere, place).toContain(name[1]);
      }
  }
});
