import { expect, test } from "vitest";
import { codesOf, lowerBlocks, lowerFiles, opWith, opsOfKind } from "./compile-spec.ts";

test("a package has the distribution's own name", () => {
  expect(opsOfKind(lowerBlocks("package [node, apache, mysql-server]"), "package").map((op) => op.name)).toEqual([
    "apache2",
    "default-mysql-server",
    "nodejs",
  ]);
  const ubuntu = lowerFiles({ "main.envspec": 'envspec 1\n\nos = "ubuntu-24.04"\n\npackage mysql-server\n' });
  expect(ubuntu.programs[0]?.machines[0]?.ops[0]?.id).toBe("package:mysql-server");
});

test("a package with a version that is held, and an absent one", () => {
  const machine = lowerBlocks('package nginx {\n  version = "1.22.*"\n  hold = true\n}\n\nabsent package telnet');
  expect(opWith(machine, "package:nginx")).toMatchObject({ version: "1.22.*", hold: true, ensure: "present" });
  expect(opWith(machine, "package:telnet")).toMatchObject({ version: undefined, hold: false, ensure: "absent" });
});

test("services have the name of their unit on this release", () => {
  const machine = lowerBlocks(
    'package [openssh-server, php-fpm]\nservice sshd\nservice php-fpm\nservice "getty@tty1.service"',
  );
  expect(opsOfKind(machine, "service").map((op) => op.unit)).toEqual([
    "getty@tty1.service",
    "php8.2-fpm.service",
    "ssh.service",
  ]);
});

test("a masked service is neither enabled nor running", () => {
  expect(
    opWith(lowerBlocks("package nginx\n\nservice nginx { masked = true }"), "service:nginx.service"),
  ).toMatchObject({
    masked: true,
    enabled: false,
    running: false,
    title: "Mask nginx",
  });
});

test("a repository: key, sources, and the release's codename as suite", async () => {
  const { readFileSync } = await import("node:fs");
  const repository = (file: string): string =>
    `repository shop {\n  uri = "https://packages.example.com/debian"\n  key = file("./keys/${file}")\n  fingerprint = "cf3e3c0c61cfff6e9b01f9ef4aeace30ae08b4b5"\n}`;
  for (const file of ["ed25519.asc", "ed25519.gpg"]) {
    const machine = lowerBlocks(repository(file), {
      [`keys/${file}`]: new Uint8Array(readFileSync(`test/kinds/data/${file}`)),
    });
    expect(opWith(machine, "repository:shop")).toMatchObject({
      suites: ["bookworm"],
      components: ["main"],
      types: ["deb"],
      keyPath: `/etc/apt/keyrings/shop.${file.slice(-3)}`,
      sourcesPath: "/etc/apt/sources.list.d/shop.sources",
    });
    expect(opWith(machine, "directory:/etc/apt/keyrings")).toMatchObject({ implied: true });
  }
});

test("kernel settings become one file, by name", () => {
  const machine = lowerBlocks(
    'sysctl "vm.swappiness" { value = "10" }\n\nsysctl "net.core.somaxconn" { value = "4096" }',
  );
  expect(opsOfKind(machine, "sysctl")).toMatchObject([
    {
      path: "/etc/sysctl.d/90-main.conf",
      settings: [
        { key: "net.core.somaxconn", value: ["4096"] },
        { key: "vm.swappiness", value: ["10"] },
      ],
    },
  ]);
});

test("Debian keeps the locale in another file from 13 on", () => {
  const pathOn = (os: string): unknown =>
    lowerFiles({ "main.envspec": `envspec 1\n\nos = "${os}"\nlocale = "C.UTF-8"\n` }).programs[0]?.machines[0]?.ops;
  expect(pathOn("debian-12")).toMatchObject([{ op: "locale", path: "/etc/default/locale" }]);
  expect(pathOn("debian-13")).toMatchObject([{ op: "locale", path: "/etc/locale.conf" }]);
  expect(pathOn("ubuntu-24.04")).toMatchObject([{ op: "locale", path: "/etc/default/locale" }]);
});

test("the machine's own attributes", () => {
  const machine = lowerBlocks(
    'hostname = "shop"\ntimezone = "Europe/Vienna"\nlocale = "de_AT.UTF-8"\ninstall-recommends = true',
  );
  expect(machine.installRecommends).toBe(true);
  expect(machine.ops.map((op) => op.id)).toEqual([
    "hostname:hostname",
    "package:locales",
    "locale:locale",
    "package:tzdata",
    "timezone:timezone",
  ]);
});

test("a declared package that a time zone needs is one with the needed one; a built-in locale needs none", () => {
  const machine = lowerBlocks('timezone = "UTC"\nlocale = "C.UTF-8"\n\npackage tzdata { hold = true }');
  expect(machine.ops.map((op) => op.id)).toEqual(["locale:locale", "package:tzdata", "timezone:timezone"]);
  expect(opWith(machine, "package:tzdata")).toMatchObject({ resource: "package.tzdata", hold: true });
  expect(machine.predecessors.get("timezone:timezone")).toEqual(["package:tzdata"]);
});

test.each([
  ['timezone = "Europe/Viena"', 'did you mean `"Europe/Vienna"`?'],
  ['timezone = "europe/vienna"', 'did you mean `"Europe/Vienna"`?'],
  ['timezone = "Europe/Nowhere"', 'write a name like `"Europe/Vienna"`, or `"Etc/UTC"`'],
  ['timezone = "US/Eastern"', 'write a name like `"Europe/Vienna"`, or `"Etc/UTC"`'],
  ['locale = "sr_RS.UTF-8@latin"', 'write `"sr_RS@latin"`'],
  ['locale = "de_DE.UTF-8@euro"', 'write `"de_DE.UTF-8"`'],
  ['locale = "de_AT"', 'write `"de_AT.UTF-8"`'],
  ['locale = "en_IN.UTF-8"', 'write `"en_IN"`'],
  ['locale = "xx_YY.UTF-8"', undefined],
])("%s is no setting", (setting, help) => {
  const { diagnostics } = lowerFiles({ "main.envspec": `envspec 1\n\nos = "debian-12"\n${setting}\n` });
  expect(diagnostics.map((one) => one.code)).toEqual(["E0420"]);
  if (help !== undefined) expect(diagnostics[0]?.help).toBe(help);
});

test.each([
  'timezone = "America/Argentina/Buenos_Aires"',
  'timezone = "Etc/UTC"',
  'timezone = "Etc/GMT+5"',
  'locale = "sr_RS@latin"',
  'locale = "en_US.UTF-8"',
  'locale = "en_IN"',
])("%s is a setting", (setting) => {
  expect(codesOf(setting)).toEqual([]);
});

test("a directory with a folder of the project", () => {
  const machine = lowerBlocks('directory "/srv/www" {\n  mode = 0750\n  source = "./public"\n}', {
    "public/a/index.html": "hi",
  });
  expect(opWith(machine, "directory:/srv/www")).toMatchObject({ mode: "0750", implied: false });
  expect(opWith(machine, "tree:/srv/www")).toMatchObject({
    directoryMode: "0750",
    fileMode: "0640",
    folder: { directories: ["a"], files: [{ path: "a/index.html" }] },
  });
});

test("a file with a secret is closed, one without is open", () => {
  const machine = lowerBlocks(
    'secret pw = env("PW")\n\nfile "/etc/a" { text = "${pw}\\n" }\n\nfile "/etc/b" { text = "b\\n" }',
  );
  expect(opWith(machine, "file:/etc/a")).toMatchObject({ mode: "0600" });
  expect(opWith(machine, "file:/etc/b")).toMatchObject({ mode: "0644" });
});

test("absent files, directories and links are absent paths that may still reload", () => {
  const machine = lowerBlocks(
    'package nginx\nservice nginx\nabsent file "/etc/a"\nabsent directory "/srv/b"\nabsent link "/etc/nginx/sites-enabled/default" { reloads = [service.nginx] }',
  );
  expect(opsOfKind(machine, "absent-path").map((op) => [op.path, op.was])).toEqual([
    ["/etc/a", "file"],
    ["/etc/nginx/sites-enabled/default", "link"],
    ["/srv/b", "directory"],
  ]);
  expect(opWith(machine, "absent-path:/etc/nginx/sites-enabled/default").triggers).toEqual([
    { action: "reload", target: "service:nginx.service" },
  ]);
});

test("a command knows the ops whose change it waits for", () => {
  const machine = lowerBlocks(
    'file "/etc/aliases" { text = "a\\n" }\n\ncommand read-aliases {\n  run = "newaliases"\n  on-change = [file."/etc/aliases"]\n  env { LANG = "C" }\n}',
  );
  expect(opWith(machine, "exec:read-aliases")).toMatchObject({
    run: ["newaliases"],
    user: "root",
    directory: "/",
    onChange: ["file:/etc/aliases"],
    environment: [{ name: "LANG", value: ["C"] }],
    always: false,
  });
});

test("a process: words, group, ports, the comment as description", () => {
  const machine = lowerBlocks(
    'package nodejs\n\nuser shop { system = true }\n\n## The shop. It sells things.\nprocess api {\n  run = ["/usr/bin/node", "a b"]\n  user = shop\n  port = 3000\n  ports = [9090, 3000]\n  env {\n    B = "2"\n    A = "1"\n  }\n}',
  );
  expect(opWith(machine, "process:api")).toMatchObject({
    argv: [["/usr/bin/node"], ["a b"]],
    user: "shop",
    group: "shop",
    directory: "/",
    ports: [3000, 9090],
    description: "The shop",
    environment: [
      { name: "A", value: ["1"] },
      { name: "B", value: ["2"] },
    ],
    restart: "on-failure",
    restartSeconds: 5,
  });
});

test.each([
  ['at = "03:30"', "*-*-* 03:30:00"],
  ['at = "03:30"\n  on = [thu, mon]', "Mon,Thu *-*-* 03:30:00"],
  ["every = 15min", "*-*-* *:00/15:00"],
  ["every = 1h", "*-*-* *:00:00"],
  ["every = 6h", "*-*-* 00/6:00:00"],
  ['every = 1d\n  at = "04:00"', "*-*-* 04:00:00"],
  ["every = 7d", "Mon *-*-* 00:00:00"],
  ['calendar = "daily"', "*-*-* 00:00:00"],
])("a schedule with %j runs at %s", (when, calendar) => {
  const machine = lowerBlocks(`schedule s {\n  run = ["/usr/bin/true"]\n  user = nobody\n  ${when}\n}`);
  expect(opWith(machine, "schedule:s")).toMatchObject({ onCalendar: calendar, group: "nogroup", persistent: true });
});

test("a raw block has the text of each target that is written", () => {
  const machine = lowerBlocks('raw "because" { ansible = "- name: X\\n" }');
  expect(opsOfKind(machine, "raw")).toMatchObject([{ reason: "because", targets: { ansible: ["- name: X\n"] } }]);
});

test("restart-on and reload-on put the trigger on the other thing", () => {
  const machine = lowerBlocks(
    'package nginx\n\nfile "/etc/nginx/conf.d/a.conf" { text = "a\\n" }\n\nservice nginx { reload-on = [file."/etc/nginx/conf.d/a.conf"] }',
  );
  expect(opWith(machine, "file:/etc/nginx/conf.d/a.conf").triggers).toEqual([
    { action: "reload", target: "service:nginx.service" },
  ]);
});

test("a service that is only reloaded is an op that manages nothing", () => {
  const machine = lowerBlocks(
    'package nginx\n\nfile "/etc/nginx/conf.d/a.conf" {\n  text = "a\\n"\n  reloads = [nginx]\n}',
  );
  expect(opWith(machine, "service:nginx.service")).toMatchObject({
    enabled: undefined,
    running: undefined,
    masked: undefined,
  });
});

test.each([
  ['file "/etc/cron.d/a.b" { text = "x\\n" }', ["E0409"]],
  ['file "/etc/sudoers.d/a~" { text = "x\\n" }', ["E0409"]],
  ['file "/etc/sysctl.d/a" { text = "x\\n" }', ["E0409"]],
  ['file "/etc/apt/sources.list.d/a" { text = "x\\n" }', ["E0409"]],
  ['file "/etc/systemd/system/nginx.service.d/a" { text = "x\\n" }', ["E0409"]],
  ['file "/etc/systemd/system/nginx.service.d/a.conf" { text = "x\\n" }', []],
  ['file "/etc/logrotate.d/shop" { text = "x\\n" }', []],
  ['file "/etc/logrotate.d/shop.bak" { text = "x\\n" }', ["E0409"]],
  ['file "/etc/cron.d/a" { text = "x" }', ["E0410"]],
  ['file "/etc/motd" {\n  text = "a"\n  source = file("./a")\n}', ["E0406"]],
  ['file "/etc" { text = "a" }', ["E0422"]],
  ['absent directory "/usr"', ["E0422"]],
  ['directory "/tmp/x"', ["W0401"]],
  ['file "/srv/x" {\n  text = "a"\n  mode = 0666\n}', ["W0403"]],
  ['directory "/srv/x" { mode = 01777 }', []],
  ['link "/a" { to = "/a" }', ["E0408"]],
  ['link "/a" { to = "../b/c" }', []],
  ['link "/a" { to = "b/../c" }', ["E0408"]],
  ['file "/a" { text = "" }\n\nlink "/a" { to = "/b" }', ["E0402"]],
  ['absent directory "/srv/a"\n\nfile "/srv/a/b" { text = "" }', ["E0402"]],
  ['directory "/srv/w" { source = "./public" }\n\nfile "/srv/w/a" { text = "" }', ["E0402"]],
  [
    'user shop\n\nprocess api {\n  run = ["/usr/bin/true"]\n  user = shop\n}\n\nfile "/etc/systemd/system/api.service" { text = "x\\n" }',
    ["E0401"],
  ],
  ['user shop\n\nprocess api {\n  run = ["/usr/bin/true", "&&", "x"]\n  user = shop\n}', ["E0417"]],
  ['user shop\n\nprocess api {\n  run = ["/usr/bin/node server.js"]\n  user = shop\n}', ["E0417"]],
  ['user shop\n\nprocess api {\n  run = ["/bin/sh", "-c", "a && b"]\n  user = shop\n}', []],
  ["package nginx\n\nservice nginx {\n  masked = true\n  enabled = true\n}", ["E0425"]],
  ['sysctl "a.b" { value = "1\\n" }', ["E0427"]],
  ['command c { run = "x" }', ["E0407"]],
  ['command c {\n  run = "x"\n  always = true\n}', []],
  ['schedule s {\n  run = ["/usr/bin/true"]\n  user = nobody\n}', ["E0415"]],
  ['schedule s {\n  run = ["/usr/bin/true"]\n  user = nobody\n  every = 15min\n  at = "03:00"\n}', ["E0415"]],
  ['hostname = "a_b"', ["E0420"]],
  [
    'file "/usr/local/bin/shpo" { text = "x\\n" }\n\nprocess p {\n  run = ["/usr/local/bin/shop"]\n  user = nobody\n}',
    ["W0405"],
  ],
  [
    'file "/usr/local/etc/shop" { text = "x\\n" }\n\nprocess p {\n  run = ["/usr/local/bin/shop"]\n  user = nobody\n}',
    [],
  ],
  ["absent user www-data", ["E0431"]],
  ["absent group nogroup", ["E0431"]],
  ["absent user systemd-network", ["E0431"]],
  ["absent user anna", []],
  [
    'file "/srv/run" {\n  text = "x\\n"\n  mode = 0640\n}\n\nschedule s {\n  run = ["/srv/run"]\n  user = nobody\n  every = 1h\n}',
    ["E0432"],
  ],
  [
    'file "/srv/run" {\n  text = "x\\n"\n  mode = 0750\n}\n\nschedule s {\n  run = ["/srv/run"]\n  user = nobody\n  every = 1h\n}',
    [],
  ],
  ['locale = "german"', ["E0420"]],
])("%s gives %j", (blocks, codes) => {
  expect(codesOf(blocks, { a: "x", "public/a": "x" })).toEqual(codes);
});
