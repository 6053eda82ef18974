/** Secrets of an image: files when a container runs, mounts while it is built, never a layer. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, describe, expect, it } from "vitest";
import { compile } from "../../../src/index.ts";
import { createMemoryFileSystem } from "../../../src/platform/memory-file-system.ts";
import { createProjectFiles } from "../../../src/platform/project-files.ts";

const spec = `envspec 1

os = "debian-12"

secret token = env("NPM_TOKEN")
secret made = generate(40)
secret asked = ask("It's \\"the\\" password")
secret clear = file("./keys/clear")
secret locked = sops("./locked.yaml", "db.password")
secret aged = age("./locked.age")
secret plain
secret in-text = generate(24)

user api { uid = 2345 }

process api {
  run = ["/usr/bin/node", "server.js"]
  user = api
  env { DB = "pg://\${made}@db", ASKED = asked, LOCKED = locked, AGED = aged, PLAIN = plain }
}

process other { run = ["/usr/bin/true"], user = nobody }

file "/etc/clear" { text = "\${clear}" }
file "/etc/text" { text = "a \${in-text} b\\n" }

command install {
  run = "npm ci"
  user = api
  creates = "/srv/node_modules"
  env { NPM_TOKEN = "x\${token}", NODE_ENV = "production" }
}

command fetch {
  run = "fetch"
  user = www-data
  creates = "/srv/fetched"
  env { TOKEN = token }
}
`;

async function build() {
  const files = createMemoryFileSystem({
    "/p/shop.envspec": spec,
    "/p/keys/clear": "in clear",
    "/p/locked.yaml": "db:\n  password: ENC[AES256_GCM,data:p8Wk]\nsops:\n  mac: ENC[AES256_GCM,data:Yk0=]\n",
    "/p/locked.age": "age-encryption.org/v1\n",
  });
  const project = { root: "shop.envspec", files: createProjectFiles(files, "/p", {}) };
  const result = await compile(project, { targets: ["dockerfile"] });
  expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return (path: string): string => {
    const content = result.builds[0]?.files.find((file) => file.path === path)?.content ?? "";
    return typeof content === "string" ? content : new TextDecoder().decode(content);
  };
}

interface Compose {
  readonly services: Readonly<
    Record<string, { readonly secrets?: readonly unknown[]; readonly build?: { readonly secrets?: readonly string[] } }>
  >;
  readonly secrets: Readonly<Record<string, unknown>>;
}

describe("secrets in Compose", () => {
  it("come from a variable where the spec says so or a text needs it, else from a file beside it", async () => {
    const text = await build();
    const compose = parse(text("compose.yaml")) as Compose;
    expect(compose.secrets).toEqual({
      aged: { file: "./secrets/aged" },
      asked: { file: "./secrets/asked" },
      clear: { file: "./secrets/clear" },
      locked: { file: "./secrets/locked" },
      made: { file: "./secrets/made" },
      plain: { file: "./secrets/plain" },
      token: { environment: "NPM_TOKEN" },
    });
    expect(text("compose.yaml")).toContain("${IN_TEXT:?");
    expect(text(".env.example").match(/^\w+=/gm)).toEqual(["IN_TEXT=", "NPM_TOKEN="]);
    expect(text(".gitignore")).toBe("# Values in clear stay on this computer.\n/secrets/\n/.env\n");
  });

  it("reach the service that uses them and no other", async () => {
    const compose = parse((await build())("compose.yaml")) as Compose;
    const clear = { source: "clear", target: "/etc/clear" };
    expect(compose.services["api"]?.secrets).toEqual(["aged", "asked", "made", "locked", "plain", clear]);
    expect(compose.services["other"]?.secrets).toEqual([clear]);
  });

  it("have a line in the README that makes exactly those services anew", async () => {
    const readme = (await build())("README.md");
    expect(readme).toContain("| `made` | `docker compose up --detach --no-deps --force-recreate api` |");
    expect(readme).toContain("| `clear` | `docker compose up --detach --no-deps --force-recreate api other` |");
    expect(readme).toContain("Used while an image is built: `token`.");
  });
});

describe("secrets of a build", () => {
  it("are mounted for the step that needs them, for its user alone", async () => {
    const text = await build();
    expect(text("Dockerfile")).toContain(
      "RUN --mount=type=bind,source=scripts,target=/mnt \\\n    --mount=type=secret,id=token,required=true,uid=2345 \\\n    sh /mnt/install.sh\n",
    );
    expect(text("Dockerfile").match(/type=secret/g)).toHaveLength(2);
    expect(text("Dockerfile")).toContain("--mount=type=secret,id=token,required=true,uid=33 ");
    expect(text("Dockerfile")).not.toMatch(/^(?:ARG|ENV).*TOKEN/m);
    const compose = parse(text("compose.yaml")) as Compose;
    expect(
      Object.values(compose.services).flatMap(({ build: how }) => (how === undefined ? [] : [how.secrets])),
    ).toEqual([["token"], ["token"]]);
  });

  it("become variables of that command, without line ends at their end", async () => {
    const script = (await build())("scripts/install.sh");
    const value = "s3 {{ x }} $HOME `id` \"q\" 'a' \\ \n ";
    const ran = spawnSync(
      "sh",
      [
        "-c",
        script
          .replace('cat "/run/secrets/$1"', 'printf %s "$SECRET"')
          .replace("'npm ci'", "'printf %s \"$NPM_TOKEN\"'"),
      ],
      { env: { PATH: process.env["PATH"], SECRET: `${value}\n\n` }, encoding: "utf8" },
    );
    expect([ran.stderr, ran.stdout]).toEqual(["", `x${value}`]);
  });
});

const folder = mkdtempSync(join(tmpdir(), "envc-compose-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the README's commands", () => {
  it("fill every file, with no value in an argument", async () => {
    const readme = (await build())("README.md");
    const section = /## Secrets in files[\s\S]*?(?=\n## )/.exec(readme)?.[0] ?? "";
    const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
    // What is pasted behind a question would be its answer.
    expect(blocks.filter((one) => /stty -echo[^\n]*\n+./.test(one))).toEqual([]);
    const block = blocks.join("");
    mkdirSync(join(folder, "out/dockerfile"), { recursive: true });
    mkdirSync(join(folder, "bin"));
    mkdirSync(join(folder, "keys"));
    writeFileSync(join(folder, "keys/clear"), "in clear\n");
    for (const name of ["locked.yaml", "locked.age"]) writeFileSync(join(folder, name), "x");
    const sops = '#!/bin/sh\n[ "$3" = \'["db"]["password"]\' ] && [ -s "$4" ] && echo "from sops"\n';
    writeFileSync(join(folder, "bin/sops"), sops, { mode: 0o755 });
    writeFileSync(join(folder, "bin/age"), '#!/bin/sh\n[ -s "$4" ] && printf "from age"\n', { mode: 0o755 });
    writeFileSync(join(folder, "bin/stty"), "#!/bin/sh\n", { mode: 0o755 });
    const ran = spawnSync("sh", ["-eu", "-c", block], {
      cwd: join(folder, "out/dockerfile"),
      env: { PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`, HOME: folder },
      input: "typed one\ntyped two\n",
      encoding: "utf8",
    });
    expect(ran.stderr).toBe("");
    const read = (name: string): string => readFileSync(join(folder, "out/dockerfile/secrets", name), "utf8");
    expect(["aged", "asked", "clear", "locked", "plain"].map(read)).toEqual([
      "from age",
      "typed one",
      "in clear",
      "from sops",
      "typed two",
    ]);
    expect(read("made")).toMatch(/^[A-Za-z0-9]{40}$/);
  });
});
