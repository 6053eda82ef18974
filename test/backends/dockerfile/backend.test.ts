import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { dockerfile } from "../../../src/backends/dockerfile/backend.ts";
import { makeContext } from "../../../src/backends/dockerfile/context.ts";
import { makeImage } from "../../../src/backends/dockerfile/dockerfile.ts";
import { planRunnables, planServiceNames } from "../../../src/backends/dockerfile/runnable.ts";
import { makeRuntime } from "../../../src/backends/dockerfile/runtime.ts";
import type { OutputFile } from "../../../src/ir/backend.ts";
import type { Op } from "../../../src/ir/ops.ts";
import type { Program } from "../../../src/ir/program.ts";
import {
  host,
  hostHole,
  hostVariable,
  machine,
  op,
  program,
  secret,
  secretHole,
  shop,
  span,
  textFile,
} from "./programs.ts";
import { complaints, meaningOf, readDockerfile, runBodies } from "./reread.ts";

const hasShellcheck = spawnSync("shellcheck", ["--version"]).status === 0;

/** The text of an output file. */
function textOf(files: readonly OutputFile[], path: string): string {
  const content = files.find((file) => file.path === path)?.content;
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}

function buildOf(ops: readonly Op[], given: Partial<Program> = {}) {
  return dockerfile.build(program([machine(ops)], given), {});
}

const lines = (text: string): readonly string[] => text.split("\n");

describe("the shop", () => {
  const result = dockerfile.build(shop(), {});
  const text = textOf(result.files, "Dockerfile");

  test("says what was meant, read back by another parser", () => {
    const built = shop();
    const [only] = built.machines;
    if (only === undefined) throw new Error("no machine");
    const plan = planRunnables(built);
    const context = makeContext(built, only, planServiceNames(built, plan));
    const runtimes = (plan.get(only.name) ?? []).map((runnable) => makeRuntime(runnable, context));
    const image = makeImage(context, runtimes, undefined);
    expect(image.dockerfile.text).toBe(text);
    expect(readDockerfile(text)).toEqual(meaningOf(image.instructions));
  });

  test("gives dockerfile-utils nothing to complain about", () => {
    expect(complaints(text)).toEqual([]);
  });

  test.runIf(hasShellcheck)("gives shellcheck nothing to complain about", () => {
    for (const body of runBodies(text))
      execFileSync("shellcheck", ["--shell=dash", "--exclude=SC2016", "-"], {
        input: `${body}\n`,
        stdio: ["pipe", "pipe", "inherit"],
      });
  });

  test("keeps what seldom changes in front of what often does", () => {
    const order = ["apt-get update", "useradd", "COPY --chown=0:2100", "COPY --chown=2100:2100", "npm" /* absent */];
    const places = order.slice(0, 4).map((word) => text.indexOf(word));
    expect(places.every((place) => place > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  test("runs as the process's user, by number", () => {
    const users = lines(text).filter((line) => line.startsWith("USER "));
    expect(users.at(-1)).toBe("USER 2100:2100");
  });

  test("copies everything that is in the context, and nothing else", () => {
    const context = result.files.map((file) => file.path).filter((path) => /^(files|trees|scripts)\//.test(path));
    const copied = readDockerfile(text).flatMap(([keyword, ...values]) =>
      keyword === "COPY" ? values.slice(0, -1) : [],
    );
    for (const path of context) {
      const mounted = text.includes(`/mnt/${path.slice(path.indexOf("/") + 1)}`);
      expect(mounted || copied.some((source) => path === source || path.startsWith(source)), path).toBe(true);
    }
    expect(textOf(result.files, ".dockerignore").split("\n")).toEqual([
      "# Nothing goes to the builder but what the Dockerfile copies.",
      "**",
      "!files",
      "!files/**",
      "!trees",
      "!trees/**",
      "",
    ]);
  });

  test("has a row for every op, and a warning for what a container cannot carry", () => {
    expect(result.rows.map((row) => row.op)).toEqual(shop().machines[0]?.ops.map((each) => each.id));
    expect(result.diagnostics.map((each) => [each.code, each.severity])).toEqual([
      ["W0821", "warning"],
      ["W0820", "warning"],
      ["W0822", "warning"],
    ]);
    for (const row of result.rows) if (row.support.support === "none") expect(row.support.instead).not.toBe("");
  });

  test("maps its lines to the source", () => {
    const map = result.files.find((file) => file.path === "Dockerfile")?.map ?? [];
    const opsOfLine = (word: string): readonly string[] => {
      const number = lines(text).findIndex((line) => line.includes(word)) + 1;
      return map.filter((entry) => entry.from <= number && number <= entry.to).map((entry) => entry.op);
    };
    expect(opsOfLine("useradd")).toEqual(["user:shop"]);
    expect(opsOfLine("        curl")).toEqual(["package:curl"]);
    expect(opsOfLine("groupadd")).toEqual(["group:shop"]);
    expect(opsOfLine("EXPOSE")).toEqual(["process:api"]);
    expect(opsOfLine("id -un")).toEqual(["exec:warm"]);
    expect(map.every((entry, index) => index === 0 || (map[index - 1]?.from ?? 0) <= entry.from)).toBe(true);
  });

  test("is the same every time", () => {
    const again = dockerfile.build(shop(), {});
    expect(again.files.map(({ path, content }) => [path, content])).toEqual(
      result.files.map(({ path, content }) => [path, content]),
    );
  });

  test("does not change when the author writes it in another order", () => {
    const [given] = shop().machines;
    if (given === undefined) throw new Error("no machine");
    const first = ["group", "user", "package"];
    const ops = [...given.ops].sort((a, b) => first.indexOf(b.op) - first.indexOf(a.op));
    const kinds = textOf(buildOf(ops).files, "Dockerfile").match(/^(?:RUN|COPY)/gm);
    expect(kinds).toEqual(text.match(/^(?:RUN|COPY)/gm));
  });
});

describe("packages", () => {
  const pinned = buildOf([
    op("package", "zsh", { name: "zsh" }),
    op("package", "nginx", { name: "nginx", version: "1.22.1-9", hold: true }),
    op("package", "curl", { name: "curl" }),
  ]);
  const text = textOf(pinned.files, "Dockerfile");

  test("are one layer, sorted, without the index", () => {
    expect(text).toContain(`RUN apt-get update \\
    && apt-get install -y --allow-downgrades --no-install-recommends \\
        nginx=1.22.1-9 \\
    && apt-get install -y --no-upgrade --no-install-recommends \\
        curl \\
        zsh \\
    && apt-mark hold nginx \\
    && rm -rf /var/lib/apt/lists/*
`);
  });

  test("come with what they recommend when the machine says so", () => {
    const given = program([machine([op("package", "curl", { name: "curl" })], { installRecommends: true })]);
    expect(textOf(dockerfile.build(given, {}).files, "Dockerfile")).toContain(" --install-recommends \\\n        curl");
  });

  test("wait for the file that they need, and only for that one", () => {
    const built = buildOf([
      textFile("/etc/motd", ["Hello\n"]),
      textFile("/etc/apt/apt.conf.d/99-proxy", ["Acquire::Retries 3;\n"]),
      op("package", "curl", { name: "curl", after: ["file:/etc/apt/apt.conf.d/99-proxy"] }),
    ]);
    const found = textOf(built.files, "Dockerfile").match(/99-proxy|apt-get update|etc\/motd/g);
    expect([...new Set(found)]).toEqual(["99-proxy", "apt-get update", "etc/motd"]);
  });

  test("keep configuration that was there before them", () => {
    const built = buildOf([
      textFile("/etc/nginx.conf", ["x\n"]),
      op("package", "nginx", { name: "nginx", after: ["file:/etc/nginx.conf"] }),
    ]);
    expect(textOf(built.files, "Dockerfile")).toContain("-o Dpkg::Options::=--force-confold");
  });

  test("from a repository over https have certificates first", () => {
    const repository = op("repository", "node", {
      name: "node",
      uris: ["https://deb.example/node"],
      suites: ["nodistro"],
      keyPath: "/etc/apt/keyrings/node.asc",
      sourcesPath: "/etc/apt/sources.list.d/node.sources",
      key: { path: "k", bytes: new Uint8Array([1]) },
    });
    const built = buildOf([repository, op("package", "nodejs", { name: "nodejs", after: ["repository:node"] })]);
    const found = textOf(built.files, "Dockerfile").match(
      /ca-certificates|node\.asc \S+|node\.sources \S+|^ +nodejs/gm,
    );
    expect(found).toEqual([
      "ca-certificates",
      "node.asc /etc/apt/keyrings/node.asc",
      "node.sources /etc/apt/sources.list.d/node.sources",
      "        nodejs",
    ]);
  });
});

describe("services", () => {
  test("with a known foreground form are the image's command", () => {
    const built = buildOf([
      op("package", "nginx", { name: "nginx" }),
      op("service", "nginx.service", { unit: "nginx.service" }),
    ]);
    const text = textOf(built.files, "Dockerfile");
    expect(text).toContain('CMD ["/usr/sbin/nginx", "-g", "daemon off;"]\n');
    expect(text).toContain("STOPSIGNAL SIGQUIT\n");
    expect(built.diagnostics).toEqual([]);
    expect(built.rows.at(-1)?.support.support).toBe("adapted");
  });

  test("beside a process have a container of their own, and a warning", () => {
    const built = buildOf([
      op("service", "nginx.service", { unit: "nginx.service" }),
      op("process", "api", { name: "api", argv: [["/bin/sleep"], ["9"]], ports: [3000] }),
    ]);
    expect(built.diagnostics.map((each) => each.code)).toEqual(["W0826"]);
    const text = textOf(built.files, "Dockerfile");
    expect(text.indexOf("AS nginx")).toBeLessThan(text.indexOf("AS api"));
    expect(textOf(built.files, "compose.yaml")).toContain('network_mode: "service:shop-network"');
  });

  test("that shall not run need nothing", () => {
    const built = buildOf([op("service", "nginx.service", { unit: "nginx.service", enabled: false, running: false })]);
    expect(built.diagnostics).toEqual([]);
    expect(textOf(built.files, "Dockerfile")).toContain("USER 65534:65534\n");
  });
});

describe("secrets", () => {
  const token = secret("token", "API_TOKEN");

  test("alone in a file are mounted at its path", () => {
    const built = buildOf([textFile("/etc/token", [secretHole("token")], { mode: "0440" })], { secrets: [token] });
    const compose = textOf(built.files, "compose.yaml");
    expect(compose).toContain("      - source: token\n        target: /etc/token\n");
    expect(compose).toContain("  token:\n    environment: API_TOKEN\n");
    expect(built.files.some((file) => file.path.startsWith("files/"))).toBe(false);
    expect(textOf(built.files, ".env.example")).toContain("API_TOKEN=\n");
  });

  test("among other text are filled in by Compose, `$` kept as it is", () => {
    const built = buildOf([textFile("/etc/app.conf", ["cost=$5\ntoken=", secretHole("token"), "\n"])], {
      secrets: [token],
    });
    expect(textOf(built.files, "compose.yaml")).toContain(
      'content: "cost=$$5\\ntoken=${API_TOKEN:?is not set, see README.md}\\n"',
    );
  });

  test("in a process's environment come from a file, exactly", () => {
    const built = buildOf(
      [
        op("process", "api", {
          name: "api",
          argv: [["/usr/bin/env"]],
          environment: [{ name: "URL", value: ["db://it's:", secretHole("token"), "@db"] }],
        }),
      ],
      { secrets: [token] },
    );
    const text = textOf(built.files, "Dockerfile");
    expect(text).toContain('ENTRYPOINT ["/usr/local/bin/api-entrypoint"]\n');
    expect(text).not.toContain("URL");
    const script = textOf(built.files, "scripts/api-entrypoint");
    const run = (value: string) =>
      spawnSync(
        "sh",
        ["-c", script.replace('cat "/run/secrets/$1"', 'printf %s "$SECRET"'), "x", "sh", "-c", 'printf %s "$URL"'],
        { env: { SECRET: value, PATH: process.env["PATH"] }, encoding: "utf8" },
      );
    const value = " a$b'c\n d ";
    expect(run(value).stdout).toBe(`db://it's:${value}@db`);
    // An editor ends its files with a line end.
    expect(run(`${value}\n`).stdout).toBe(`db://it's:${value}@db`);
    for (const empty of ["", "\n"]) expect(run(empty)).toMatchObject({ status: 1, stdout: "" });
    expect(run("").stderr).toContain("The secret token is empty");
    if (hasShellcheck) execFileSync("shellcheck", ["-"], { input: script });
  });

  test("are refused where an image would keep them", () => {
    const command = buildOf([op("exec", "log-in", { run: ["login ", secretHole("token")] })], { secrets: [token] });
    expect(command.diagnostics.map((each) => each.code)).toEqual(["E0702"]);
    expect(command.files).toEqual([]);
    const argument = buildOf([op("process", "api", { name: "api", argv: [["/bin/x"], [secretHole("token")]] })], {
      secrets: [token],
    });
    expect(argument.diagnostics.map((each) => each.code)).toEqual(["E0702"]);
  });
});

describe("values of hosts", () => {
  const two = [host("a", { region: "eu" }), host("b", { region: "us" })];
  const given = { variables: [hostVariable("region")] };

  test("that all hosts share are in the image", () => {
    const same = [host("a", { region: "eu" }), host("b", { region: "eu" })];
    const built = dockerfile.build(
      program([machine([textFile("/etc/region", [hostHole("region")])], { hosts: same })], given),
      {},
    );
    expect(textOf(built.files, "files/etc/region")).toBe("eu");
  });

  test("that differ are filled in when the container starts", () => {
    const ops = [
      textFile("/etc/region", [hostHole("region")]),
      op("process", "api", {
        name: "api",
        argv: [["/bin/x"]],
        environment: [{ name: "REGION", value: [hostHole("region")] }],
      }),
    ];
    const built = dockerfile.build(program([machine(ops, { hosts: two })], given), {});
    const compose = textOf(built.files, "compose.yaml");
    // The variable, the config's text, and the label that changes with it.
    expect(compose.match(/\$\{REGION:\?/g)).toHaveLength(3);
    expect(textOf(built.files, "Dockerfile")).not.toContain("REGION");
  });

  test("are refused in commands", () => {
    const ops = [op("exec", "x", { run: ["echo ", hostHole("region")] })];
    const built = dockerfile.build(program([machine(ops, { hosts: two })], given), {});
    expect(built.diagnostics.map((each) => each.code)).toEqual(["E0820"]);
  });
});

describe("raw instructions", () => {
  const raw = (text: string) => buildOf([op("raw", "x", { reason: "why", targets: { dockerfile: [text] } })]);

  test.each([
    ["touch /x", "E0823"],
    ["RUN touch /x\nFROM scratch", "E0824"],
    ["RUN <<EOF\ntouch /x\nEOF", "E0825"],
    ["RUN touch /x \\", "E0826"],
  ])("%j is refused", (text, code) => {
    expect(raw(text).diagnostics.map((each) => each.code)).toEqual([code]);
  });

  test("are put in, and what they change is put back", () => {
    const text = textOf(raw("# mine\nUSER nobody\nRUN id \\\n  && true\n").files, "Dockerfile");
    expect(text).toContain("# why\n# mine\nUSER nobody\nRUN id \\\n  && true\n\nUSER root\n");
  });

  test("for other targets are reported", () => {
    const built = buildOf([op("raw", "x", { reason: "why", targets: { ansible: ["x"] } })]);
    expect(built.diagnostics.map((each) => each.code)).toEqual(["W0825"]);
  });
});

test("a path that builders read differently goes past COPY", () => {
  const built = buildOf([textFile("/etc/it's *here*", ["x"])]);
  const text = textOf(built.files, "Dockerfile");
  expect(text).toContain("install -o 0 -g 0 -m 0644 /mnt/etc/it-s--here- '/etc/it'\\''s *here*'");
  expect(complaints(text)).toEqual([]);
});

test("many files are few layers", () => {
  const files = Array.from({ length: 200 }, (_, index) => textFile(`/etc/d${index}/x`, ["x"]));
  const text = textOf(buildOf(files).files, "Dockerfile");
  expect(text.match(/^(?:RUN|COPY)/gm)?.length).toBeLessThan(10);
});

test("many files of one folder are copied in portions that every BuildKit can take", () => {
  const files = Array.from({ length: 100 }, (_, index) => textFile(`/etc/d/x${index}`, ["x"]));
  const copies = textOf(buildOf(files).files, "Dockerfile").match(/^COPY (?:.*\\\n)*.*$/gm) ?? [];
  expect(copies.length).toBe(4);
  for (const copy of copies) expect(copy.match(/files\/etc\/d\/x/g)?.length).toBeLessThanOrEqual(32);
});

test("two machines have a folder each, and know one another by name", () => {
  const address = { hole: "address" as const, machine: "db", encoding: "plain" as const, span: span() };
  const web = machine([textFile("/etc/db", [address])], { name: "web", implicit: false });
  const db = machine([op("process", "store", { name: "store", argv: [["/bin/x"]], ports: [80] })], {
    name: "db",
    implicit: false,
  });
  const built = dockerfile.build(program([web, db]), {});
  expect(built.files.map((file) => file.path)).toContain("web/Dockerfile");
  expect(textOf(built.files, "web/files/etc/db")).toBe("store");
  expect(textOf(built.files, "compose.yaml")).toContain('- "127.0.0.1:8080:80"');
});

test("the engine's own files are not written", () => {
  const built = buildOf([textFile("/etc/hosts", ["x"])]);
  expect(built.diagnostics.map((each) => each.code)).toEqual(["W0824"]);
  expect(built.files.some((file) => file.path.startsWith("files/"))).toBe(false);
});
