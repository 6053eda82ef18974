/** A program with every op kind, on one machine or on two, made by hand so that these tests need nothing else. */
import type { Op, OpBase } from "../../../src/ir/ops.ts";
import type { MachineProgram, Program } from "../../../src/ir/program.ts";
import { programVersion } from "../../../src/ir/program.ts";
import type { Text } from "../../../src/ir/text.ts";

const span = { file: "shop.envspec", start: 0, end: 10 };

/** What every op has, with an id and a title. */
export function base(id: string, title: string, more: Partial<OpBase> = {}): OpBase {
  return {
    id,
    title,
    resource: id.replace(":", "."),
    after: [],
    triggers: [],
    bindings: {},
    provenance: [span],
    ...more,
  };
}

/** A variable's hole. */
export function variable(name: string, value: string | undefined): Text[number] {
  return { hole: "variable", name, value, encoding: "plain", span };
}

/** A secret's hole. */
export function secretHole(name: string): Text[number] {
  return { hole: "secret", name, encoding: "plain", span };
}

/** A regular file with a text. */
export function textFile(path: string, text: Text, more: Partial<OpBase & { mode: string; owner: string }> = {}): Op {
  return {
    ...base(`file:${path}`, `Write ${path}`, more),
    op: "file",
    path,
    content: { from: "text", text },
    owner: more.owner ?? "root",
    group: "root",
    mode: more.mode ?? "0644",
    validate: undefined,
  };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Ops of every kind, in an order that may be. */
export const everyKind: readonly Op[] = [
  textFile("/etc/apt/apt.conf.d/99-no-install-recommends", ['APT::Install-Recommends "false";\n']),
  {
    ...base("group:shop", "Create the group shop"),
    op: "group",
    name: "shop",
    gid: 2100,
    system: false,
    ensure: "present",
  },
  {
    ...base("group:old", "Remove the group old"),
    op: "group",
    name: "old",
    gid: undefined,
    system: false,
    ensure: "absent",
  },
  {
    ...base("user:shop", "Create the user shop", { doc: "The program's own user." }),
    op: "user",
    name: "shop",
    uid: 2100,
    group: "shop",
    groups: ["adm"],
    comment: 'Shop 100% "ours"',
    home: "/srv/shop",
    createHome: true,
    homeMode: "0750",
    shell: "/usr/sbin/nologin",
    system: false,
    locked: true,
    passwordSecret: undefined,
    ensure: "present",
  },
  {
    ...base("user:anna", "Create the user anna"),
    op: "user",
    name: "anna",
    uid: 2101,
    group: "shop",
    groups: [],
    comment: "",
    home: "/home/anna",
    createHome: true,
    homeMode: "0700",
    shell: "/bin/bash",
    system: false,
    locked: false,
    passwordSecret: "anna-password",
    ensure: "present",
  },
  {
    ...base("file:/etc/sudoers.d/anna", "Allow anna to use sudo", { resource: "user.anna" }),
    op: "file",
    path: "/etc/sudoers.d/anna",
    content: { from: "text", text: ["anna ALL=(ALL) NOPASSWD: ALL\n"] },
    owner: "root",
    group: "root",
    mode: "0440",
    validate: ["/usr/sbin/visudo", "-cf", "%s"],
  },
  {
    ...base("package:cron", "Install cron"),
    op: "package",
    name: "cron",
    version: undefined,
    hold: true,
    ensure: "present",
  },
  {
    ...base("package:sudo", "Install sudo", { doc: "For named people." }),
    op: "package",
    name: "sudo",
    version: undefined,
    hold: false,
    ensure: "present",
  },
  {
    ...base("package:telnet", "Remove telnet"),
    op: "package",
    name: "telnet",
    version: undefined,
    hold: false,
    ensure: "absent",
  },
  {
    ...base("package:locales", "Install locales"),
    op: "package",
    name: "locales",
    version: undefined,
    hold: false,
    ensure: "present",
  },
  {
    ...base("hostname:", "Set the host name"),
    op: "hostname",
    hostname: ["shop-", { hole: "host", property: "name", encoding: "plain", span }],
  },
  { ...base("timezone:", "Set the time zone"), op: "timezone", timezone: "Europe/Vienna" },
  { ...base("locale:", "Set the locale"), op: "locale", locale: "de_AT.UTF-8", path: "/etc/default/locale" },
  {
    ...base("directory:/etc/shop", "Create /etc/shop"),
    op: "directory",
    path: "/etc/shop",
    owner: "root",
    group: "root",
    mode: "0755",
    implied: true,
    recursive: undefined,
  },
  {
    ...base("directory:/var/lib/shop", "Create /var/lib/shop"),
    op: "directory",
    path: "/var/lib/shop",
    owner: "shop",
    group: "shop",
    mode: "0750",
    implied: false,
    recursive: { directoryMode: "0750", fileMode: "0640" },
  },
  textFile(
    "/etc/shop/config.json",
    ['{"domain": "', variable("domain", "shop.example.com"), '", "braces": "{{ no }}"}\n'],
    {
      triggers: [{ action: "restart", target: "process:api" }],
    },
  ),
  textFile("/etc/shop/secret", ["password=", secretHole("db-password"), "\n"], { mode: "0600" }),
  textFile("/etc/shop/crlf", ["a\r\nb ", variable("domain", "shop.example.com"), "\r\n"]),
  {
    ...base("tree:/srv/shop/app", "Copy the program"),
    op: "tree",
    path: "/srv/shop/app",
    folder: {
      path: "app",
      files: [
        { path: "bin/start.sh", bytes: bytes("#!/bin/sh\nexec sleep infinity\n"), executable: true },
        { path: "config.yml", bytes: bytes("not: [yaml\n"), executable: false },
        { path: "server.js", bytes: bytes("console.log('{{ hello }}')\n"), executable: false },
      ],
      directories: ["bin", "empty"],
    },
    owner: "shop",
    group: "shop",
    directoryMode: "0755",
    fileMode: "0644",
  },
  { ...base("link:/srv/current", "Link /srv/current"), op: "link", path: "/srv/current", target: "/srv/shop/app" },
  {
    ...base("absent-path:/etc/motd.d", "Remove /etc/motd.d"),
    op: "absent-path",
    path: "/etc/motd.d",
    was: "directory",
  },
  {
    ...base("sysctl:/etc/sysctl.d/90-shop.conf", "Set kernel parameters"),
    op: "sysctl",
    path: "/etc/sysctl.d/90-shop.conf",
    settings: [{ key: "net.ipv4.tcp_syncookies", value: ["1"], provenance: [span] }],
  },
  {
    ...base("exec:seed", "Seed the database"),
    op: "exec",
    run: ['echo "${#HOME}" {{ x }} > /var/lib/shop/seed'],
    user: "root",
    directory: "/",
    environment: [{ name: "DOMAIN", value: [variable("domain", "shop.example.com")] }],
    creates: "/var/lib/shop/seed",
    unless: undefined,
    onlyIf: undefined,
    onChange: [],
    always: false,
  },
  {
    ...base("exec:warm", "Warm the cache"),
    op: "exec",
    run: ["touch /var/lib/shop/warm"],
    user: "shop",
    directory: "/var/lib/shop",
    environment: [],
    creates: undefined,
    unless: ["test -e /var/lib/shop/warm"],
    onlyIf: ["test -d /var/lib/shop"],
    onChange: [],
    always: false,
  },
  {
    ...base("exec:rebuild", "Rebuild the index"),
    op: "exec",
    run: ["/usr/bin/touch /var/lib/shop/index"],
    user: "root",
    directory: "/",
    environment: [],
    creates: undefined,
    unless: undefined,
    onlyIf: undefined,
    onChange: ["file:/etc/shop/config.json"],
    always: false,
  },
  {
    ...base("process:api", "Run api", { doc: "The shop itself." }),
    op: "process",
    name: "api",
    description: "The shop",
    argv: [["/srv/shop/app/bin/start.sh"], ['it\'s 100% "fine"']],
    user: "shop",
    group: "shop",
    directory: "/srv/shop",
    environment: [
      {
        name: "DOMAIN",
        value: [{ hole: "variable", name: "domain", value: "shop.example.com", encoding: "plain", span }],
      },
      { name: "PASSWORD", value: [secretHole("db-password")] },
    ],
    restart: "always",
    restartSeconds: 1,
    stopSignal: "SIGTERM",
    stopSeconds: 10,
    ports: [3000],
    writable: ["/var/lib/shop"],
    health: undefined,
    enabled: true,
    running: true,
    ensure: "present",
  },
  {
    ...base("schedule:nightly", "Run nightly every night"),
    op: "schedule",
    name: "nightly",
    description: "Nightly work",
    argv: [["/bin/true"]],
    user: "shop",
    group: "shop",
    directory: "/",
    environment: [],
    onCalendar: "*-*-* 03:00:00",
    persistent: true,
    randomizedDelaySeconds: 60,
    writable: [],
    ensure: "present",
  },
  {
    ...base("service:cron.service", "Run cron"),
    op: "service",
    unit: "cron.service",
    enabled: true,
    running: true,
    masked: false,
  },
  {
    ...base("service:gone.service", "Stop gone"),
    op: "service",
    unit: "gone.service",
    enabled: false,
    running: false,
    masked: undefined,
  },
  {
    ...base("raw:installer", "Run the vendor's installer"),
    op: "raw",
    reason: "The vendor's installer has no package.",
    targets: {
      ansible: [
        '# Kept as it is.\n- name: Say where we are\n  ansible.builtin.debug:\n    msg: "{{ inventory_hostname }} is ',
        variable("domain", "shop.example.com"),
        '"\n',
      ],
    },
  },
];

const edges: readonly (readonly [string, readonly string[]])[] = [
  ["user:shop", ["group:shop"]],
  ["user:anna", ["group:shop"]],
  ["package:cron", ["file:/etc/apt/apt.conf.d/99-no-install-recommends"]],
  ["package:sudo", ["file:/etc/apt/apt.conf.d/99-no-install-recommends"]],
  ["package:locales", ["file:/etc/apt/apt.conf.d/99-no-install-recommends"]],
  ["file:/etc/sudoers.d/anna", ["user:anna", "package:sudo"]],
  ["locale:", ["package:locales"]],
  ["directory:/var/lib/shop", ["user:shop"]],
  ["file:/etc/shop/config.json", ["directory:/etc/shop"]],
  ["file:/etc/shop/secret", ["directory:/etc/shop"]],
  ["file:/etc/shop/crlf", ["directory:/etc/shop"]],
  ["tree:/srv/shop/app", ["user:shop"]],
  ["exec:seed", ["directory:/var/lib/shop"]],
  ["exec:warm", ["directory:/var/lib/shop"]],
  ["exec:rebuild", ["file:/etc/shop/config.json", "directory:/var/lib/shop"]],
  ["process:api", ["tree:/srv/shop/app", "file:/etc/shop/config.json"]],
  ["service:cron.service", ["package:cron"]],
];

/** A machine with these ops. */
export function machineWith(ops: readonly Op[], more: Partial<MachineProgram> = {}): MachineProgram {
  return {
    name: "shop",
    implicit: true,
    os: { id: "debian-12", family: "debian", distribution: "debian", version: "12", codename: "bookworm" },
    hosts: [],
    primary: undefined,
    installRecommends: false,
    provider: undefined,
    spans: [span],
    ops,
    predecessors: new Map(edges),
    ...more,
  };
}

/** A program with these machines. */
export function programWith(machines: readonly MachineProgram[], more: Partial<Program> = {}): Program {
  return {
    version: programVersion,
    name: "shop",
    environment: undefined,
    targets: [],
    doc: "A web shop.",
    machines,
    variables: [
      {
        name: "domain",
        type: { type: "domain" },
        doc: "Where the shop is.",
        value: { is: "text", text: ["shop.example.com"] },
        origin: "written",
        span,
      },
    ],
    secrets: [
      { name: "db-password", source: { from: "generate", length: 24 }, doc: "The database's password.", span },
      { name: "anna-password", source: { from: "env", variable: "ANNA_PASSWORD" }, span },
    ],
    ...more,
  };
}
