/** Programs for the tests of this target, written as short as they can be. */
import type { Host, Secret, Variable } from "../../../src/ir/model.ts";
import type { Op, OpBase, OpKind, OpOf } from "../../../src/ir/ops.ts";
import type { MachineProgram, Program } from "../../../src/ir/program.ts";
import type { Hole, Text } from "../../../src/ir/text.ts";
import type { Span } from "../../../src/text/span.ts";

const defaults: { readonly [K in OpKind]: Omit<OpOf<K>, keyof OpBase | "op"> } = {
  package: { name: "", version: undefined, hold: false, ensure: "present" },
  repository: {
    name: "",
    types: ["deb"],
    uris: [],
    suites: [],
    components: ["main"],
    architectures: [],
    key: undefined,
    keyPath: "",
    sourcesPath: "",
    ensure: "present",
  },
  group: { name: "", gid: 2000, system: false, ensure: "present" },
  user: {
    name: "",
    uid: 2000,
    group: "",
    groups: [],
    comment: "",
    home: "/",
    createHome: true,
    homeMode: "0755",
    shell: "/bin/bash",
    system: false,
    locked: true,
    passwordSecret: undefined,
    ensure: "present",
  },
  directory: { path: "", owner: "root", group: "root", mode: "0755", implied: false, recursive: undefined },
  edit: { path: "", edit: { edit: "attributes", owner: undefined, group: undefined, mode: undefined } },
  file: {
    path: "",
    content: { from: "text", text: [] },
    owner: "root",
    group: "root",
    mode: "0644",
    validate: undefined,
  },
  tree: {
    path: "",
    folder: { path: "", files: [], directories: [] },
    owner: "root",
    group: "root",
    directoryMode: "0755",
    fileMode: "0644",
  },
  link: { path: "", target: "" },
  "absent-path": { path: "", was: "file" },
  service: { unit: "", enabled: true, running: true, masked: undefined },
  process: {
    name: "",
    description: "",
    argv: [],
    user: "root",
    group: "root",
    directory: "/",
    environment: [],
    restart: "always",
    restartSeconds: 1,
    stopSignal: "SIGTERM",
    stopSeconds: 30,
    ports: [],
    writable: [],
    health: undefined,
    enabled: true,
    running: true,
    ensure: "present",
  },
  schedule: {
    name: "",
    description: "",
    argv: [],
    user: "root",
    group: "root",
    directory: "/",
    environment: [],
    onCalendar: "*-*-* 03:00:00",
    persistent: true,
    randomizedDelaySeconds: 0,
    writable: [],
    ensure: "present",
  },
  container: {
    name: "",
    description: "",
    image: "redis:7-bookworm",
    engine: "docker",
    argv: [],
    environment: [],
    files: [],
    ports: [],
    published: "locally",
    volumes: [],
    health: undefined,
    restart: "always",
    stopSeconds: 10,
    enabled: true,
    running: true,
    ensure: "present",
  },
  sysctl: { path: "/etc/sysctl.d/90-shop.conf", settings: [] },
  exec: {
    run: [],
    user: "root",
    directory: "/",
    environment: [],
    creates: undefined,
    unless: undefined,
    onlyIf: undefined,
    onChange: [],
    always: false,
  },
  hostname: { hostname: [] },
  timezone: { timezone: "" },
  locale: { locale: "", path: "/etc/default/locale" },
  raw: { reason: "", targets: {} },
};

let counter = 0;

/** A place in the source; each one is different. */
export function span(): Span {
  counter += 10;
  return { file: "shop.envspec", start: counter, end: counter + 5 };
}

/** An op with usual values for everything that is not given. */
export function op<K extends OpKind>(kind: K, id: string, given: Partial<OpOf<K>>): OpOf<K> {
  const base: OpBase = {
    id: `${kind}:${id}`,
    title: `Do ${id}`,
    resource: `${kind}.${id}`,
    after: [],
    triggers: [],
    bindings: {},
    provenance: [span()],
  };
  return { ...base, op: kind, ...defaults[kind], ...given } as unknown as OpOf<K>;
}

/** A machine with these ops, in this order, each after those in `after` (and after those in `edges`). */
export function machine(ops: readonly Op[], given: Partial<MachineProgram> = {}): MachineProgram {
  return {
    name: "shop",
    implicit: true,
    os: { id: "debian-12", family: "debian", distribution: "debian", version: "12", codename: "bookworm" },
    hosts: [],
    primary: undefined,
    installRecommends: false,
    provider: undefined,
    spans: [span()],
    ops,
    predecessors: new Map(ops.map((each) => [each.id, each.after])),
    ...given,
  };
}

/** A program of these machines. */
export function program(machines: readonly MachineProgram[], given: Partial<Program> = {}): Program {
  return {
    version: 1,
    name: "shop",
    environment: undefined,
    targets: [],
    machines,
    variables: [],
    secrets: [],
    ...given,
  };
}

/** A host that gives these values to `let`s. */
export function host(name: string, values: Readonly<Record<string, string>>, on = "shop"): Host {
  return {
    name,
    machine: on,
    address: undefined,
    ssh: {},
    values: Object.fromEntries(Object.entries(values).map(([key, text]) => [key, { is: "text", text: [text] }])),
    span: span(),
  };
}

/** A hole for a `let` that hosts give. */
export function hostHole(name: string): Hole {
  return { hole: "variable", name, value: undefined, encoding: "plain", span: span() };
}

/** A hole for a secret. */
export function secretHole(name: string): Hole {
  return { hole: "secret", name, encoding: "plain", span: span() };
}

/** A secret from the variable `variable`. */
export function secret(name: string, variable: string): Secret {
  return { name, source: { from: "env", variable }, span: span() };
}

/** A `let` whose value each host gives. */
export function hostVariable(name: string): Variable {
  return {
    name,
    type: { type: "text" } as unknown as Variable["type"],
    value: undefined,
    origin: "written",
    span: span(),
  };
}

/** A file op whose content is this text. */
export function textFile(path: string, text: Text, given: Partial<OpOf<"file">> = {}): OpOf<"file"> {
  return op("file", path, { path, content: { from: "text", text }, ...given });
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A shop with one of everything that a container can carry. */
export function shop(): Program {
  const ops: readonly Op[] = [
    op("group", "shop", { name: "shop", gid: 2100 }),
    op("user", "shop", {
      name: "shop",
      uid: 2100,
      group: "shop",
      groups: ["adm"],
      comment: "The shop's program",
      home: "/srv/shop",
      homeMode: "0750",
      shell: "/usr/sbin/nologin",
      system: true,
      after: ["group:shop"],
    }),
    op("package", "curl", { name: "curl" }),
    op("package", "nodejs", { name: "nodejs", hold: true }),
    op("package", "nis", { name: "nis", ensure: "absent" }),
    op("timezone", "timezone", { timezone: "Europe/Vienna" }),
    op("locale", "locale", { locale: "de_AT.UTF-8", path: "/etc/default/locale" }),
    op("hostname", "hostname", { hostname: ["shop"] }),
    op("directory", "/etc/shop", { path: "/etc/shop", implied: true }),
    op("directory", "/var/lib/shop", {
      path: "/var/lib/shop",
      owner: "shop",
      group: "shop",
      mode: "0750",
      after: ["user:shop"],
    }),
    op("directory", "/srv/shop/app", {
      path: "/srv/shop/app",
      owner: "shop",
      group: "shop",
      mode: "0750",
      after: ["user:shop"],
    }),
    textFile("/etc/shop/config.json", ['{"price": "${100}"}\n'], {
      group: "shop",
      mode: "0640",
      after: ["directory:/etc/shop"],
      doc: "What the shop reads when it starts.",
    }),
    textFile("/etc/shop/names", ["Ärzte\n"], { group: "shop", mode: "0640", after: ["directory:/etc/shop"] }),
    op("file", "/usr/local/bin/as-root", {
      path: "/usr/local/bin/as-root",
      mode: "4755",
      content: { from: "bytes", file: { path: "x", bytes: new Uint8Array([0, 255, 10]) } },
    }),
    op("tree", "/srv/shop/app", {
      path: "/srv/shop/app",
      owner: "shop",
      group: "shop",
      fileMode: "0640",
      directoryMode: "0750",
      after: ["directory:/srv/shop/app"],
      folder: {
        path: "app",
        directories: ["bin", "empty"],
        files: [
          { path: "bin/start", bytes: bytes("#!/bin/sh\nexec sleep 60\n"), executable: true },
          { path: "server.js", bytes: bytes("setInterval(() => {}, 1000);\n"), executable: false },
        ],
      },
    }),
    op("link", "/srv/shop/current", { path: "/srv/shop/current", target: "app", after: ["tree:/srv/shop/app"] }),
    op("absent-path", "/etc/motd", { path: "/etc/motd" }),
    op("exec", "warm", {
      run: ["id -un > /srv/shop/app/warm"],
      user: "shop",
      directory: "/srv/shop/app",
      creates: "/srv/shop/app/warm",
      after: ["tree:/srv/shop/app"],
    }),
    op("sysctl", "sysctl", {
      settings: [
        { key: "net.ipv4.tcp_syncookies", value: ["1"], provenance: [span()] },
        { key: "vm.swappiness", value: ["10"], provenance: [span()] },
      ],
    }),
    op("service", "cron.service", { unit: "cron.service" }),
    op("process", "api", {
      name: "api",
      description: "The shop itself",
      argv: [["/bin/sh"], ["/srv/shop/app/bin/start"]],
      user: "shop",
      group: "shop",
      directory: "/srv/shop/app",
      ports: [3000],
      writable: ["/var/lib/shop"],
      health: [["/usr/bin/test"], ["-e"], ["/etc/shop/names"]],
      environment: [
        { name: "GREETING", value: ['say "hi" for $5\\n'] },
        { name: "LINES", value: ["one\ntwo\n"] },
      ],
    }),
    op("schedule", "clean-carts", {
      name: "clean-carts",
      description: "Removes old carts",
      argv: [["/bin/true"]],
      user: "shop",
      group: "shop",
      environment: [{ name: "LEVEL", value: ["info"] }],
    }),
  ];
  return program([machine(ops)]);
}
