import { expect, test } from "vitest";
import { buildSpec } from "../../../../test/backends/build-spec.ts";
import { lowerBlocks, lowerFiles, opsOfKind } from "../../../../test/kinds/compile-spec.ts";

const spec = `envspec 1

os = "debian-12"

secret admin-password = env("ADMIN_PASSWORD")

container mail {
  image = "docker.io/axllent/mailpit:v1.20"
  run = ["--verbose", "--label=100% $HOME"]
  port = 8025
  health = ["/mailpit", "readyz"]

  env { MP_DATABASE = "/data/mail.db" }
  volume "/data" { name = "mail-data" }
  file "/run/secrets/admin" { text = admin-password }
}
`;

test("on a machine it is the engine's packages and a unit", () => {
  const machine = lowerBlocks('container mail {\n  image = "docker.io/axllent/mailpit:v1.20"\n}');
  expect(opsOfKind(machine, "package").map((op) => op.name)).toEqual(["ca-certificates", "docker.io"]);
  expect(opsOfKind(machine, "container").map((op) => op.image)).toEqual(["docker.io/axllent/mailpit:v1.20"]);
});

test("on Debian 13 the engines come with what they cannot work without", () => {
  const packagesFor = (engine: string): string[] => {
    const text = `envspec 1\n\nos = "debian-13"\n\ncontainer mail {\n  image = "a/b:1"\n  engine = ${engine}\n}\n`;
    const [machine] = lowerFiles({ "main.envspec": text }).programs[0]?.machines ?? [];
    return machine?.ops.flatMap((op) => (op.op === "package" ? op.name : [])).toSorted() ?? [];
  };
  expect(packagesFor("docker")).toEqual(["ca-certificates", "docker-cli", "docker.io"]);
  expect(packagesFor("podman")).toEqual(["ca-certificates", "nftables", "podman"]);
});

test("it keeps its name over every start in Compose, too, where several share the machine's", async () => {
  const hostnames = async (more: string): Promise<readonly string[]> => {
    const text = `envspec 1\n\nos = "debian-12"\n\ncontainer queue { image = "rabbitmq:3" }\n${more}`;
    return (await buildSpec(text, "dockerfile")).get("compose.yaml")?.match(/hostname: .*/g) ?? [];
  };
  expect(await hostnames("")).toEqual(["hostname: queue"]);
  expect(await hostnames('process api {\n  run = ["/usr/bin/sleep", "9"]\n  user = nobody\n}\n')).toEqual([
    "hostname: queue",
  ]);
  expect(await hostnames('container mail { image = "a/b:1" }\n')).toEqual(["hostname: main"]);
  expect(await hostnames('hostname = "box"\n')).toEqual(["hostname: box"]);
});

test("what is given its address starts after it, at boot, too", async () => {
  const text = `envspec 1\n\nos = "debian-12"\n\ncontainer queue {\n  image = "a/b:1"\n  port = 5672\n}\n\nprocess api {\n  run = ["/usr/bin/sleep", "9"]\n  user = nobody\n  env { QUEUE = "amqp://\${queue.host}:5672" }\n}\n`;
  const files = await buildSpec(text, "ansible");
  const [, unit = ""] = [...files].find(([path]) => path.endsWith("/api.service")) ?? [];
  expect(unit).toContain("\nAfter=network.target queue.service\n");
});

test("a package that the author pins stays as it is written", () => {
  const machine = lowerBlocks('package "docker.io" { hold = true }\ncontainer mail { image = "a/b:1" }');
  const engine = opsOfKind(machine, "package").filter(({ name }) => name === "docker.io");
  expect(engine).toMatchObject([{ name: "docker.io", hold: true }]);
});

test("in Compose it is a service of the same image, and nothing of the engine is in an image", async () => {
  const files = await buildSpec(spec, "dockerfile");
  const compose = files.get("compose.yaml") ?? "";
  expect(compose).toContain('image: "docker.io/axllent/mailpit:v1.20"');
  expect(compose).toContain('"--label=100% $$HOME"');
  expect(compose).toContain('- "mail-data:/data"');
  expect(compose).toContain("target: /run/secrets/admin");
  expect(compose).toMatch(/test:\n\s+- "CMD"\n\s+- "\/mailpit"/);
  expect(compose).toContain("127.0.0.1:8025:8025");
  expect([...files.values()].join("\n")).not.toContain("docker.io \\");
});

test("the unit quotes what systemd would read in another way", async () => {
  const files = await buildSpec(spec, "ansible");
  const unit = [...files].find(([path]) => path.endsWith("mail.service"))?.[1] ?? "";
  expect(unit).toContain('"--label=100%% $$HOME"');
  expect(unit).toContain("--volume /etc/mail.container/run-secrets-admin:/run/secrets/admin:ro ");
  expect(unit).toContain("--publish 127.0.0.1:8025:8025 ");
});

test("its host name stays the same over restarts, because data may be kept under it", async () => {
  const files = await buildSpec(spec, "ansible");
  expect([...files.values()].join("\n")).toContain("--name mail --hostname mail ");
});

test("a program of another machine wants it published for that machine", () => {
  const blocks = `machine web { os = "debian-12" }
machine queue { os = "debian-12" }
container rabbit {
  machine = queue
  image = "rabbitmq:3.13"
  port = 5672
}
process api {
  machine = web
  run = ["/srv/api/run"]
  user = www-data
  env { AMQP = "amqp://\${rabbit.host}:5672" }
}
`;
  const codes = (text: string): readonly string[] =>
    lowerFiles({ "main.envspec": `envspec 1\n\n${text}` }).diagnostics.map((each) => each.code);
  expect(codes(blocks)).toContain("E0449");
  expect(codes(blocks.replace("port = 5672", "port = 5672\n  published = everywhere"))).not.toContain("E0449");
  expect(codes(`${blocks}\nenvironment qa { target = dockerfile }\n`)).not.toContain("E0449");
});

test("a secret that a container and a program share has one place in Compose", async () => {
  const blocks = `envspec 1

os = "debian-12"

secret pw = generate(32)

container rabbit {
  image = "rabbitmq:3.13"
  env { RABBITMQ_DEFAULT_PASS = pw }
}

process api {
  run = ["/srv/api/run"]
  user = www-data
  env { PASSWORD = pw }
}
`;
  const files = await buildSpec(blocks, "dockerfile");
  expect(files.get("compose.yaml")).toContain("secrets:\n  pw:\n    environment: PW\n");
  const readme = files.get("README.md") ?? "";
  expect(readme).not.toContain("./secrets/pw");
  expect(readme).toContain("| `pw` | `docker compose up --detach --no-deps --force-recreate rabbit api` |");
});

/** The line of the unit that starts the container `shop`. */
async function startOf(blocks: string): Promise<string> {
  const files = await buildSpec(`envspec 1\n\nos = "debian-12"\n\n${blocks}\n`, "ansible");
  const unit = [...files].find(([path]) => path.endsWith("/shop.service"))?.[1] ?? "";
  return /^ExecStart=.*$/m.exec(unit)?.[0] ?? "";
}

test("Podman gets the registry that Docker would take", async () => {
  const image = async (name: string, engine: string): Promise<string | undefined> =>
    (await startOf(`container shop {\n  image = "${name}"\n  engine = ${engine}\n}`)).split(" ").at(-1);
  expect(await image("redis:7", "podman")).toBe("docker.io/library/redis:7");
  expect(await image("axllent/mailpit:v1.20", "podman")).toBe("docker.io/axllent/mailpit:v1.20");
  expect(await image("localhost/shop:1", "podman")).toBe("localhost/shop:1");
  expect(await image("registry.example.com:5000/a/b:1", "podman")).toBe("registry.example.com:5000/a/b:1");
  expect(await image("redis:7", "docker")).toBe("redis:7");
});

test("in the machine's network it reaches servers of the machine, and publishes nothing", async () => {
  const blocks = (more: string): string =>
    `redis cache\ncontainer shop {\n  image = "a/b:1"\n  port = 80\n${more}  env { REDIS_URL = cache.url }\n}`;
  const codes = (more: string, rest = ""): readonly string[] =>
    lowerFiles({ "main.envspec": `envspec 1\n\nos = "debian-12"\n\n${blocks(more)}\n${rest}` }).diagnostics.map(
      ({ code }) => code,
    );
  expect(codes("")).toEqual(["E0464"]);
  expect(codes("", "environment qa { target = dockerfile }\n")).toEqual([]);
  expect(codes("  network = host\n")).toEqual([]);
  expect(codes("  network = host\n  published = everywhere\n")).toEqual(["E0468"]);
  const file = 'redis cache\ncontainer shop {\n  image = "a/b:1"\n  file "/etc/app.conf" { text = cache.url }\n}\n';
  const { diagnostics } = lowerFiles({ "main.envspec": `envspec 1\n\nos = "debian-12"\n\n${file}` });
  expect(diagnostics.map(({ code }) => code)).toEqual(["E0464"]);
  const start = await startOf(blocks("  network = host\n"));
  expect(start).toContain(" --network host ");
  expect(start).not.toContain("--publish");
});

test("it cannot take the name of its engine's own unit, or of the system's", () => {
  const codes = (name: string, engine = "docker"): readonly string[] =>
    lowerFiles({
      "main.envspec": `envspec 1\n\nos = "debian-12"\n\ncontainer ${name} {\n  image = "a/b:1"\n  engine = ${engine}\n}\n`,
    }).diagnostics.map(({ code }) => code);
  expect(codes("docker")).toEqual(["E0419"]);
  expect(codes("containerd")).toEqual(["E0419"]);
  expect(codes("podman")).toEqual([]);
  expect(codes("podman", "podman")).toEqual(["E0419"]);
  expect(codes("ssh")).toEqual(["E0419"]);
  expect(codes("dockery")).toEqual([]);
  const beside = lowerFiles({
    "main.envspec": `envspec 1\n\nos = "debian-12"\n\nredis queue {}\n\ncontainer redis { image = "a/b:1" }\n`,
  });
  expect(beside.diagnostics.map(({ code }) => code)).toEqual(["E0419"]);
});

test("its engine is there before the first container, whatever is done between two of them", () => {
  const between = 'command between {\n  run = "true"\n  always = true\n  after = [container.d]\n}';
  const second = 'container e {\n  image = "a/b:1"\n  after = [between]\n}';
  for (const more of ["", '\npackage "ca-certificates"', '\npackage "docker.io"', "\npackage podman"]) {
    const machine = lowerBlocks(`container d { image = "a/b:1" }\n${between}\n${second}${more}`);
    const order = machine.ops.map(({ id }) => id);
    for (const name of ["docker.io", "ca-certificates"])
      expect(order.indexOf(`package:${name}`), more).toBeLessThan(order.indexOf("container:d"));
  }
});

test("a package that is taken away is not what a container needs", () => {
  const codes = lowerFiles({
    "main.envspec": `envspec 1\n\nos = "debian-12"\n\nabsent package "docker.io"\ncontainer shop { image = "a/b:1" }\n`,
  }).diagnostics.map(({ code }) => code);
  expect(codes).toEqual(["E0467"]);
});
