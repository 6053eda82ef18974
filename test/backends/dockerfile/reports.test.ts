/** What the user is told about things that are different in a container. */
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { dockerfile } from "../../../src/backends/dockerfile/backend.ts";
import type { Op } from "../../../src/ir/ops.ts";
import type { Secret } from "../../../src/ir/model.ts";
import type { Program } from "../../../src/ir/program.ts";
import { machine, op, program, secretHole, shop, span, textFile } from "./programs.ts";

function build(ops: readonly Op[], given: Partial<Program> = {}) {
  const { files, rows, diagnostics } = dockerfile.build(program([machine(ops)], given), {});
  const text = (path: string): string => String(files.find((file) => file.path === path)?.content);
  const reason = (id: string): string => {
    const support = rows.find((row) => row.op === id)?.support;
    return support === undefined || support.support === "full" ? "" : support.reason;
  };
  return { text, reason, codes: diagnostics.map(({ code }) => code) };
}

const sleeper = (name: string, given: Parameters<typeof op<"process">>[2] = {}): Op =>
  op("process", name, { name, argv: [["/bin/sleep"], ["9"]], ...given });

describe("files where a program may write", () => {
  const folder = { path: "app", files: [], directories: [] };

  test.each([
    ["a tree there", op("tree", "x", { path: "/srv/app", folder })],
    ["a tree below", op("tree", "x", { path: "/srv/app/public", folder })],
    [
      "a tree above with a file there",
      op("tree", "x", {
        path: "/srv",
        folder: { ...folder, files: [{ path: "app/x", bytes: new Uint8Array(), executable: false }] },
      }),
    ],
    ["a file below", textFile("/srv/app/index.html", ["x"])],
    ["a link below", op("link", "x", { path: "/srv/app/current", target: "one" })],
  ])("%s is reported", (_, given) => {
    const { codes, reason } = build([given, sleeper("api", { writable: ["/srv/app"] })]);
    expect(codes).toEqual(["W0827"]);
    expect(reason(given.id)).toContain("volume");
  });

  test.each([
    ["beside it", textFile("/srv/app-2/index.html", ["x"])],
    ["the folder itself", op("directory", "/srv/app", { path: "/srv/app" })],
  ])("%s is not", (_, given) => {
    expect(build([given, sleeper("api", { writable: ["/srv/app"] })]).codes).toEqual([]);
  });
});

describe("a program whose file system Compose cannot have read-only", () => {
  const secrets: Secret[] = [{ name: "token", source: { from: "env", variable: "TOKEN" }, span: span() }];

  test.each([
    [
      "gets a secret",
      sleeper("api", { environment: [{ name: "TOKEN", value: [secretHole("token")] }] }),
      /copies secrets/,
    ],
    ["may write a file", sleeper("api", { writable: ["/srv/log"] }), /`\/srv\/log` in `writable` is a file/],
  ])("%s: that is reported", (_, given, expected) => {
    const { text, reason } = build([textFile("/srv/log", ["x"]), given], { secrets });
    expect(reason(given.id)).toMatch(expected);
    expect(text("compose.yaml")).not.toContain("read_only: true");
  });

  test("any other is read-only, and nothing is said", () => {
    const { text, reason } = build([sleeper("api")]);
    expect(reason(sleeper("api").id)).not.toContain("read-only");
    expect(text("compose.yaml")).toContain("read_only: true");
  });
});

describe("a command of the image that needs a file which only a container has", () => {
  const conf = textFile("/etc/shop/a.conf", ["token = ", secretHole("token"), "\n"]);
  const secrets: Secret[] = [{ name: "token", source: { from: "env", variable: "TOKEN" }, span: span() }];
  const early = (given: Parameters<typeof op<"exec">>[2]) =>
    build([conf, op("exec", "use", { run: ["true"], always: true, ...given })], { secrets });

  test.each<[string, Parameters<typeof op<"exec">>[2]]>([
    ["reacts to it", { onChange: [conf.id] }],
    ["comes after it", { after: [conf.id] }],
    ["names it", { run: ["psql --file=/etc/shop/a.conf"] }],
    ["names it in quotes", { run: ["cat '/etc/shop/a.conf'"] }],
    ["asks for it", { onlyIf: ["test -s /etc/shop/a.conf"] }],
    ["has it in a variable", { environment: [{ name: "CONF", value: ["/etc/shop/a.conf"] }] }],
  ])("%s: is warned of", (_, given) => {
    const { codes, reason } = early(given);
    expect(codes).toEqual(["W0828"]);
    expect(reason("exec:use")).toContain("`/etc/shop/a.conf` is not there yet");
  });

  test.each<[string, Parameters<typeof op<"exec">>[2]]>([
    ["another file", { run: ["cat /etc/shop/a.conf.d/x /etc/shop/a.conf.bak /srv/etc/shop/a.conf"] }],
    ["when the containers start", { run: ["cat /etc/shop/a.conf"], once: { machine: "web", host: undefined } }],
  ])("%s: is not", (_, given) => {
    expect(early(given).codes).not.toContain("W0828");
  });
});

describe("a file with a secret", () => {
  const mounted = (mode: string, ...others: readonly Op[]) => {
    const conf = { ...textFile("/etc/shop.conf", ["token = ", secretHole("token")]), mode, group: "shop" } as Op;
    const { text } = build(
      [
        op("group", "shop", { name: "shop", gid: 2001 }),
        op("user", "shop", { name: "shop", uid: 2001, group: "shop" }),
        conf,
        sleeper("api", { user: "shop", group: "shop" }),
        sleeper("other", { user: "nobody", group: "nogroup" }),
        op("service", "nginx.service", { unit: "nginx.service" }),
        ...others,
      ],
      { secrets: [{ name: "token", source: { from: "env", variable: "TOKEN" }, span: span() }] },
    );
    const services = text("compose.yaml").split(/^ {2}(?=[a-z]+:$)/m);
    return services.flatMap((one) => (one.includes("target: /etc/shop.conf") ? [one.slice(0, one.indexOf(":"))] : []));
  };

  test("is only where the machine would let it be read, or where the settings name it", () => {
    expect(mounted("0640")).toEqual(["api"]);
    expect(mounted("0644")).toEqual(["nginx", "api", "other"]);
    expect(mounted("0640", textFile("/etc/nginx/conf.d/a.conf", ["include /etc/shop.conf;\n"]))).toEqual([
      "nginx",
      "api",
    ]);
    expect(mounted("0640", textFile("/etc/nginx/nginx.conf", ["user shop;\n"]))).toEqual(["nginx", "api"]);
    expect(mounted("0640", textFile("/etc/nginx/nginx.conf", ["location /shop/ {}\n"]))).toEqual(["api"]);
  });
});

describe("a folder in memory", () => {
  const database = (user: string) =>
    build([sleeper("database", { user, group: user, writable: ["/run/postgresql"] })]).text("compose.yaml");

  test("belongs to a user whose number is known", () => {
    expect(database("nobody")).toMatch(/"\/run\/postgresql:mode=0755,uid=65534"/);
  });

  test("is as its block makes it", () => {
    const made = op("directory", "/run/postgresql", {
      path: "/run/postgresql",
      owner: "nobody",
      group: "www-data",
      mode: "2750",
    });
    const program = sleeper("database", { user: "nobody", group: "nogroup", writable: ["/run/postgresql"] });
    expect(build([made, program]).text("compose.yaml")).toMatch(/"\/run\/postgresql:mode=2750,uid=65534,gid=33"/);
  });

  test("that is temporary for each program is nothing that one of them can count on", () => {
    const made = op("directory", "/tmp/shop", { path: "/tmp/shop", mode: "0755" });
    expect(build([made, sleeper("api")]).reason(made.id)).toContain("nothing that `api` can count on");
    expect(build([made, op("service", "nginx.service", { unit: "nginx.service" })]).reason(made.id)).toBe("");
  });

  test("can be written by a user whose number comes with a package", () => {
    expect(database("postgres")).toMatch(
      /# Writable as .*postgres gets one with its package\.\n *- "?\/run\/postgresql:mode=1777"?\n/,
    );
  });
});

test("a repository that shall be gone loses its key in both forms", () => {
  const { text } = build([
    op("repository", "node", {
      name: "node",
      ensure: "absent",
      keyPath: "/etc/apt/keyrings/node.asc",
      sourcesPath: "/etc/apt/sources.list.d/node.sources",
    }),
  ]);
  expect(text("Dockerfile")).toContain("/etc/apt/keyrings/node.asc");
  expect(text("Dockerfile")).toContain("/etc/apt/keyrings/node.gpg");
});

describe("the reasons", () => {
  test("name what Compose cannot say", () => {
    const { reason } = build([
      sleeper("api"),
      op("schedule", "clean", { name: "clean", argv: [["/bin/x"]], randomizedDelaySeconds: 60 }),
      op("schedule", "mail", { name: "mail", argv: [["/bin/x"]], persistent: false }),
    ]);
    expect(reason("process:api")).toContain("`restart-delay`");
    expect(reason("schedule:clean")).toMatch(/`persistent` and `random-delay`/);
    expect(reason("schedule:mail")).not.toMatch(/`persistent`|`random-delay`/);
    expect(reason("schedule:clean")).toContain("docker compose run --build --rm clean");
  });

  test("say when a stopped process is started all the same, or not at all", () => {
    const { reason } = build([sleeper("api", { running: false }), sleeper("b", { running: false, enabled: false })]);
    expect(reason("process:api")).toContain("`docker compose up` starts it");
    expect(reason("process:b")).toContain("docker compose up b");
  });
});

describe("the README", () => {
  test("does not start a machine that runs nothing", () => {
    const readme = build([op("package", "curl", { name: "curl" })]).text("README.md");
    expect(readme).toContain("docker compose build");
    expect(readme).not.toMatch(/^docker compose (?:up|logs|ps)/m);
  });

  test("does not start jobs alone, but says how to run them", () => {
    const readme = build([op("schedule", "clean", { name: "clean", argv: [["/bin/x"]] })]).text("README.md");
    expect(readme).not.toMatch(/^docker compose (?:up|logs|ps)/m);
    expect(readme).toContain("`flock -n /run/lock/shop-clean docker compose run --rm --no-deps clean`");
  });

  test("does not start the only job of a machine with the machine", () => {
    const built = build([op("schedule", "clean", { name: "clean", argv: [["/bin/x"]] })]);
    const { services } = parse(built.text("compose.yaml")) as { services: Record<string, { build: object }> };
    expect(Object.values(services).map((service) => service.build)).toMatchObject([
      { target: "machine" },
      { target: "clean" },
    ]);
    expect(built.text("Dockerfile").split("AS clean")[0]).not.toContain("CMD");
  });

  test("names the question of a secret as one", () => {
    const asked: Secret = { name: "token", source: { from: "ask", prompt: "Password?" }, span: span() };
    const readme = build([textFile("/etc/token", [secretHole("token")])], { secrets: [asked] }).text("README.md");
    expect(readme).toContain("printf '%s: ' 'Password?' && stty -echo");
  });
});

test("a stage is described once", () => {
  const built = dockerfile.build(shop(), {});
  const text = String(built.files.find(({ path }) => path === "Dockerfile")?.content);
  expect(text).toContain("# api: The shop itself\n");
  const same = build([sleeper("e3", { description: "e3" }), sleeper("e4", { description: "" })]).text("Dockerfile");
  expect(same).toMatch(/\n\nFROM machine AS e3\n/);
  expect(same).toMatch(/\n\nFROM machine AS e4\n/);
});
