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
